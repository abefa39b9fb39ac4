from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from surveys.catalogue import files
from surveys.questions import engine
from surveys.questions.engine import AnswerOutcome, ConversationState, GivenAnswer, SurveyStep
from surveys.questions.inputs import Input, NotText, Reply, Tap, Typed
from surveys.questions.kinds.score import NOT_A_SCORE, OUT_OF_RANGE
from surveys.questions.kinds.text import NOT_TEXT
from surveys.questions.survey import Survey
from tests.surveys.samples import LONG, survey

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def nps() -> Survey:
    return files.load()["nps"]


def walk(asked: Survey, *given: tuple[str | None, Input], at: datetime = NOW) -> SurveyStep:
    step = engine.begin(asked, NOW)
    for question_id, one in given:
        step = engine.answer(asked, step.conversation, question_id, one, at)
    return step


def asked_id(step: SurveyStep) -> str | None:
    return step.asks.id if step.asks else None


def test_a_conversation_begins_with_the_first_question(nps: Survey) -> None:
    step = engine.begin(nps, NOW)
    assert asked_id(step) == "score"
    assert step.conversation == ConversationState("nps", nps.version, "score", NOW)
    assert not engine.is_answered(nps, step.conversation)


@pytest.mark.parametrize(
    ("score", "follow_up"),
    [(0, "why-low"), (6, "why-low"), (7, "why-middle"), (8, "why-middle"), (9, "why-high"), (10, "why-high")],
)
def test_a_tap_is_stored_at_once_and_the_follow_up_fits_the_score(
    nps: Survey, score: int, follow_up: str
) -> None:
    step = walk(nps, ("score", Tap(str(score))))
    assert step.answer == GivenAnswer("score", score, AnswerOutcome.NEW)
    assert (asked_id(step), step.reply, step.thanks) == (follow_up, None, None)
    assert engine.is_answered(nps, step.conversation)
    assert not step.conversation.done
    assert step.conversation.first_answer_at == NOW


def test_a_score_of_zero_is_an_answer(nps: Survey) -> None:
    zero = walk(nps, ("score", Tap("0")))
    assert zero.conversation.answers == {"score": 0}
    again = engine.answer(nps, zero.conversation, "score", Tap("0"), NOW)
    assert again.reply is Reply.ALREADY_ANSWERED
    corrected = engine.answer(nps, zero.conversation, "score", Tap("1"), NOW)
    assert corrected.answer == GivenAnswer("score", 1, AnswerOutcome.CORRECTION, previous=0)
    back = engine.answer(nps, corrected.conversation, "score", Tap("0"), NOW)
    assert back.answer == GivenAnswer("score", 0, AnswerOutcome.CORRECTION, previous=1)


def test_a_comment_ends_the_conversation_with_thanks_that_fit_the_score(nps: Survey) -> None:
    low = walk(nps, ("score", Tap("2")), (None, Typed("Ждал два дня")))
    high = walk(nps, ("score", Tap("10")), (None, Typed("Всё супер")))
    assert low.answer == GivenAnswer("why-low", "Ждал два дня", AnswerOutcome.NEW)
    assert low.conversation.done
    assert low.conversation.awaiting is None
    assert low.thanks == nps.thanks[0].text
    assert high.thanks == nps.thanks[2].text


def test_a_typed_score_keeps_the_words_around_it(nps: Survey) -> None:
    assert walk(nps, (None, Typed("5"))).answer == GivenAnswer("score", 5, AnswerOutcome.NEW)
    step = walk(nps, (None, Typed("5, отлично")))
    assert step.answer == GivenAnswer("score", 5, AnswerOutcome.NEW, said="5, отлично")
    assert asked_id(step) == "why-low"


@pytest.mark.parametrize(
    ("given", "reply"),
    [
        (Typed("отлично"), NOT_A_SCORE),
        (Typed("4/5"), NOT_A_SCORE),
        (Typed("55"), OUT_OF_RANGE),
        (Typed("-1"), OUT_OF_RANGE),
        (NotText(), NOT_A_SCORE),
        (Tap("11"), Reply.UNKNOWN_OPTION),
        (Tap("٣"), Reply.UNKNOWN_OPTION),
        (Tap(""), Reply.UNKNOWN_OPTION),
    ],
)
def test_what_is_no_score_stores_nothing_and_the_question_stays_open(
    nps: Survey, given: Input, reply: Reply
) -> None:
    begun = engine.begin(nps, NOW)
    step = engine.answer(nps, begun.conversation, None, given, NOW)
    assert step == SurveyStep(begun.conversation, reply=reply)


@pytest.mark.parametrize(
    ("given", "reply"),
    [(NotText(), NOT_TEXT), (Typed("  \n"), NOT_TEXT), (Tap("9"), Reply.UNKNOWN_OPTION)],
)
def test_what_has_no_words_is_no_comment(nps: Survey, given: Input, reply: Reply) -> None:
    step = walk(nps, ("score", Tap("9")), (None, given))
    assert (step.answer, step.reply, step.conversation.awaiting) == (None, reply, "why-high")


def test_a_double_tap_counts_once_and_asks_nothing_twice(nps: Survey) -> None:
    once = walk(nps, ("score", Tap("9")))
    twice = engine.answer(nps, once.conversation, "score", Tap("9"), NOW + MINUTE)
    assert twice.answer == GivenAnswer("score", 9, AnswerOutcome.UNCHANGED, previous=9)
    assert (twice.conversation, twice.asks, twice.reply) == (once.conversation, None, Reply.ALREADY_ANSWERED)


def test_a_correction_within_the_branch_does_not_ask_the_follow_up_again(nps: Survey) -> None:
    step = walk(nps, ("score", Tap("9")), ("score", Tap("10")))
    assert step.answer == GivenAnswer("score", 10, AnswerOutcome.CORRECTION, previous=9)
    assert (step.asks, step.reply, step.conversation.awaiting) == (None, Reply.CORRECTED, "why-high")


def test_a_correction_to_another_branch_asks_the_follow_up_of_that_branch(nps: Survey) -> None:
    step = walk(nps, ("score", Tap("9")), ("score", Tap("3")))
    assert (asked_id(step), step.reply) == ("why-low", Reply.CORRECTED)
    commented = engine.answer(nps, step.conversation, None, Typed("Грубый курьер"), NOW)
    assert commented.conversation.answers == {"score": 3, "why-low": "Грубый курьер"}
    assert commented.thanks == nps.thanks[0].text


def test_a_comment_survives_a_correction_and_is_not_asked_for_again(nps: Survey) -> None:
    low = walk(nps, ("score", Tap("3")), (None, Typed("Ждал")), ("score", Tap("10")))
    assert asked_id(low) == "why-high"
    assert not low.conversation.done
    back = engine.answer(nps, low.conversation, "score", Tap("4"), NOW)
    assert back.conversation.answers == {"score": 4, "why-low": "Ждал"}
    assert (back.asks, back.reply, back.conversation.done) == (None, Reply.CORRECTED, True)


def test_thanks_are_repeated_only_when_a_correction_calls_for_other_ones(nps: Survey) -> None:
    both = walk(nps, ("score", Tap("3")), (None, Typed("Ждал")), ("score", Tap("8")), (None, Typed("Лучше")))
    same = engine.answer(nps, both.conversation, "score", Tap("7"), NOW)
    other = engine.answer(nps, both.conversation, "score", Tap("2"), NOW)
    assert same.thanks is None
    assert other.thanks == nps.thanks[0].text


def test_text_is_no_answer_when_nothing_is_awaited(nps: Survey) -> None:
    done = walk(nps, ("score", Tap("9")), (None, Typed("Спасибо")))
    more = engine.answer(nps, done.conversation, None, Typed("И ещё"), NOW)
    assert more == SurveyStep(done.conversation, reply=Reply.NOT_AWAITED)


def test_a_typed_reply_to_the_question_corrects_the_score(nps: Survey) -> None:
    step = walk(nps, ("score", Tap("9")), ("score", Typed("7, подумав")))
    assert step.answer == GivenAnswer("score", 7, AnswerOutcome.CORRECTION, previous=9, said="7, подумав")


def test_corrections_end_two_weeks_after_the_first_answer(nps: Survey) -> None:
    first = walk(nps, ("score", Tap("9")))
    last_minute = engine.answer(nps, first.conversation, "score", Tap("8"), NOW + 14 * DAY)
    assert last_minute.reply is Reply.CORRECTED
    late = engine.answer(nps, last_minute.conversation, "score", Tap("3"), NOW + 14 * DAY + MINUTE)
    assert late == SurveyStep(last_minute.conversation, reply=Reply.TOO_LATE_TO_CORRECT)
    same = engine.answer(nps, last_minute.conversation, "score", Tap("8"), NOW + 30 * DAY)
    assert same.reply is Reply.ALREADY_ANSWERED


def test_a_question_that_waited_too_long_takes_no_answer(nps: Survey) -> None:
    in_time = walk(nps, ("score", Tap("9")), at=NOW + nps.expires_after)
    late = walk(nps, ("score", Tap("9")), at=NOW + nps.expires_after + MINUTE)
    assert in_time.answer is not None
    assert (late.answer, late.reply) == (None, Reply.EXPIRED)


def test_words_after_the_follow_up_expired_are_no_comment(nps: Survey) -> None:
    scored = walk(nps, ("score", Tap("9")))
    late = engine.answer(nps, scored.conversation, None, Typed("Где мой заказ?"), NOW + 15 * DAY)
    assert late.reply is Reply.EXPIRED


def test_a_follow_up_waits_from_the_moment_that_it_was_asked(nps: Survey) -> None:
    scored = walk(nps, ("score", Tap("9")), at=NOW + 13 * DAY)
    comment = engine.answer(nps, scored.conversation, None, Typed("Супер"), NOW + 20 * DAY)
    assert comment.answer is not None


def test_an_unknown_question_and_one_of_another_branch_store_nothing(nps: Survey) -> None:
    unknown = walk(nps, ("colour", Tap("9")))
    other_branch = walk(nps, ("score", Tap("9")), ("why-low", Typed("Плохо")))
    ahead = walk(nps, ("why-low", Typed("Плохо")))
    assert unknown.reply is Reply.UNKNOWN_QUESTION
    assert other_branch.reply is Reply.NOT_AWAITED
    assert ahead.reply is Reply.NOT_AWAITED
    assert other_branch.conversation.answers == {"score": 9}
    assert ahead.conversation.answers == {}


def test_asking_again_shows_the_open_question_and_lets_it_wait_anew(nps: Survey) -> None:
    scored = walk(nps, ("score", Tap("9")))
    again = engine.ask_again(nps, scored.conversation, NOW + 10 * DAY)
    assert asked_id(again) == "why-high"
    assert not engine.is_expired(nps, again.conversation, NOW + 20 * DAY)


def test_asking_again_after_the_end_shows_the_first_question_for_a_correction(nps: Survey) -> None:
    done = walk(nps, ("score", Tap("9")), (None, Typed("Супер")))
    again = engine.ask_again(nps, done.conversation, NOW + MINUTE)
    assert asked_id(again) == "score"
    assert again.conversation.done
    corrected = engine.answer(nps, again.conversation, "score", Tap("10"), NOW + MINUTE)
    assert corrected.reply is Reply.CORRECTED


def test_asking_to_be_asked_begins_anew_only_after_a_day(nps: Survey) -> None:
    unanswered = engine.begin(nps, NOW).conversation
    answered = walk(nps, ("score", Tap("9"))).conversation
    assert not engine.is_new_asking(nps, unanswered, NOW + 13 * DAY)
    assert engine.is_new_asking(nps, unanswered, NOW + 15 * DAY)
    assert not engine.is_new_asking(nps, answered, NOW + DAY - MINUTE)
    assert engine.is_new_asking(nps, answered, NOW + DAY)


def test_a_question_that_left_the_file_does_not_trap_the_conversation(nps: Survey) -> None:
    scored = walk(nps, ("score", Tap("9"))).conversation
    edited = replace(
        nps, version=nps.version + 1, questions=(replace(nps.first, next=nps.questions[-1].next),)
    )
    typed = engine.answer(edited, scored, None, Typed("Супер"), NOW)
    assert typed.reply is Reply.NOT_AWAITED
    assert engine.ask_again(edited, scored, NOW).conversation.done


def test_branches_on_an_earlier_answer_and_rules_for_all_the_rest() -> None:
    long = survey(LONG)
    praised = walk(long, ("courier", Tap("10")), ("goods", Tap("9")))
    plain = walk(long, ("courier", Tap("7")), ("goods", Tap("9")))
    asked = walk(long, ("courier", Tap("4")), ("what-broke", Typed("Разбил вазу")), ("goods", Tap("5")))
    assert asked_id(praised) == "praise"
    assert engine.is_answered(long, praised.conversation)
    assert plain.conversation.done
    assert plain.thanks == long.thanks[1].text
    assert asked.thanks == long.thanks[0].text


def test_an_earlier_score_corrected_brings_in_the_question_that_it_needs() -> None:
    long = survey(LONG)
    done = walk(long, ("courier", Tap("7")), ("goods", Tap("9")))
    lower = engine.answer(long, done.conversation, "courier", Tap("2"), NOW)
    assert (asked_id(lower), engine.is_answered(long, lower.conversation)) == ("what-broke", False)
    told = engine.answer(long, lower.conversation, None, Typed("Уронил"), NOW)
    assert told.conversation.done
    assert told.conversation.answers == {"courier": 2, "goods": 9, "what-broke": "Уронил"}

"""Questions that are answered by an option, a reason, a day or a file."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.catalogue import files
from surveys.questions import engine
from surveys.questions.engine import AnswerOutcome, GivenAnswer, SurveyStep
from surveys.questions.inputs import Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.kinds.choice import NOT_AN_OPTION
from surveys.questions.kinds.date import NOT_A_DATE
from surveys.questions.kinds.media import NOT_ACCEPTED
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import BACK, SKIP, SKIPPED
from surveys.questions.survey import Survey

NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def leaving() -> Survey:
    return files.load()["leaving"]


@pytest.fixture(scope="module")
def complaint() -> Survey:
    return files.load()["complaint"]


def walk(asked: Survey, *given: Input) -> SurveyStep:
    step = engine.begin(asked, NOW)
    for one in given:
        step = engine.answer(asked, step.conversation, None, one, NOW)
    return step


def test_two_taps_tell_the_reason_and_its_own_answer_is_said(leaving: Survey) -> None:
    group = walk(leaving, Tap("service"))
    assert (group.opens, group.answer, group.asks) == ("service", None, None)
    assert [row[0] for row in leaving.first.screen("service")][-2:] == ["COMMS", BACK]
    step = engine.answer(leaving, group.conversation, "why", Tap("COMMS"), NOW)
    assert step.answer == GivenAnswer("why", "COMMS", AnswerOutcome.NEW)
    assert step.conversation.done
    assert step.thanks is not None
    assert "/stop" in step.thanks.en


def test_back_shows_the_groups_again_and_both_screens_count_as_shown(leaving: Survey) -> None:
    back = walk(leaving, Tap("price"), Tap(BACK))
    assert back.opens == BACK
    assert leaving.first.screen(back.opens) == leaving.first.rows
    step = engine.answer(
        leaving,
        engine.answer(leaving, back.conversation, "why", Tap("life"), NOW).conversation,
        "why",
        Tap("NEED_GONE"),
        NOW,
    )
    shown = leaving.first.shown(step.conversation.opened)
    assert {"PRICE_HIGH", "NEED_GONE", "COMPETITOR", "NO_ANSWER"} <= set(shown)
    assert not {"QUALITY", "SEASON"} & set(shown)


def test_a_group_of_one_reason_is_that_reason(leaving: Survey) -> None:
    step = walk(leaving, Tap("COMPETITOR"))
    assert step.conversation.answers == {"why": "COMPETITOR"}
    assert step.asks == leaving.question("rival")


def test_a_reason_of_a_group_that_was_not_opened_counts_its_screen_as_shown(leaving: Survey) -> None:
    """A tap on an old message, whose state is no longer known."""
    step = walk(leaving, Tap("TEMP_SICK"))
    assert "SEASON" in leaving.first.shown(step.conversation.opened)


def test_whoever_writes_a_button_has_pressed_it_and_other_words_are_a_reason(leaving: Survey) -> None:
    named = walk(leaving, Typed("  дорого!! "))
    own = walk(leaving, Typed("Курьер нагрубил маме"))
    assert named.answer == GivenAnswer("why", "PRICE_HIGH", AnswerOutcome.NEW)
    assert own.answer == GivenAnswer("why", "OTHER", AnswerOutcome.NEW, said="Курьер нагрубил маме")
    assert own.asks == leaving.question("words")
    assert walk(leaving, Typed("🤔")).reply == NOT_AN_OPTION
    assert walk(leaving, NotText()).reply == NOT_AN_OPTION


def test_a_reason_can_be_changed_and_the_next_question_with_it(leaving: Survey) -> None:
    first = walk(leaving, Tap("COMPETITOR"))
    opened = engine.answer(leaving, first.conversation, "why", Tap("pause"), NOW)
    step = engine.answer(leaving, opened.conversation, "why", Tap("SEASON"), NOW)
    assert (opened.opens, opened.reply) == ("pause", None)
    assert (step.reply, step.asks) == (Reply.CORRECTED, leaving.question("return"))


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (Tap("30d"), "2026-11-14"),
        (Typed("в марте"), "2027-03-01"),
        (Tap(SKIP), SKIPPED),
    ],
)
def test_a_date_is_named_by_a_button_or_in_words_or_skipped(leaving: Survey, given: Input, day: str) -> None:
    step = walk(leaving, Tap("SEASON"), given)
    assert step.conversation.answers["return"] == day
    assert step.conversation.done


def test_words_that_name_no_day_leave_the_question_open(leaving: Survey) -> None:
    step = walk(leaving, Tap("SEASON"), Typed("когда-нибудь"))
    assert (step.reply, step.conversation.awaiting) == (NOT_A_DATE, "return")
    assert walk(leaving, Tap("SEASON"), Tap("7d")).reply is Reply.UNKNOWN_OPTION
    assert walk(leaving, Tap("SEASON"), SentFile(MessageKind.PHOTO, "file-1")).reply == NOT_A_DATE


def test_a_skipped_question_is_answered_and_not_asked_again(leaving: Survey) -> None:
    step = walk(leaving, Tap("PRICE_HIGH"), Tap(SKIP))
    assert step.conversation.done
    assert step.conversation.answers == {"why": "PRICE_HIGH", "compared": SKIPPED}
    told = engine.answer(leaving, step.conversation, "compared", Typed("С рынком"), NOW)
    assert told.reply is Reply.CORRECTED


def test_a_question_without_a_skip_button_cannot_be_skipped(complaint: Survey) -> None:
    assert walk(complaint, Tap(SKIP)).reply is Reply.UNKNOWN_OPTION
    assert walk(complaint, Tap("quality"), Tap(SKIP)).reply is Reply.UNKNOWN_OPTION


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (
            Typed(" Разбили вазу "),
            GivenAnswer("story", "Разбили вазу", AnswerOutcome.NEW, said=" Разбили вазу "),
        ),
        (
            SentFile(MessageKind.PHOTO, "file-1"),
            GivenAnswer("story", "file-1", AnswerOutcome.NEW, media=MessageKind.PHOTO),
        ),
        (
            SentFile(MessageKind.VOICE, "file-2", "послушайте"),
            GivenAnswer("story", "file-2", AnswerOutcome.NEW, said="послушайте", media=MessageKind.VOICE),
        ),
    ],
)
def test_words_a_photo_and_a_voice_tell_what_happened(
    complaint: Survey, given: Input, answer: GivenAnswer
) -> None:
    step = walk(complaint, Tap("quality"), given)
    assert step.answer == answer
    assert step.asks == complaint.question("touchpoint")


@pytest.mark.parametrize("given", [NotText(), SentFile(MessageKind.STICKER, "file-3"), Typed("  ")])
def test_what_tells_nothing_leaves_the_question_open(complaint: Survey, given: Input) -> None:
    step = walk(complaint, Tap("quality"), given)
    assert (step.reply, step.conversation.awaiting) == (NOT_ACCEPTED, "story")


def test_an_option_is_tapped_or_written(complaint: Survey) -> None:
    assert walk(complaint, Typed("доставка")).conversation.answers == {"category": "delivery"}
    assert walk(complaint, Tap("colour")).reply is Reply.UNKNOWN_OPTION
    assert walk(complaint, Typed("цвет")).reply == NOT_AN_OPTION
    assert walk(complaint, SentFile(MessageKind.PHOTO, "file-1")).reply == NOT_AN_OPTION


def test_the_next_complaint_begins_as_soon_as_the_last_is_told(complaint: Survey) -> None:
    chosen = walk(complaint, Tap("quality"))
    told = walk(complaint, Tap("quality"), Typed("Разбили"))
    assert not engine.is_new_asking(complaint, chosen.conversation, NOW)
    assert engine.is_new_asking(complaint, chosen.conversation, NOW + timedelta(days=4))
    assert engine.is_new_asking(complaint, told.conversation, NOW)

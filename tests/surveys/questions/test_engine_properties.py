"""Whatever people do, in any order and at any time, a conversation stays in order."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.catalogue import files
from surveys.questions import engine
from surveys.questions.engine import AnswerOutcome, ConversationState, SurveyStep
from surveys.questions.inputs import Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.later import Later
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import BACK, DONE, LATER, SKIP, Question, Value
from surveys.questions.survey import Survey
from tests.surveys.samples import LONG, survey

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
BUILT_IN = files.load()
WORDS_OF = {"date": "15.03", "contact": "anna@example.org"}
"""What answers a question of a kind that does not take any words."""
SURVEYS = {**{survey.id: survey for survey in BUILT_IN}, "long": survey(LONG)}


@dataclass(frozen=True)
class Event:
    question: str | None
    given: Input
    later: timedelta


def events(asked: Survey) -> st.SearchStrategy[list[Event]]:
    questions = st.sampled_from([None, "forged", *(question.id for question in asked.questions)])
    own = [option for one in asked.questions for option in every_button(one)]
    buttons = [BACK, SKIP, DONE, LATER, *Later, "forged", *own]
    inputs = st.one_of(
        st.sampled_from(buttons).map(Tap),
        st.sampled_from(
            [
                SentFile(MessageKind.PHOTO, "file-1", "Вот"),
                SentFile(MessageKind.VOICE, "file-2"),
                SentFile(MessageKind.STICKER, "file-3"),
            ]
        ),
        st.integers(-1, 11).map(lambda score: Tap(str(score))),
        st.integers(-1, 11).map(lambda score: Typed(f"{score}, потому что")),
        st.sampled_from(
            [Typed("хорошо"), Typed(" "), Typed("55"), Typed("девять"), Typed("15.03"), NotText()]
        ),
    )
    pauses = st.sampled_from([timedelta(seconds=1), timedelta(hours=5), timedelta(days=2), timedelta(days=9)])
    return st.lists(st.builds(Event, questions, inputs, pauses), max_size=25)


def every_button(question: Question) -> list[str]:
    return [*question.options, *(option.id for option in question.all_options)]


def steps(
    asked: Survey, happened: list[Event]
) -> list[tuple[datetime, ConversationState, Event, SurveyStep]]:
    """Each event with its time, the conversation before it and the step that it made."""
    now, conversation, made = NOW, engine.begin(asked, NOW).conversation, []
    for event in happened:
        now += event.later
        step = engine.answer(asked, conversation, event.question, event.given, now)
        made.append((now, conversation, event, step))
        conversation = step.conversation
    return made


def finish(asked: Survey, conversation: ConversationState, now: datetime) -> ConversationState:
    for _ in asked.questions:
        awaited = engine.awaited_question(asked, conversation.answers)
        if awaited is None:
            break
        word: Input = Typed(WORDS_OF.get(awaited.kind.name, "слово"))
        if awaited.values:
            word = Tap(str(awaited.values[7 % len(awaited.values)]))
        if awaited.done is not None:
            if not conversation.picked:
                first = Tap(awaited.choices[0].id)
                conversation = engine.answer(asked, conversation, None, first, now).conversation
            word = Tap(DONE)
        conversation = engine.answer(asked, conversation, None, word, now).conversation
    return conversation


with_surveys = pytest.mark.parametrize("name", list(SURVEYS))


@with_surveys
@given(st.data())
def test_each_question_has_one_answer_and_it_is_the_last_one_stored(name: str, data: st.DataObject) -> None:
    asked = SURVEYS[name]
    model: dict[str, Value] = {}
    for _, _, _, step in steps(asked, data.draw(events(asked))):
        stored = step.answer
        if stored is not None:
            assert (stored.outcome is AnswerOutcome.NEW) == (stored.question not in model)
            assert stored.previous == model.get(stored.question)
            assert (stored.outcome is AnswerOutcome.UNCHANGED) == (stored.value == stored.previous)
            model[stored.question] = stored.value
        assert step.conversation.answers == model


@given(st.data())
def test_the_stored_score_is_the_last_valid_one_given_in_time(data: st.DataObject) -> None:
    asked = SURVEYS["nps"]
    spoken = {f"{score}, потому что": score for score in range(11)} | {"девять": 9}
    tapped = {str(score): score for score in range(11)}
    score: int | None = None
    first_at = NOW
    for now, before, event, step in steps(asked, data.draw(events(asked))):
        meant = event.question or before.awaiting
        match event.given:
            case Tap(option):
                said = tapped.get(option)
            case Typed(text):
                said = spoken.get(text)
            case SentFile() | NotText():
                said = None
        if meant == "score" and said is not None:
            if score is None and now - NOW <= asked.expires_after:
                score, first_at = said, now
            elif score is not None and now - first_at <= asked.correct_within:
                score = said
        assert step.conversation.answers.get("score") == score


@with_surveys
@given(st.data())
def test_every_state_has_a_way_out(name: str, data: st.DataObject) -> None:
    asked = SURVEYS[name]
    for now, _, _, step in steps(asked, data.draw(events(asked))):
        reopened = engine.ask_again(asked, step.conversation, now)
        assert reopened.asks is not None
        assert finish(asked, reopened.conversation, now).done
        assert engine.is_new_asking(asked, step.conversation, now + timedelta(days=365))


@with_surveys
@given(st.data())
def test_a_step_says_what_is_awaited_and_never_asks_what_was_answered(name: str, data: st.DataObject) -> None:
    asked = SURVEYS[name]
    for _, before, _, step in steps(asked, data.draw(events(asked))):
        after = step.conversation
        awaited = engine.awaited_question(asked, after.answers)
        assert after.awaiting == (awaited.id if awaited else None)
        assert after.done == (awaited is None)
        assert step.asks is None or (step.asks == awaited and step.asks.id not in after.answers)
        assert (step.asks is not None) == (after.awaiting is not None and after.awaiting != before.awaiting)
        assert step.thanks is None or after.done


@with_surveys
@given(st.data())
def test_whatever_is_not_simply_an_answer_gets_a_reply(name: str, data: st.DataObject) -> None:
    asked = SURVEYS[name]
    for _, before, _, step in steps(asked, data.draw(events(asked))):
        new = step.answer is not None and step.answer.outcome is AnswerOutcome.NEW
        assert (step.reply is None) == (new or step.opens is not None or step.postpones is not None)
        assert step.opens is None or step.answer is None
        if step.reply not in (None, Reply.CORRECTED):
            assert step.conversation == before


@with_surveys
@settings(max_examples=50)
@given(st.data())
def test_the_same_events_twice_in_a_row_change_nothing_more(name: str, data: st.DataObject) -> None:
    asked = SURVEYS[name]
    for now, before, event, step in steps(asked, data.draw(events(asked))):
        is_toggled = step.opens is not None and step.conversation.picked != before.picked
        if event.question is not None and not is_toggled:  # a second tap takes a choice back
            again = engine.answer(asked, step.conversation, event.question, event.given, now)
            assert again.conversation == step.conversation


@given(st.data())
def test_a_reason_was_on_a_screen_that_the_customer_opened(data: st.DataObject) -> None:
    asked = SURVEYS["leaving"]
    for _, _, event, step in steps(asked, data.draw(events(asked))):
        after = step.conversation
        reason = after.answers.get("why")
        assert reason is None or reason in asked.first.shown(after.opened)
        if step.opens is not None:
            assert isinstance(event.given, Tap)
            assert step.opens == BACK or step.opens in after.opened
            assert after.answers == step.conversation.answers

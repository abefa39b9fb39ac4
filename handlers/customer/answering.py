"""From what a customer tapped or wrote to what is stored: answers, corrections, totals."""

from dataclasses import dataclass

from aiogram.filters import CommandObject

from handlers.customer.asking import state_of
from handlers.customer.content import Content
from handlers.visit import Visit
from storage import answers
from storage.effects import Total
from storage.rows import Answer, Conversation, Correction, Job, Message
from surveys import engine
from surveys.engine import Input, Outcome, Step
from surveys.survey import Question, QuestionKind, Survey, Value

_FETCHED = frozenset({"photo", "voice"})
"""What people send as evidence is fetched; Telegram keeps the rest for us, under its file id."""


async def give(visit: Visit, survey: Survey, question_id: str | None, given: Input) -> Step | None:
    """Answer the conversation of this visit; None when there is none."""
    row = visit.conversation
    if row is None:
        return None
    step = engine.answer(survey, state_of(row), question_id, given, visit.now)
    if step.answer is not None and step.answer.outcome is not Outcome.UNCHANGED:
        await _store(visit, survey, row, step)
    return step


def keep(visit: Visit, content: Content) -> None:
    """Keep what answers no question: nothing that a customer typed or sent is lost."""
    conversation_id = visit.conversation.id if visit.conversation else None
    visit.effects.add(
        Message(
            id=visit.ids.next(),
            customer_id=visit.customer.id,
            kind=content.kind,
            received_at=visit.now,
            words=content.words,
            file_id=content.file_id,
            conversation_id=conversation_id,
        )
    )
    if content.kind in _FETCHED and content.file_id is not None:
        fetching = {"kind": content.kind, "file_id": content.file_id}
        visit.effects.add(Job(visit.ids.next(), "fetch_file", fetching, visit.now))


def keep_words_of(visit: Visit, command: CommandObject) -> None:
    """What stands behind a command: "/help where is my order" is a question to us."""
    if command.args:
        keep(visit, Content("command", command.text))


async def _store(visit: Visit, survey: Survey, row: Conversation, step: Step) -> None:
    if step.answer is None:
        return
    question = survey.question(step.answer.question)
    if question is None:
        return
    if step.answer.outcome is Outcome.NEW:
        _add(visit, row, question, step.answer.value, step.answer.said)
    else:
        await _correct(visit, row, question, step.answer.value, step.answer.said)
    talk = step.conversation
    visit.update_conversation(
        awaiting=talk.awaiting,
        given=dict(talk.answers),
        touched_at=visit.now,
        answered_at=talk.first_answer_at,
        finished_at=row.finished_at or (visit.now if talk.done else None),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """A value in the columns that a question of its kind fills."""

    score: int | None
    words: str | None


def _columns(question: Question, value: Value, said: str | None) -> _Columns:
    if question.kind is QuestionKind.SCORE and isinstance(value, int):
        return _Columns(value, said)
    return _Columns(None, str(value))


def _add(visit: Visit, row: Conversation, question: Question, value: Value, said: str | None) -> None:
    columns = _columns(question, value, said)
    answer = visit.effects.add(
        Answer(
            id=visit.ids.next(),
            conversation_id=row.id,
            customer_id=row.customer_id,
            survey_id=row.survey_id,
            question_id=question.id,
            kind=question.kind.value,
            language=row.language,
            day=visit.today,
            answered_at=visit.now,
            score=columns.score,
            words=columns.words,
            shown=list(question.options) or None,
            touchpoint=row.touchpoint,
            segment=row.segment,
        )
    )
    _count(visit, answer, +1)


async def _correct(
    visit: Visit, row: Conversation, question: Question, value: Value, said: str | None
) -> None:
    """The new value stands, on the day of the first one; the old one goes into the history."""
    old = await visit.read(answers.find, row.id, question.id)
    if old is None:
        return
    columns = _columns(question, value, said)
    visit.effects.add(
        Correction(
            id=visit.ids.next(),
            conversation_id=row.id,
            question_id=question.id,
            corrected_at=visit.now,
            score=old.score,
            option=old.option,
            words=old.words,
        )
    )
    new = visit.effects.change(old, score=columns.score, words=columns.words, changed_at=visit.now)
    _count(visit, old, -1)
    _count(visit, new, +1)


def _count(visit: Visit, answer: Answer, n: int) -> None:
    if answer.score is not None:
        where = (answer.touchpoint or "", answer.segment or "")
        visit.effects.count(Total(answer.day, answer.survey_id, answer.question_id, *where, answer.score), n)

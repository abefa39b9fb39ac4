"""A made-up conversation and its answers as rows."""

from datetime import datetime

from demo.data.customers import Person
from demo.data.writer import Writer
from storage.rows import Answer, Conversation
from surveys.language.text import Text
from surveys.questions.question import QuestionKind, Value


def converse(  # a conversation has many sides
    writer: Writer,
    person: Person,
    survey: str,
    at: datetime,
    given: dict[str, Value],
    *,
    where: Text | None = None,
    is_finished: bool = True,
) -> Conversation:
    """Add a conversation with the answers that it was given, and return it."""
    return writer.effects.add(
        Conversation(
            id=writer.ids.next(),
            customer_id=person.id,
            survey_id=survey,
            survey_version=1,
            language=writer.language,
            started_at=at,
            touched_at=at,
            given=given,
            touchpoint=writer.say(where) if where is not None else None,
            segment=writer.say(person.segment),
            answered_at=at,
            finished_at=at if is_finished else None,
        )
    )


def give(  # noqa: PLR0913  # an answer fills the columns of its kind
    writer: Writer,
    talk: Conversation,
    question: str,
    kind: QuestionKind,
    at: datetime,
    *,
    score: int | None = None,
    option: str | None = None,
    words: str | None = None,
    shown: list[str] | None = None,
) -> None:
    """Add an answer of a conversation; what was answered stands in the column of its kind."""
    writer.effects.add(
        Answer(
            id=writer.ids.next(),
            conversation_id=talk.id,
            customer_id=talk.customer_id,
            survey_id=talk.survey_id,
            question_id=question,
            kind=kind.name,
            language=talk.language,
            day=writer.day(at),
            answered_at=at,
            score=score,
            option=option,
            words=words,
            shown=shown,
            touchpoint=talk.touchpoint,
            segment=talk.segment,
        )
    )

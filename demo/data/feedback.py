"""What made-up customers said outside cases in the last days and nobody has read yet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from demo.data.customers import Person
from demo.data.phrases import UNASKED, WISHES
from demo.data.writer import Writer
from storage.rows import Answer, Feedback, Message
from surveys.cases.feedback import FeedbackKind
from surveys.language.text import Text
from surveys.questions.message_kind import MessageKind

_UNREAD: Final = timedelta(days=2)
_APART: Final = timedelta(hours=5)


def say_unasked(writer: Writer, people: Sequence[Person]) -> None:
    """Add what some of them wrote by themselves, and the comments of the same days, the oldest first."""
    for entry in sorted([*_messages(writer, people), *_comments(writer)], key=lambda one: one.received_at):
        writer.effects.add(replace(entry, id=writer.ids.next()))  # they are listed by their ids


def _messages(writer: Writer, people: Sequence[Person]) -> Iterator[Feedback]:
    said: list[tuple[MessageKind, Text]] = [
        *((MessageKind.TEXT, text) for text in UNASKED),
        *((MessageKind.WISH, text) for text in WISHES),
    ]
    present = [person for person in people if person.is_with_us(writer.now)]
    for number, ((kind, text), person) in enumerate(zip(said, present, strict=False)):
        at = writer.now - timedelta(minutes=40) - number * _APART
        message = Message(writer.ids.next(), person.id, kind, at, writer.say(text))
        writer.effects.add(message)
        which = FeedbackKind.WISH if kind is MessageKind.WISH else FeedbackKind.MESSAGE
        yield Feedback(message.id, person.id, which, at, message_id=message.id)


def _comments(writer: Writer) -> Iterator[Feedback]:
    since: datetime = writer.now - _UNREAD
    for row in writer.effects.added:
        if isinstance(row, Answer) and row.words and row.answered_at > since:
            yield Feedback(
                row.id,
                row.customer_id,
                FeedbackKind.COMMENT,
                row.answered_at,
                answer_id=row.id,
                conversation_id=row.conversation_id,
            )

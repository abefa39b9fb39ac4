"""What became of a message that a customer wrote, found by Telegram's number of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.cases import cases as stored_cases
from storage.rows import Answer, Case, Message, columns_of
from storage.tables import answers, cases, feedback, messages
from surveys.questions.message_kind import MessageKind


@dataclass(frozen=True, slots=True)
class WrittenMessage:
    """A message of a customer's, as it was stored."""

    answer: Answer | None = None
    """The answer that it gave; None where it gave none, or it was changed since."""
    kept: Message | None = None
    """What is kept of it beside answers, as it was edited last; None where nothing is."""
    case: Case | None = None
    """The case that it belongs to; None where it belongs to none."""

    @property
    def conversation_id(self) -> int | None:
        """The conversation that it was said in; None where it was said in none."""
        return (self.answer or self.kept or _NOWHERE).conversation_id

    def says(self, words: str | None, file_id: str | None) -> bool:
        """Whether these words and this file are what is stored of it."""
        if self.kept is not None:
            return (self.kept.words, self.kept.file_id) == (words, file_id)
        if self.answer is not None:
            score = None if self.answer.score is None else str(self.answer.score)
            return (self.answer.words or score, self.answer.file_id) == (words, file_id)
        return self.case is not None and self.case.words == words


class _Nowhere:
    conversation_id: int | None = None


_NOWHERE = _Nowhere()


def find_written(connection: Connection, customer_id: int, number: int) -> WrittenMessage | None:
    """The customer's message of that number; None where nothing of it is stored."""
    answer = _answer(connection, customer_id, number)
    kept = _kept(connection, customer_id, number)
    begun = select(*columns_of(Case)).where(
        cases.c.customer_id == customer_id, cases.c.telegram_message_id == number
    )
    case = _case_of(connection, kept) or _one(connection, begun.order_by(cases.c.id.desc()))
    if case is None and answer is not None:
        case = stored_cases.of_conversation(connection, customer_id, answer.conversation_id)
    if answer is None and kept is None and case is None:
        return None
    return WrittenMessage(answer, kept, case)


def _answer(connection: Connection, customer_id: int, number: int) -> Answer | None:
    """Of several that a message gave the one in words, which came last."""
    theirs = select(*columns_of(Answer)).where(
        answers.c.customer_id == customer_id,
        answers.c.telegram_message_id == number,
        answers.c.superseded_at.is_(None),
    )
    row = connection.execute(theirs.order_by(answers.c.id.desc()).limit(1)).one_or_none()
    return Answer(*row) if row else None


def _kept(connection: Connection, customer_id: int, number: int) -> Message | None:
    theirs = select(*columns_of(Message)).where(
        messages.c.customer_id == customer_id,
        messages.c.telegram_message_id == number,
        messages.c.staff_telegram_id.is_(None),
    )
    row = connection.execute(theirs.order_by(messages.c.id.desc()).limit(1)).one_or_none()
    return Message(*row) if row else None


def _case_of(connection: Connection, kept: Message | None) -> Case | None:
    """The case of a kept message, also of one whose words began it."""
    if kept is None:
        return None
    if kept.case_id is not None:
        return stored_cases.find_case(connection, kept.case_id)
    taken = select(feedback.c.case_id).where(
        feedback.c.message_id == kept.id, feedback.c.case_id.is_not(None)
    )
    if (case_id := connection.execute(taken.limit(1)).scalar()) is not None:
        return stored_cases.find_case(connection, case_id)
    if kept.conversation_id is None or kept.kind is MessageKind.WISH:
        return None
    case = stored_cases.of_conversation(connection, kept.customer_id, kept.conversation_id)
    return case if case is not None and kept.id < case.id else None


def _one(connection: Connection, statement: Select[Any]) -> Case | None:
    row = connection.execute(statement.limit(1)).one_or_none()
    return Case(*row) if row else None

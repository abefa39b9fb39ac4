"""What customers said outside cases: the list that staff read, and how far each entry was dealt with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.engines.shared_reads import shared
from storage.rows import Feedback, Message, columns_of
from storage.tables import answers, customers, feedback, messages
from surveys.cases.feedback import STEPS, FeedbackKind, FeedbackState
from surveys.questions.message_kind import MessageKind
from surveys.questions.scaled_score import ScaledScore, stored_score

_FEEDBACK = columns_of(Feedback)
_MESSAGE = columns_of(Message)
_IS_NEW = feedback.c.state == literal_column("'new'")  # as the partial index says it
_DEALT_WITH = feedback.c.state.in_((FeedbackState.SEEN, FeedbackState.ANSWERED))
_READ_AT_ONCE: Final = 60
_SCORES = answers.alias("scores")
_SCORE, _SCORED_AS = (
    select(column)
    .where(_SCORES.c.conversation_id == feedback.c.conversation_id, _SCORES.c.score.is_not(None))
    .order_by(_SCORES.c.id)
    .limit(1)
    .scalar_subquery()
    for column in (_SCORES.c.score, _SCORES.c.kind)
)
_ENTRY = (
    select(
        customers.c.name,
        messages.c.kind,
        answers.c.media,
        func.coalesce(messages.c.words, answers.c.words),
        func.coalesce(messages.c.file_id, answers.c.file_id),
        _SCORE,
        _SCORED_AS,
        *_FEEDBACK,
    )
    .join_from(feedback, customers, customers.c.id == feedback.c.customer_id)
    .outerjoin(messages, messages.c.id == feedback.c.message_id)
    .outerjoin(answers, answers.c.id == feedback.c.answer_id)
)
# Built once: each complaint needs it.
_TAKE_COMMENTS = (
    update(feedback)
    .where(
        feedback.c.customer_id == bindparam("whose"),
        feedback.c.conversation_id == bindparam("conversation"),
        feedback.c.kind == FeedbackKind.COMMENT,
        feedback.c.state != FeedbackState.CASE,
    )
    .values(state=FeedbackState.CASE, case_id=bindparam("case"))
)


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """What a customer said, and who: as staff read it.

    `media` is None for words alone; `score` is that of the same conversation, None without one.
    """

    feedback: Feedback
    customer: str | None
    media: MessageKind | None
    words: str | None
    file_id: str | None
    score: ScaledScore | None

    @property
    def is_edit(self) -> bool:
        """Whether a customer changed an earlier message to this."""
        return self.media is MessageKind.EDITED


@dataclass(frozen=True, slots=True)
class UnreadFeedback:
    """How much nobody has read yet; `since` is when the oldest of it came, None where there is none."""

    n: int = 0
    since: datetime | None = None


@shared
def unread(connection: Connection) -> UnreadFeedback:
    """How much nobody has read yet, and since when."""
    found = select(func.count(), func.min(feedback.c.received_at)).where(_IS_NEW)
    return UnreadFeedback(*connection.execute(found).one())


def new_entries(connection: Connection, start: int, until: int | None = None) -> list[FeedbackEntry]:
    """Sixty new entries at most, the oldest first, with ids from `start` to `until`; None is no end."""
    wanted = _ENTRY.where(_IS_NEW, feedback.c.id >= start)
    if until is not None:
        wanted = wanted.where(feedback.c.id <= until)
    return _entries(connection, wanted.order_by(feedback.c.id).limit(_READ_AT_ONCE))


def old_entries(connection: Connection, before: int | None) -> list[FeedbackEntry]:
    """Sixty entries at most that were read or answered, the latest first: those with ids below `before`.

    None begins with the latest of all.
    """
    wanted = _ENTRY.where(_DEALT_WITH)
    if before is not None:
        wanted = wanted.where(feedback.c.id < before)
    return _entries(connection, wanted.order_by(feedback.c.id.desc()).limit(_READ_AT_ONCE))


def entries_between(connection: Connection, first: int, last: int) -> list[FeedbackEntry]:
    """The entries of the customer of the first from there to the last, of the same kind, the oldest first."""
    head = select(feedback.c.customer_id, feedback.c.kind).where(feedback.c.id == first).subquery()
    same = and_(feedback.c.customer_id == head.c.customer_id, feedback.c.kind == head.c.kind)
    wanted = _ENTRY.join(head, same).where(feedback.c.id.between(first, last))
    return _entries(connection, wanted.order_by(feedback.c.id).limit(_READ_AT_ONCE))


def written_between(
    connection: Connection, customer_id: int, since: datetime, until: datetime
) -> list[FeedbackEntry]:
    """What a customer wrote unasked from one moment to the other, the oldest first; sixty at most."""
    theirs = (feedback.c.customer_id == customer_id) & (feedback.c.kind == FeedbackKind.MESSAGE)
    wanted = _ENTRY.where(theirs, feedback.c.received_at.between(since, until))
    return _entries(connection, wanted.order_by(feedback.c.id).limit(_READ_AT_ONCE))


def messages_of(connection: Connection, entry_ids: Collection[int]) -> list[Message]:
    """The stored messages of entries, the oldest first; an answer is none."""
    theirs = select(*_MESSAGE).join(feedback, feedback.c.message_id == messages.c.id)
    rows = connection.execute(theirs.where(feedback.c.id.in_(entry_ids)).order_by(messages.c.id))
    return [Message(*row) for row in rows]


def unasked_between(
    connection: Connection, customer_id: int, since: datetime, until: datetime, but: int
) -> list[Message]:
    """The messages and wishes that nobody answered or made a case of, from one moment to the other.

    The oldest come first. Those of the conversation with the id `but` are left out.
    """
    wanted = (
        select(*_MESSAGE)
        .join(feedback, feedback.c.message_id == messages.c.id)
        .where(
            feedback.c.customer_id == customer_id,
            feedback.c.state.in_((FeedbackState.NEW, FeedbackState.SEEN)),
            feedback.c.received_at.between(since, until),
            messages.c.conversation_id.is_distinct_from(but),
        )
    )
    return [Message(*row) for row in connection.execute(wanted.order_by(messages.c.id).limit(_READ_AT_ONCE))]


def turn(
    connection: Connection,
    ids: Collection[int],
    state: FeedbackState,
    *,
    by: int | None,
    at: datetime,
    again_by: int | None = None,
    reply_id: int | None = None,
) -> list[int]:
    """Bring entries to a state and return the ids of those that were brought there.

    Entries that a colleague brought there before, or further, stay as they are. Whoever is `again_by` may do
    once more what they did themselves; `reply_id` is the stored message that answers.
    """
    may_turn: ColumnElement[bool] = feedback.c.state.in_(STEPS[state])
    if again_by is not None:
        may_turn = or_(may_turn, and_(feedback.c.state == state, feedback.c.seen_by == again_by))
    values = {"state": state, "seen_by": by, "seen_at": at}
    turned = connection.execute(
        update(feedback)
        .where(feedback.c.id.in_(ids), may_turn)
        .values(values if reply_id is None else {**values, "reply_id": reply_id})
        .returning(feedback.c.id)
    )
    return list(turned.scalars())


def set_case(connection: Connection, entry_ids: Collection[int], case_id: int) -> None:
    """Note of which case these entries are part."""
    connection.execute(update(feedback).where(feedback.c.id.in_(entry_ids)).values(case_id=case_id))


def take_comments_into_case(
    connection: Connection, case_id: int, customer_id: int, conversation_id: int
) -> None:
    """Note that all that a customer answered in a conversation is part of a case."""
    connection.execute(
        _TAKE_COMMENTS, {"case": case_id, "whose": customer_id, "conversation": conversation_id}
    )


def take_messages_into_case(connection: Connection, case_id: int, message_ids: Collection[int]) -> None:
    """Note that these messages are part of a case."""
    connection.execute(
        update(feedback)
        .where(feedback.c.message_id.in_(message_ids))
        .values(state=FeedbackState.CASE, case_id=case_id)
    )


def take_answers_into_case(connection: Connection, case_id: int, answer_ids: Collection[int]) -> None:
    """Note that these answers are part of a case."""
    connection.execute(
        update(feedback)
        .where(feedback.c.answer_id.in_(answer_ids))
        .values(state=FeedbackState.CASE, case_id=case_id)
    )


def renew(connection: Connection, answer_id: int, at: datetime) -> bool:
    """Let an answer be read anew, since it was changed; False where it is not on the list."""
    values = {
        "state": FeedbackState.NEW, "received_at": at, "seen_by": None, "seen_at": None, "stream_id": None,
    }  # fmt: skip
    changed = update(feedback).where(feedback.c.answer_id == answer_id).values(**values)
    return connection.execute(changed).rowcount > 0


def retract(connection: Connection, message_ids: Sequence[int]) -> None:
    """Take messages off the list whose words have become an answer, which has an entry of its own."""
    connection.execute(delete(feedback).where(feedback.c.message_id.in_(message_ids)))


def give_back(connection: Connection, reply_id: int) -> None:
    """Note that what staff wrote did not reach the customer: what it answered has only been seen."""
    undone = (feedback.c.reply_id == reply_id) & (feedback.c.state == FeedbackState.ANSWERED)
    connection.execute(update(feedback).where(undone).values(state=FeedbackState.SEEN, reply_id=None))


def select_entries(
    connection: Connection, *conditions: ColumnElement[bool], limit: int
) -> list[FeedbackEntry]:
    """The entries that meet the conditions, the oldest first; so many at most."""
    return _entries(connection, _ENTRY.where(*conditions).order_by(feedback.c.id).limit(limit))


def _entries(connection: Connection, wanted: Select[Any]) -> list[FeedbackEntry]:
    return [
        FeedbackEntry(
            feedback=Feedback(*row),
            customer=name,
            media=kind if message_kind is None else message_kind,
            words=words,
            file_id=file,
            score=stored_score(scored_as, score) if score is not None else None,
        )
        for name, message_kind, kind, words, file, score, scored_as, *row in connection.execute(wanted)
    ]

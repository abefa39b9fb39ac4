"""Complaint cases: stored rows, found by number, customer or the place where staff write."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, Select, bindparam, case, exists, func, insert, or_, select, update

from storage.cases import counters, replies
from storage.delivery.outbox import BEFORE
from storage.people.addresses import CUSTOMER, named
from storage.people.names import names_of
from storage.reports import upkeep
from storage.reports.grouping import NO_FILTER, Only, matches
from storage.row_values import values_of
from storage.rows import Case, Customer, Message, columns_of
from storage.states import Forwarding
from storage.tables import cases, customers, feedback, messages, places
from storage.webhooks.case_steps import steps_of
from storage.webhooks.deliveries import publish
from surveys.cases.lifecycle import Status
from surveys.cases.overdue_steps import OverdueStep
from surveys.cases.severity import Severity
from surveys.cases.source import CaseSource
from surveys.questions.message_kind import MessageKind
from surveys.sentiment.polarity import NEUTRAL_BELOW
from surveys.webhooks.events import EventKind

_CASE = columns_of(Case)
_MESSAGE = columns_of(Message)


# Built once: with this many columns, building one costs more than running it, and each complaint needs them.
_ADD = insert(cases)
_OF_CONVERSATION = (
    select(*_CASE)
    .where(cases.c.customer_id == bindparam("whose"), cases.c.conversation_id == bindparam("conversation"))
    .order_by(cases.c.id)
    .limit(1)
)
_JOINED_BY_CONVERSATION = (
    select(*_CASE)
    .join_from(messages, cases, cases.c.id == messages.c.case_id)
    .where(
        messages.c.customer_id == bindparam("whose"), messages.c.conversation_id == bindparam("conversation")
    )
    .order_by(messages.c.id)
    .limit(1)
)
_OPEN_OF = (
    select(*_CASE)
    .where(cases.c.customer_id == bindparam("whose"), cases.c.closed_at.is_(None))
    .order_by(cases.c.number.desc())
    .limit(bindparam("at_most"))
)
_BEFORE = (
    select(func.count())
    .select_from(cases)
    .where(cases.c.customer_id == bindparam("whose"), cases.c.number < bindparam("this"))
)
_TOLD_BEFORE = (
    select(*_MESSAGE)
    .where(
        messages.c.customer_id == bindparam("whose"),
        messages.c.conversation_id == bindparam("conversation"),
        messages.c.case_id.is_(None),
        ~exists().where(feedback.c.message_id == messages.c.id, feedback.c.case_id.is_not(None)),
    )
    .order_by(messages.c.id)
)
OTHER_MATTERS = frozenset({MessageKind.WISH, MessageKind.COMMAND, MessageKind.PAYLOAD})
"""What is said in such a message is no part of what a customer complains of."""
UNHELPED_FIRST = case((cases.c.helped.is_(False), 0), else_=1)
_GLOOM = case((cases.c.sentiment <= -NEUTRAL_BELOW, 0), (cases.c.sentiment >= NEUTRAL_BELOW, 2), else_=1)


class CaseChanges(TypedDict, total=False):
    """New values of a stored case, by column."""

    status: Status
    category: str | None
    touchpoint: str | None
    score: int | None
    first_score: int | None
    sentiment: float | None
    holder_telegram_id: int | None
    cause: str | None
    remedy: str | None
    first_reply_at: datetime | None
    last_reply_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    reopened: int
    chat_id: int | None
    shown_at: datetime | None
    alarmed_at: datetime | None
    awaiting_since: datetime | None
    waited_s: float
    first_reply_work_s: float | None
    solution_work_s: float | None
    first_reply_due_at: datetime | None
    next_reply_due_at: datetime | None
    solution_due_at: datetime | None
    warn_at: datetime | None
    delay_told_at: datetime | None
    helped: bool | None
    by_phone: bool
    unreachable_since: datetime | None
    overdue_step: OverdueStep | None
    overdue_step_from: datetime | None
    overdue_step_at: datetime | None
    owners_called_at: datetime | None
    about_telegram_id: int | None
    joined_number: int | None
    severity: Severity
    source: CaseSource
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageVersion:
    """A message that was said before there was a case."""

    message: Message
    """As it was edited last."""
    ids: tuple[int, ...]
    """Of the stored message, and of its later versions."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """An open case in a list, with the names of its people.

    None for a name that is not known. `holder` is None also while nobody has the case; `answered_by` until
    somebody answered, and where that is the holder.
    """

    case: Case
    customer: str | None
    holder: str | None
    answered_by: str | None = None


def begin(
    connection: Connection, unnumbered: Case, kept: Collection[int], merged: Collection[int] = ()
) -> Case:
    """Store a case under the next number and return it; the messages with the ids `kept` become its own.

    Those with the ids `merged` stand among the words of the case.
    """
    begun = replace(unnumbered, number=counters.next_number(connection, counters.CASES))
    with upkeep.following(connection, changed={}, added={Case: [begun.id]}):
        connection.execute(_ADD, [values_of(begun)])
    if kept:
        adopt(connection, begun.id, kept)
    absorb(connection, begun.id, merged)
    publish(connection, EventKind.CASE_OPENED, [(begun.id, begun.opened_at)])
    return begun


def find_case(connection: Connection, case_id: int) -> Case | None:
    """The case of that id; None where there is none."""
    return _one(connection, select(*_CASE).where(cases.c.id == case_id))


def numbered(connection: Connection, number: int) -> Case | None:
    """The case that people know by that number; None where there is none."""
    return _one(connection, select(*_CASE).where(cases.c.number == number))


def of_conversation(connection: Connection, customer_id: int, conversation_id: int) -> Case | None:
    """The first case that a customer's answers in that conversation opened, else the one that they joined.

    None where there is none.
    """
    here = {"whose": customer_id, "conversation": conversation_id}
    row = connection.execute(_OF_CONVERSATION, here).one_or_none()
    row = row or connection.execute(_JOINED_BY_CONVERSATION, here).one_or_none()
    return Case(*row) if row else None


def latest_open_of(connection: Connection, customer_id: int, limit: int) -> list[Case]:
    """Up to `limit` open cases of a customer, the latest first."""
    return [Case(*row) for row in connection.execute(_OPEN_OF, {"whose": customer_id, "at_most": limit})]


def adopt(connection: Connection, case_id: int, kept: Collection[int]) -> None:
    """Let messages that belonged to no case be the case's own."""
    connection.execute(update(messages).where(messages.c.id.in_(kept)).values(case_id=case_id))


def absorb(connection: Connection, case_id: int, merged: Collection[int]) -> None:
    """Let messages whose words stand among those of a case belong to it; files of its own stay its own."""
    if merged:
        theirs = messages.c.id.in_(merged) & messages.c.case_id.is_(None)
        connection.execute(
            update(messages).where(theirs).values(case_id=case_id, forwarding=Forwarding.STORY)
        )


def latest_of(connection: Connection, customer_id: int, limit: int) -> list[Case]:
    """Up to `limit` cases of a customer, open or closed, the latest first."""
    mine = select(*_CASE).where(cases.c.customer_id == customer_id)
    return [Case(*row) for row in connection.execute(mine.order_by(cases.c.number.desc()).limit(limit))]


def spoken_of_last(connection: Connection, customer_id: int) -> Case | None:
    """The case that customer and staff spoke of last, or that was closed last; None without a case."""
    pointed = select(customers.c.case_id).where(customers.c.id == customer_id).scalar_subquery()
    return _one(connection, select(*_CASE).where(cases.c.id == pointed))


def turn_to(connection: Connection, case: Case) -> None:
    """Note that we spoke to the customer about this case last, so that their next words are about it."""
    connection.execute(update(customers).where(customers.c.id == case.customer_id).values(case_id=case.id))


def change(connection: Connection, case_id: int, values: CaseChanges) -> None:
    """Write new values of a case at once, and the running totals that depend on them.

    Staff and customer write in different lanes, and each must see what the other did.
    """
    counted: upkeep.Ids = {Case: [case_id]} if upkeep.is_counted(Case, values.keys()) else {}
    steps = steps_of(connection, case_id, values)
    with upkeep.following(connection, changed=counted, added={}):
        connection.execute(update(cases).where(cases.c.id == case_id).values(values))
    for event, at in steps:
        publish(connection, event, [(case_id, at)])


def place_at(
    connection: Connection, chat_id: int, thread_id: int | None, replied_to: int | None
) -> str | None:
    """Name of the place where something was written: the topic, else the message that was replied to.

    None where neither is a known place.
    """
    if thread_id is not None:
        here = (places.c.chat_id == chat_id) & (places.c.thread_id == thread_id)
        if (name := _name(connection, here)) is not None:
            return name
    if replied_to is not None:
        return _name(connection, (places.c.chat_id == chat_id) & (places.c.message_id == replied_to))
    return None


def places_of_message(connection: Connection, chat_id: int, message_id: int) -> list[str]:
    """Names of the places that a message of a group fills: several where it shows what waited together."""
    here = (places.c.chat_id == chat_id) & (places.c.message_id == message_id)
    found = connection.execute(select(places.c.name).where(here)).scalars()
    return [name.removeprefix(BEFORE) for name in found]


def open_cases(connection: Connection, limit: int) -> list[Case]:
    """Up to `limit` open cases, those open longest first."""
    rows = connection.execute(
        select(*_CASE)
        .where(cases.c.closed_at.is_(None))
        .order_by(cases.c.opened_at, cases.c.number)
        .limit(limit)
    )
    return [Case(*row) for row in rows]


def board(connection: Connection, limit: int, only: Only = NO_FILTER) -> list[ListedCase]:
    """Up to `limit` open cases: those that did not help first, then by how negative they are, then by age."""
    wanted = listed_open().where(*matches(cases, only))
    return listed(
        connection, wanted.order_by(UNHELPED_FIRST, _GLOOM, cases.c.opened_at, cases.c.number).limit(limit)
    )


def listed_open() -> Select[Any]:
    """Open cases with what a list tells of them, to be narrowed, ordered and read by `listed`."""
    return (
        select(customers.c.name, replies.answered_by(cases.c.id), *_CASE)
        .join_from(cases, customers, customers.c.id == cases.c.customer_id)
        .where(cases.c.closed_at.is_(None))
    )


def listed(connection: Connection, wanted: Select[Any]) -> list[ListedCase]:
    """The cases that a statement of `listed_open` selects, with the names of their people."""
    found = [(Case(*row), customer, answerer) for customer, answerer, *row in connection.execute(wanted)]
    named = names_of(connection, {who for one, _, by in found for who in (one.holder_telegram_id, by) if who})

    def name(telegram_id: int | None) -> str | None:
        return named.get(telegram_id) if telegram_id is not None else None

    return [
        ListedCase(
            one,
            customer,
            name(one.holder_telegram_id),
            name(by if by != one.holder_telegram_id else None),
        )
        for one, customer, by in found
    ]


def open_since(connection: Connection, moment: datetime) -> set[int]:
    """The numbers of cases that are open or were closed after that moment."""
    needed = or_(cases.c.closed_at.is_(None), cases.c.closed_at > moment)
    return set(connection.execute(select(cases.c.number).where(needed)).scalars())


def count_open(connection: Connection, only: Only = NO_FILTER) -> int:
    """How many cases are open."""
    is_open = cases.c.closed_at.is_(None)
    open_ones = select(func.count()).select_from(cases).where(is_open, *matches(cases, only))
    return connection.execute(open_ones).scalar_one()


def move_chat(connection: Connection, old: int, new: int) -> bool:
    """Write the new id of a support chat into its cases, once the group became a supergroup.

    False where no case is of the old one.
    """
    return connection.execute(update(cases).where(cases.c.chat_id == old).values(chat_id=new)).rowcount > 0


def complainant(connection: Connection, customer_id: int) -> Customer:
    """The customer of that id; raises NoResultFound where there is none."""
    found = select(*CUSTOMER).select_from(named()).where(customers.c.id == customer_id)
    return Customer(*connection.execute(found).one())


def count_before(connection: Connection, case: Case) -> int:
    """How many cases the customer had before this one."""
    earlier = {"whose": case.customer_id, "this": case.number}
    return connection.execute(_BEFORE, earlier).scalar_one()


def has_open(connection: Connection, customer_id: int) -> bool:
    """Whether the customer has an open case."""
    return bool(
        connection.execute(
            select(func.count())
            .select_from(cases)
            .where(cases.c.customer_id == customer_id, cases.c.closed_at.is_(None))
        ).scalar()
    )


def thread(connection: Connection, case_id: int) -> list[Message]:
    """What customer and staff wrote to each other about a case after its own words, oldest first."""
    later = messages.c.forwarding.is_distinct_from(Forwarding.STORY)
    rows = connection.execute(
        select(*_MESSAGE).where(messages.c.case_id == case_id, later).order_by(messages.c.id)
    )
    return [Message(*row) for row in rows]


def told_before(connection: Connection, customer_id: int, conversation_id: int) -> list[MessageVersion]:
    """What a customer said in a conversation while it had no case, oldest first.

    Wishes are left out, and what stood behind a command or in a link: each is a matter of its own. So is what
    staff, or they, made a case of since.
    """
    rows = connection.execute(_TOLD_BEFORE, {"whose": customer_id, "conversation": conversation_id})
    told = in_versions(Message(*row) for row in rows)
    return [one for one in told if one.message.kind not in OTHER_MATTERS]


def in_versions(stored: Iterable[Message]) -> list[MessageVersion]:
    """Messages of one customer that are given oldest first: each once, with its later versions."""
    versions: dict[int, list[Message]] = {}
    for message in stored:
        versions.setdefault(message.telegram_message_id or -message.id, []).append(message)
    return [_version_of(one) for one in versions.values()]


def _version_of(versions: Sequence[Message]) -> MessageVersion:
    first, last = versions[0], versions[-1]
    as_edited = replace(first, words=last.words, file_id=last.file_id)
    return MessageVersion(as_edited, tuple(one.id for one in versions))


def _name(connection: Connection, condition: Any) -> str | None:
    name: str | None = connection.execute(select(places.c.name).where(condition).limit(1)).scalar()
    return name.removeprefix(BEFORE) if name is not None else None


def _one(connection: Connection, statement: Select[Any]) -> Case | None:
    row = connection.execute(statement).one_or_none()
    return Case(*row) if row else None

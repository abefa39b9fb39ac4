"""Forgetting a person: their identity at once, everything else page by page, the numbers unchanged.

In their place stands a random key. It links what was theirs with itself, so that people and totals count as
before, and leads nobody back: not from an older file, not from an id that somebody wrote down.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, func, insert, literal, select, tuple_, update

from storage.people import addresses, tombstones
from storage.people.personal_data import PERSONAL, REKEYED, SUBJECT, DataSubject, PersonalTable
from storage.states import OutboxState
from storage.tables import addresses as address_table
from storage.tables import cases, customers, feedback, files, jobs, links, outbox, plans
from surveys.cases.feedback import FeedbackState
from surveys.cases.lifecycle import Status
from surveys.outreach.plan_state import PlanState

_PAGE: Final = 200
"""Rows that one transaction erases: some ten milliseconds."""
_CASES_NAMED: Final = 100
_OF_CLOCK: Final = (
    "awaiting_since",
    "first_reply_due_at",
    "next_reply_due_at",
    "solution_due_at",
    "warn_at",
    "overdue_step",
    "overdue_step_from",
    "overdue_step_at",
    "owners_called_at",
)
"""Columns of a case without a value once nobody waits in it."""
_KEY_BITS: Final = 53
"""Below the ids of these years, and whole numbers for every spreadsheet."""


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """Rows of one table, by their primary keys, of which something is to be erased."""

    table: str
    keys: Sequence[tuple[Any, ...]]


def begin(connection: Connection, customer_id: int, now: datetime) -> None:
    """Take away who the customer is, and end what waits for them; their open cases end unsolved.

    Nothing is found under their addresses or links any more, and a file that names one brings nobody back.
    The rest is erased in `pages`.
    """
    found = addresses.addresses_of(connection, [customer_id])
    tombstones.add(connection, [(one.kind, one.value) for one in found], now)
    for table in (address_table, links):
        connection.execute(delete(table).where(table.c.customer_id == customer_id))
    mine = customers.c.id == customer_id
    # Not from now on: that would be one more who unsubscribed after an invitation.
    since = func.coalesce(customers.c.stopped_at, customers.c.joined_at)
    emptied = PERSONAL["customers"].emptied
    connection.execute(update(customers).where(mine).values(**emptied, stopped_at=since))
    _cancel(connection, customer_id, now)


def _cancel(connection: Connection, customer_id: int, now: datetime) -> None:
    waiting = (plans.c.customer_id == customer_id, plans.c.state.in_((PlanState.WAITING, PlanState.POSTED)))
    connection.execute(update(plans).where(*waiting).values(state=PlanState.DROPPED, done_at=now))
    unsent = (outbox.c.customer_id == customer_id, outbox.c.state == OutboxState.READY)
    ended = {"state": OutboxState.REPLACED, "done_at": now, "body": None}
    connection.execute(update(outbox).where(*unsent).values(**ended))
    unread = (feedback.c.customer_id == customer_id, feedback.c.state == FeedbackState.NEW)
    connection.execute(update(feedback).where(*unread).values(state=FeedbackState.SEEN, seen_at=now))
    shown = (feedback.c.customer_id == customer_id, feedback.c.stream_id.is_not(None))
    # As if it showed what is no more: whatever shows it in the group is edited.
    connection.execute(update(feedback).where(*shown).values(stream_shown=FeedbackState.NEW))
    still_open = (cases.c.customer_id == customer_id, cases.c.closed_at.is_(None))
    over = {"status": Status.CLOSED, "closed_at": now, **dict.fromkeys(_OF_CLOCK)}
    connection.execute(update(cases).where(*still_open).values(over))
    # What staff still do to a case is shown nowhere: it would be shown anew, under the old title.
    connection.execute(update(cases).where(cases.c.customer_id == customer_id).values(chat_id=None))


def case_numbers(connection: Connection, customer_id: int, *, only_open: bool = False) -> list[int]:
    """Numbers of a customer's cases, the newest hundred at most."""
    found = select(cases.c.number).where(cases.c.customer_id == customer_id)
    if only_open:
        found = found.where(cases.c.closed_at.is_(None))
    return list(connection.execute(found.order_by(cases.c.number.desc()).limit(_CASES_NAMED)).scalars())


def pages(connection: Connection, person: DataSubject) -> list[ErasurePage]:
    """What is still to be erased of a person, in pages that fit into a short transaction. It only reads."""
    return [page for one in PERSONAL.values() for page in _pages_of(connection, one, person)]


def _pages_of(connection: Connection, one: PersonalTable, person: DataSubject) -> Iterator[ErasurePage]:
    if not one.is_dropped and not one.emptied:
        return
    found = connection.execute(select(*one.table.primary_key).where(one.is_left(person)))
    keys = [tuple(key) for key in found]
    for start in range(0, len(keys), _PAGE):
        yield ErasurePage(one.table.name, keys[start : start + _PAGE])


def erase(connection: Connection, page: ErasurePage) -> None:
    """Erase what a page names."""
    one = PERSONAL[page.table]
    key = tuple(one.table.primary_key)
    listed = key[0].in_([first for first, *_ in page.keys]) if len(key) == 1 else tuple_(*key).in_(page.keys)
    if one.is_dropped:
        connection.execute(delete(one.table).where(listed))
    else:
        connection.execute(update(one.table).where(listed).values(**one.emptied))


def is_awaited(connection: Connection, person: DataSubject) -> bool:
    """Whether something is on its way to the person, or to staff about their cases."""
    numbers = select(cases.c.number).where(cases.c.customer_id == person.customer_id)
    theirs = (outbox.c.customer_id == person.customer_id) | outbox.c.case_number.in_(numbers)
    unsent = outbox.c.state.in_((OutboxState.READY, OutboxState.SENDING))
    return bool(connection.execute(select(exists().where(theirs, unsent))).scalar())


def replace_key(connection: Connection, customer_id: int) -> int | None:
    """Put a random key in the person's place, in one transaction; returns it, None where they are gone.

    People are counted by it, so their rows never stand under two keys.
    """
    held = select(customers.c.id).where(customers.c.id == customer_id).with_for_update()
    if connection.execute(held).first() is None:
        return None
    key = secrets.randbits(_KEY_BITS)
    rest = [column for column in customers.c if column is not customers.c.id]
    same = select(literal(key), *rest).where(customers.c.id == customer_id)
    connection.execute(insert(customers).from_select(["id", *(column.name for column in rest)], same))
    about = (plans.c.customer_id == customer_id, plans.c.subject_kind == SUBJECT)
    connection.execute(update(plans).where(*about).values(subject_id=key))
    for table in REKEYED:
        connection.execute(update(table).where(table.c.customer_id == customer_id).values(customer_id=key))
    connection.execute(update(outbox).where(outbox.c.customer_id == customer_id).values(customer_id=None))
    connection.execute(delete(customers).where(customers.c.id == customer_id))
    return key


def files_of(connection: Connection, customer_id: int) -> list[int]:
    """Ids of the files of a customer, which may lie on disk."""
    return list(connection.execute(select(files.c.id).where(files.c.customer_id == customer_id)).scalars())


def forget_jobs(connection: Connection, kind: str) -> None:
    """Empty the jobs of that kind that are done: they name whom they erased."""
    ended = (jobs.c.kind == kind, jobs.c.done_at.is_not(None))
    connection.execute(update(jobs).where(*ended).values(args={}, key=None))

"""Open cases that nobody sees: their card or the customer's words did not arrive."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Select, or_, select, text, update

from storage.delivery.outbox import IN_LINE_TRIES
from storage.rows import Case, columns_of
from storage.states import Forwarding, OutboxState, Purpose
from storage.tables import cases, messages, outbox
from surveys.outreach.urgency import Urgency

_OF_CASES = (Purpose.CASE_CARD, Purpose.CASE_WORDS)
_FOLLOWED = text("outbox.state = 'ready' AND outbox.purpose IS NOT NULL")  # as the partial index says it


def unseen_cases(
    connection: Connection, waiting_since: datetime, told_before: datetime, limit: int
) -> list[Case]:
    """Up to `limit` open cases with something unseen since that moment, the oldest first.

    Either a card or words wait for that long, or nobody was shown the case and nothing of it is on its way.
    Those of which people were told at `told_before` or later are left out.
    """
    stuck = cases.c.id.in_(_waiting().where(outbox.c.created_at <= waiting_since))
    on_its_way = cases.c.id.in_(_waiting().where(outbox.c.created_at > waiting_since))
    found = connection.execute(
        select(*columns_of(Case))
        .where(cases.c.closed_at.is_(None), cases.c.opened_at <= waiting_since)
        .where(or_(cases.c.alarmed_at.is_(None), cases.c.alarmed_at <= told_before))
        .where(or_(stuck, cases.c.shown_at.is_(None) & ~on_its_way))
        .order_by(cases.c.number)
        .limit(limit)
    )
    return [Case(*row) for row in found]


def mark_shown(connection: Connection, case_id: int, at: datetime) -> None:
    """Note when people first saw a case; an earlier moment stands."""
    unseen = (cases.c.id == case_id) & cases.c.shown_at.is_(None)
    connection.execute(update(cases).where(unseen).values(shown_at=at))


def mark_alarmed(connection: Connection, case_ids: Collection[int], now: datetime) -> None:
    """Note that people were told of these cases."""
    connection.execute(update(cases).where(cases.c.id.in_(case_ids)).values(alarmed_at=now))


def is_waiting(connection: Connection, case_id: int, chat_id: int) -> bool:
    """Whether something of a case waits to be sent to that chat."""
    here = _waiting().where(outbox.c.subject_id == case_id, outbox.c.chat_id == chat_id)
    return connection.execute(here.limit(1)).first() is not None


def has_unread_words(connection: Connection, case_id: int) -> bool:
    """Whether something that the customer of a case said is still on its way to the staff.

    What was refused and put aside by itself does not count: of that they were told.
    """
    waiting = select(outbox.c.id).where(
        _FOLLOWED,
        outbox.c.purpose == Purpose.CASE_WORDS,
        outbox.c.urgency != Urgency.REPLY,  # what answers the staff, such as the question for the cause
        outbox.c.subject_id == case_id,
        outbox.c.tries < IN_LINE_TRIES,
    )
    collected = select(messages.c.id).where(
        messages.c.case_id == case_id, messages.c.forwarding == Forwarding.COLLECTED
    )
    return connection.execute(select(or_(waiting.exists(), collected.exists()))).scalar_one()


def drop_waiting(connection: Connection, case_id: int, now: datetime) -> None:
    """End what waits to show a case, since it is shown anew."""
    waiting = (outbox.c.state == OutboxState.READY) & (outbox.c.subject_id == case_id)
    connection.execute(
        update(outbox)
        .where(waiting, outbox.c.purpose.in_(_OF_CASES))
        .values(state=OutboxState.EXPIRED, error="the case is shown anew", done_at=now, body=None)
    )


def _waiting() -> Select[tuple[int]]:
    """The cases of which something waits."""
    return select(outbox.c.subject_id).where(_FOLLOWED, outbox.c.purpose.in_(_OF_CASES))

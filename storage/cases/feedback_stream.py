"""What customers said outside cases on its way into the support group, and what of it is shown there."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, distinct, exists, func, literal_column, select, text, update

from storage.cases.feedback import FeedbackEntry, select_entries
from storage.delivery import outbox as stored_outbox
from storage.states import OutboxState
from storage.tables import addresses, feedback, outbox
from surveys.outreach.urgency import Urgency

_PEOPLE_AT_ONCE: Final = 60
_ENTRIES_AT_ONCE: Final = 60
# As the partial indexes say it.
_IS_UNSTREAMED: Final = (feedback.c.state == literal_column("'new'")) & feedback.c.stream_id.is_(None)
_IS_STALE: Final = text("stream_id IS NOT NULL AND stream_shown <> state")


def people_to_show(
    connection: Connection, since: datetime, until: datetime, hour_ago: datetime, at_most: int
) -> list[int]:
    """The ids of customers who said something since the first moment that the group does not show yet.

    Only those whose oldest such words are from before `until`, and of whom fewer than `at_most` messages were
    shown with words from `hour_ago` on. Whoever waits longest comes first.
    """
    oldest = func.min(feedback.c.received_at)
    rows = connection.execute(
        select(feedback.c.customer_id)
        .where(_IS_UNSTREAMED, feedback.c.received_at >= since)
        .group_by(feedback.c.customer_id)
        .having(oldest <= until)
        .order_by(oldest, feedback.c.customer_id)
        .limit(_PEOPLE_AT_ONCE)
    )
    people = list(rows.scalars())
    shown = func.count(distinct(feedback.c.stream_id))
    busy = connection.execute(
        select(feedback.c.customer_id)
        .where(feedback.c.customer_id.in_(people), feedback.c.received_at >= hour_ago)
        .group_by(feedback.c.customer_id)
        .having(shown >= at_most)
    )
    flooding = set(busy.scalars())
    return [person for person in people if person not in flooding]


def entries_to_show(connection: Connection, people: Collection[int], since: datetime) -> list[FeedbackEntry]:
    """What these customers said since that moment and the group does not show yet, the oldest first."""
    wanted = (_IS_UNSTREAMED, feedback.c.received_at >= since, feedback.c.customer_id.in_(people))
    return select_entries(connection, *wanted, limit=_ENTRIES_AT_ONCE)


def entries_shown(connection: Connection, stream_id: int) -> list[FeedbackEntry]:
    """The entries that a message of the group shows, the oldest first."""
    return select_entries(connection, feedback.c.stream_id == stream_id, limit=_ENTRIES_AT_ONCE)


def mark_shown(connection: Connection, entry_ids: Collection[int], stream_id: int) -> None:
    """Note which message of the group shows these entries, as they are now."""
    values = {"stream_id": stream_id, "stream_shown": feedback.c.state}
    connection.execute(update(feedback).where(feedback.c.id.in_(entry_ids)).values(values))


def stale(connection: Connection, limit: int) -> list[int]:
    """The ids of messages of the group that show something else than what became of their entries."""
    found = select(feedback.c.stream_id).where(_IS_STALE).order_by(feedback.c.stream_id).limit(limit)
    return list(dict.fromkeys(connection.execute(found).scalars()))


def forgotten_in(connection: Connection, stream_id: int) -> set[int]:
    """The ids of the entries of a message whose customers have no address of any kind any more."""
    known = exists().where(addresses.c.customer_id == feedback.c.customer_id)
    found = select(feedback.c.id).where(feedback.c.stream_id == stream_id, ~known)
    return set(connection.execute(found).scalars())


def is_urgent_waiting(connection: Connection, chat_id: int) -> bool:
    """Whether something of a case, or an answer to somebody, is still to be sent to that group."""
    waits = (outbox.c.state == literal_column("'ready'"), outbox.c.urgency <= Urgency.ESCALATION)
    return bool(connection.execute(select(exists().where(*waits, outbox.c.chat_id == chat_id))).scalar())


def is_made(connection: Connection, place: str) -> bool:
    """Whether a place was made before, or is about to be; one that is gone since is made again by itself."""
    known = stored_outbox.find_places(connection, [place]).get(place)
    if known is not None and (known.filled_at is not None or known.recipe_id is not None):
        return True
    unsent = outbox.c.state.in_((OutboxState.READY, OutboxState.SENDING))
    return bool(connection.execute(select(exists().where(outbox.c.fills == place, unsent))).scalar())

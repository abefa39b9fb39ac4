"""Events on their way to other systems: stored with what happened, sent afterwards, kept as a log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    Executable,
    String,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from storage.engines.types import Choice, Id, Instant
from storage.rows import Webhook, WebhookDelivery, columns_of
from storage.states import DeliveryState
from storage.tables import webhook_deliveries, webhooks
from surveys.webhooks.events import EventKind

_DELIVERY: Final = columns_of(WebhookDelivery)
_WEBHOOK: Final = columns_of(Webhook)
_WAITING: Final = webhook_deliveries.c.state == DeliveryState.WAITING


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one try to deliver an event."""

    delivery_id: int
    state: DeliveryState
    at: datetime
    due_at: datetime
    """When it is tried again; of no meaning once it is over."""
    status: int | None = None
    """The HTTP status that the receiver answered; None where it did not."""
    error: str | None = None
    """What kept us from getting an answer, as a kind of error."""


def publish(connection: Connection, event: EventKind, subjects: Iterable[tuple[int, datetime]]) -> None:
    """Let every system that wants such events be told of these: the id of what it is about, and when."""
    rows = [{"subject": subject, "at": at} for subject, at in subjects]
    if rows:
        connection.execute(_PUBLISH[event], rows)


def publish_test(connection: Connection, webhook_id: int, now: datetime) -> None:
    """Send that system a message that is about nothing."""
    row = {
        "webhook_id": webhook_id,
        "event": EventKind.TEST,
        "subject_id": None,
        "happened_at": now,
        "state": DeliveryState.WAITING,
        "tries": 0,
        "due_at": now,
    }
    connection.execute(insert(webhook_deliveries), [row])


def due(connection: Connection, now: datetime, limit: int) -> list[tuple[Webhook, WebhookDelivery]]:
    """Up to `limit` deliveries of each system that are to be tried now, in the order of what happened.

    What waits for a system that is told nothing any more is left out.
    """
    rank = func.row_number().over(
        partition_by=webhook_deliveries.c.webhook_id, order_by=webhook_deliveries.c.id
    )
    ready = (
        select(webhook_deliveries.c.id, rank.label("rank"))
        .where(_WAITING, webhook_deliveries.c.due_at <= now)
        .subquery()
    )
    rows = connection.execute(
        select(*_WEBHOOK, *_DELIVERY)
        .join_from(webhook_deliveries, webhooks, webhooks.c.id == webhook_deliveries.c.webhook_id)
        .join(ready, ready.c.id == webhook_deliveries.c.id)
        .where(webhooks.c.ended_at.is_(None), ready.c.rank <= limit)
        .order_by(webhook_deliveries.c.id)
    )
    n = len(_WEBHOOK)
    return [(Webhook(*row[:n]), WebhookDelivery(*row[n:])) for row in rows]


def record_attempts(connection: Connection, attempts: Sequence[Attempt]) -> None:
    """Write down what became of the tries; what somebody else ended meanwhile stays as it is."""
    if attempts:
        connection.execute(_RECORD, [_values(one) for one in attempts])


def latest_deliveries(connection: Connection, webhook_id: int, limit: int) -> list[WebhookDelivery]:
    """The log of a system: up to `limit` deliveries, the latest first."""
    mine = select(*_DELIVERY).where(webhook_deliveries.c.webhook_id == webhook_id)
    rows = connection.execute(mine.order_by(webhook_deliveries.c.id.desc()).limit(limit))
    return [WebhookDelivery(*row) for row in rows]


def count_failed(connection: Connection) -> int:
    """How many events of the log some system never took."""
    failed = webhook_deliveries.c.state == DeliveryState.FAILED
    return connection.execute(select(func.count()).where(failed)).scalar_one()


def forget_deliveries(connection: Connection, before: datetime) -> int:
    """Drop deliveries that ended before that moment, and what waits for systems that ended before it.

    Returns how many.
    """
    over = select(webhooks.c.id).where(webhooks.c.ended_at < before)
    gone = or_(webhook_deliveries.c.done_at < before, _WAITING & webhook_deliveries.c.webhook_id.in_(over))
    return connection.execute(delete(webhook_deliveries).where(gone)).rowcount


def _publishing(event: EventKind) -> Executable:
    """One statement stores the event once for each system that wants it, and nothing where none does."""
    names = type_coerce(webhooks.c.events, String())  # as the text that is stored
    wanted = or_(webhooks.c.events.is_(None), names.contains(f'"{event}"', autoescape=True))
    happened = bindparam("at", type_=Instant())
    for_each = select(
        webhooks.c.id,
        literal(event, Choice(EventKind, 32)),
        bindparam("subject", type_=Id()),
        happened,
        literal(DeliveryState.WAITING, Choice(DeliveryState, 12)),
        literal(0),
        happened,
    ).where(webhooks.c.ended_at.is_(None), wanted)
    columns = ["webhook_id", "event", "subject_id", "happened_at", "state", "tries", "due_at"]
    return insert(webhook_deliveries).from_select(columns, for_each)


_PUBLISH: Final = {event: _publishing(event) for event in EventKind}
_RECORD: Final = (
    update(webhook_deliveries)
    .where(webhook_deliveries.c.id == bindparam("delivery_id"), _WAITING)
    .values({name: bindparam(f"new_{name}") for name in ("state", "due_at", "done_at", "status", "error")})
    .values(tries=webhook_deliveries.c.tries + 1)
)


def _values(attempt: Attempt) -> dict[str, object]:
    return {
        "delivery_id": attempt.delivery_id,
        "new_state": attempt.state,
        "new_due_at": attempt.due_at,
        "new_done_at": None if attempt.state is DeliveryState.WAITING else attempt.at,
        "new_status": attempt.status,
        "new_error": attempt.error,
    }

"""Other systems that want to be told of events, and by what their messages are signed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.row_values import values_of
from storage.rows import Webhook, columns_of
from storage.tables import webhooks
from surveys.webhooks.events import EventKind

_WEBHOOK = columns_of(Webhook)


def add_webhook(
    connection: Connection,
    webhook_id: int,
    url: str,
    secret: str,
    events: Collection[EventKind] | None,
    now: datetime,
) -> Webhook:
    """Tell the system at that address of these events from now on, of all where they are None."""
    names = None if events is None else sorted(map(str, events))
    row = Webhook(webhook_id, url, secret, now, names)
    connection.execute(insert(webhooks), [values_of(row)])
    return row


def all_webhooks(connection: Connection) -> list[Webhook]:
    """Every system, also those that are told nothing any more, in the order in which they were added."""
    return [Webhook(*row) for row in connection.execute(select(*_WEBHOOK).order_by(webhooks.c.id))]


def find_webhook(connection: Connection, webhook_id: int) -> Webhook | None:
    """The system of that id; None where there is none."""
    row = connection.execute(select(*_WEBHOOK).where(webhooks.c.id == webhook_id)).one_or_none()
    return Webhook(*row) if row else None


def end_webhook(connection: Connection, webhook_id: int, now: datetime) -> Webhook | None:
    """Tell that system nothing any more, and return it; None where none of that id was still told."""
    ended = connection.execute(
        update(webhooks)
        .where(webhooks.c.id == webhook_id, webhooks.c.ended_at.is_(None))
        .values(ended_at=now)
        .returning(*_WEBHOOK)
    ).one_or_none()
    return Webhook(*ended) if ended else None

"""The buttons that our latest messages showed to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text

from storage.states import OutboxState
from storage.tables import outbox

_NOT_SEEN = (OutboxState.REPLACED, OutboxState.DEAD, OutboxState.UNREACHABLE)
_LATEST = (
    select(outbox.c.created_at, outbox.c.buttons)
    .where(outbox.c.chat_id == bindparam("chat"), text("buttons IS NOT NULL"))  # as the partial index says it
    .where(outbox.c.state.not_in(_NOT_SEEN))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("at_most"))
)


@dataclass(frozen=True, slots=True)
class ShownButtons:
    """The buttons of one message, and when it was written."""

    at: datetime
    buttons: Mapping[str, str]
    """Their data by their labels in plain words."""


def latest(connection: Connection, chat_id: int, limit: int) -> list[ShownButtons]:
    """The buttons of up to `limit` messages to a chat that had any with words, the latest first."""
    rows = connection.execute(_LATEST, {"chat": chat_id, "at_most": limit})
    return [ShownButtons(at, buttons) for at, buttons in rows]

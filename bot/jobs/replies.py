"""What a job says in a chat, as the Bot API takes it, on its way to the outbox."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from reports.buttons import Rows
from storage.rows import File, OutboxRow
from surveys.outreach.urgency import Urgency

_ATTACHED: Final = "file0"
_LATE_AFTER: Final = timedelta(days=1)
"""An answer that comes later puzzles more than it tells."""


def reply(
    row_id: int, chat_id: int, text: str, now: datetime, *, customer_id: int | None = None, **parameters: Any
) -> OutboxRow:
    """The row of a message without previews of links, or of an edit where `message_id` is given.

    Parameters that are None are left out. `customer_id` is whose private chat it is.
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    body = {"chat_id": chat_id, "text": text, "link_preview_options": {"is_disabled": True}, **given}
    return OutboxRow(
        id=row_id,
        chat_id=chat_id,
        urgency=Urgency.REPLY,
        method="editMessageText" if "message_id" in given else "sendMessage",
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        created_at=now,
        due_at=now,
        expires_at=now + _LATE_AFTER,
        customer_id=customer_id,
    )


def document(
    row_id: int, chat_id: int, file: File, now: datetime, *, customer_id: int | None = None,
    **parameters: Any,
) -> OutboxRow:  # fmt: skip
    """The row that sends a file, which is stored beside it. `customer_id` is whose private chat it is."""
    body = {"chat_id": chat_id, "document": f"attach://{_ATTACHED}", **parameters}
    return OutboxRow(
        id=row_id,
        chat_id=chat_id,
        urgency=Urgency.REPLY,
        method="sendDocument",
        body=json.dumps(body, ensure_ascii=False),
        created_at=now,
        due_at=now,
        files=[[_ATTACHED, file.id]],
        customer_id=customer_id,
    )


def keyboard(rows: Rows) -> dict[str, Rows] | None:
    """The keyboard of these rows as the Bot API takes it; None without buttons."""
    return {"inline_keyboard": rows} if rows else None

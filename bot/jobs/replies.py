"""What a job says in a chat, as the Bot API takes it, on its way to the outbox."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from reports.buttons import Rows
from reports.screen import Screen
from storage.rows import File, OutboxRow
from surveys.outreach.urgency import Urgency

_ATTACHED: Final = "file0"
_LATE_AFTER: Final = timedelta(days=1)
"""An answer that comes later puzzles more than it tells."""


class ListJob(Protocol):
    """What is known of somebody who asked for a page of a list, in a group or in private."""

    @property
    def chat_id(self) -> int: ...
    @property
    def customer_id(self) -> int | None: ...
    @property
    def message_id(self) -> int | None:
        """The message that the page is put into; None sends a new one."""

    @property
    def thread_id(self) -> int | None: ...
    @property
    def reply_to(self) -> int | None:
        """The message that is answered; None for none."""


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


def list_page(row_id: int, job: ListJob, shown: Screen, now: datetime, place: str) -> OutboxRow:
    """The row of a page of a list; a new message fills the place."""
    quoted = {"message_id": job.reply_to, "allow_sending_without_reply": True} if job.reply_to else None
    row = reply(
        row_id,
        job.chat_id,
        shown.text,
        now,
        customer_id=job.customer_id,
        message_id=job.message_id,
        message_thread_id=job.thread_id,
        reply_parameters=quoted,
        reply_markup=keyboard(shown.rows),
    )
    return row if job.message_id else replace(row, fills=place)


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

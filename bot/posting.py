"""From a call that was decided on to the outbox row that is stored with the decision."""

from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot

from bot.wire import wire
from handlers.shared.update_context import Outgoing
from storage.effects import Effects
from storage.ids import Ids
from storage.rows import Customer, File, OutboxRow
from surveys.outreach.urgency import Urgency

_LATE_AFTER = {
    Urgency.REPLY: timedelta(days=1),
    Urgency.SURVEY: timedelta(days=1),
    Urgency.REMINDER: timedelta(days=1),
    Urgency.PROMOTION: timedelta(days=1),
}
"""After that long a message is worse than none; what concerns a case never is."""


def post(
    outgoing: Outgoing, customer: Customer, effects: Effects, bot: Bot, ids: Ids, now: datetime
) -> OutboxRow:
    """Add the row, and the files that it carries, to the effects."""
    posted = wire(outgoing.method, bot)
    files: list[list[Any]] = []
    for attachment in posted.attachments:
        file = File(ids.next(), attachment.name, "application/octet-stream", now, attachment.content)
        files.append([attachment.field, effects.add(file).id])
    late_after = _LATE_AFTER.get(outgoing.urgency)
    return effects.add(
        OutboxRow(
            id=ids.next(),
            chat_id=posted.chat_id,
            urgency=int(outgoing.urgency),
            method=posted.method,
            body=posted.body,
            created_at=now,
            due_at=now,
            expires_at=now + late_after if late_after else None,
            files=files or None,
            fills=outgoing.fills,
            at=outgoing.at,
            customer_id=customer.id if posted.chat_id == customer.telegram_id else None,
            kind=outgoing.kind,
        )
    )

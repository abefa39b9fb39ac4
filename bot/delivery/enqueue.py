"""From a call that was decided on to the outbox row that is stored with the decision."""

from collections.abc import Iterable
from datetime import timedelta

from aiogram import Bot

from bot.clock import Clock
from bot.delivery.replacements import key_of
from bot.delivery.serialization import Attachment, serialize
from handlers.cases import case_places
from handlers.shared.keyboards import data_by_label
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


class Enqueuer:
    """Puts calls into the outbox. The bot gives its defaults, such as a parse mode; it sends nothing."""

    def __init__(self, bot: Bot, ids: Ids, clock: Clock) -> None:
        self._bot = bot
        self._ids = ids
        self._clock = clock

    def post(self, outgoing: Outgoing, customer: Customer | None, effects: Effects) -> OutboxRow:
        """Add the call's row, due now, and the files that it carries to the effects.

        The row is the customer's where it goes to their own chat; without a customer it is nobody's.
        """
        now = self._clock.now()
        call = serialize(outgoing.method, self._bot)
        files = self._add_files(call.attachments, effects)
        late_after = _LATE_AFTER.get(outgoing.urgency)
        return effects.add(
            OutboxRow(
                id=self._ids.next(),
                chat_id=call.chat_id,
                urgency=outgoing.urgency,
                method=call.method,
                body=call.body,
                created_at=now,
                due_at=now,
                expires_at=now + late_after if late_after else None,
                files=files or None,
                fills=outgoing.fills,
                at=outgoing.at,
                customer_id=_owner_of(call.chat_id, customer),
                kind=outgoing.kind,
                case_number=_case_of(call.chat_id, outgoing),
                purpose=outgoing.purpose,
                subject_id=outgoing.subject_id,
                key=key_of(outgoing, call),
                buttons=_shown(call.chat_id, outgoing),
            )
        )

    def _add_files(self, attachments: Iterable[Attachment], effects: Effects) -> list[list[str | int]]:
        """The fields of the call's body with the ids of the files that belong there."""
        return [[one.field, effects.add(self._file(one)).id] for one in attachments]

    def _file(self, attachment: Attachment) -> File:
        name, content = attachment.name, attachment.content
        return File(self._ids.next(), name, "application/octet-stream", self._clock.now(), content)


def _case_of(chat_id: int, outgoing: Outgoing) -> int | None:
    """The case that a call to a group belongs to: cases take turns there, each keeps its own order."""
    if chat_id > 0:
        return None
    return case_places.number_in(outgoing.at) or case_places.number_in(outgoing.fills)


def _shown(chat_id: int, outgoing: Outgoing) -> dict[str, str] | None:
    """The buttons that a person may type; those of a group are pressed by many."""
    return data_by_label(getattr(outgoing.method, "reply_markup", None)) or None if chat_id > 0 else None


def _owner_of(chat_id: int, customer: Customer | None) -> int | None:
    return customer.id if customer is not None and customer.telegram_id == chat_id else None

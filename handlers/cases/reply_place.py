"""The message of the support chat that shows what a customer replies to."""

from dataclasses import dataclass, replace

from aiogram.types import ReplyParameters

from handlers.cases import case_places
from handlers.shared.content import RepliedMessage
from handlers.shared.update_context import Outgoing
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.rows import Case
from storage.states import Purpose


@dataclass(frozen=True, slots=True)
class ReplyPlace:
    message_id: int

    def applied(self, outgoing: Outgoing) -> Outgoing:
        """The call as a reply to the message; as one to nothing, should the message be gone by then.

        It stays at the place of its case: once the group has moved, the number means nothing there.
        """
        reply = ReplyParameters(message_id=self.message_id, allow_sending_without_reply=True)
        return replace(outgoing, method=outgoing.method.model_copy(update={"reply_parameters": reply}))


def find_reply_place(
    connection: Connection, chat_id: int, case: Case, replied: RepliedMessage
) -> ReplyPlace | None:
    """Where the support chat of that id shows, in the topic of the case, what the customer replies to.

    None where no message there shows it.
    """
    if replied.message_id is None:
        return None
    name = _staff_message(connection, case, replied.message_id)
    name = name or case_places.said(case.number, case_places.own_words(replied.message_id))
    place = outbox.find_places(connection, [name]).get(name)
    if place is None or place.chat_id != chat_id or place.message_id is None or place.filled_at is None:
        return None
    return ReplyPlace(place.message_id)


def _staff_message(connection: Connection, case: Case, message_id: int) -> str | None:
    """The place of what a member of the staff wrote, found by the copy that the customer got."""
    copy = outbox.place_among(connection, [case_places.said_range(case.number)], message_id)
    sent = outbox.recipe_of(connection, copy) if copy is not None else None
    if sent is None or sent.purpose is not Purpose.STAFF_REPLY or sent.subject_id is None:
        return None
    return case_places.said(case.number, sent.subject_id)

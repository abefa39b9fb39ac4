"""What became of an answer to what a customer said outside cases: its writer hears it either way."""

from aiogram.methods import SendMessage
from aiogram.types import ReplyParameters

from handlers.cases import feedback_places
from handlers.cases.follow_up import FollowUp
from handlers.shared.message_copy import NO_PREVIEW
from handlers.shared.update_context import Outgoing
from handlers.support.reply_outcomes import reason_of
from storage.cases import feedback, replies
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.people import customers
from storage.rows import Message, OutboxRow, Place
from storage.states import OutboxState
from surveys.language.languages import Language
from surveys.outreach.urgency import Urgency


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Note when the customer got the answer; what Telegram refused answers nothing. Once a message."""
    message = replies.find_message(after.connection, row.subject_id or 0)
    if message is None or mark.done_at is None:
        return
    if mark.state is OutboxState.SENT:
        if replies.mark_delivered(after.connection, [message.id], mark.done_at):
            _tell(after, message, "delivered", None)
    else:
        feedback.give_back(after.connection, message.id)
        _tell(after, message, "refused", mark)


def _tell(after: FollowUp, message: Message, what: str, refusal: Mark | None) -> None:
    """Reply to the writer's message, in the language of their chat."""
    written = feedback_places.reply_place(message.id)
    told = f"{written}:{what}"
    found = outbox.find_places(after.connection, [written, told])
    place = found.get(written)
    if told in found or place is None or place.chat_id is None or place.message_id is None:
        return
    after.effects.add(Place(told))
    language = _language_of(after, place.chat_id)
    text = (
        reason_of(after, refusal, language) if refusal else after.app.texts.text(language, "inbox-delivered")
    )
    method = SendMessage(
        chat_id=place.chat_id,
        text=text,
        reply_parameters=ReplyParameters(message_id=place.message_id, allow_sending_without_reply=True),
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    after.outgoing.append(Outgoing(method, Urgency.ESCALATION))


def _language_of(after: FollowUp, chat_id: int) -> Language:
    """The reader's in a private chat, the staff's in a group."""
    person = customers.customer(after.connection, chat_id) if chat_id > 0 else None
    return person.language if person is not None else after.app.language

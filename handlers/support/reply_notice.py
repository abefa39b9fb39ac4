"""What is said in the group of an answer that staff wrote, as a reply to it."""

from aiogram.methods import SendMessage
from aiogram.types import ReplyParameters

from handlers.cases import case_places
from handlers.cases.follow_up import FollowUp
from handlers.shared.message_copy import NO_PREVIEW, plain
from handlers.shared.update_context import Outgoing
from storage.delivery import outbox
from storage.rows import Case, Message
from surveys.outreach.urgency import Urgency


def for_writer(after: FollowUp, case: Case, message: Message, name: str, text: str) -> Outgoing:
    """A reply to the agent's message in the topic, to be sent to that place; in private without a group."""
    support, writer = after.app.support, message.staff_telegram_id
    if support is None:
        return Outgoing(plain(writer or 0, f"#{case.number}: {text}"), Urgency.ESCALATION)
    place = case_places.said(case.number, message.id)
    written = outbox.find_places(after.connection, [place]).get(place)
    is_here = written is not None and written.chat_id == support.id and written.message_id is not None
    method = SendMessage(
        chat_id=support.id,
        text=text,
        reply_parameters=ReplyParameters(message_id=written.message_id, allow_sending_without_reply=True)
        if written is not None and is_here
        else None,
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    return Outgoing(method, Urgency.ESCALATION, fills=name, at=case_places.topic(case.number))

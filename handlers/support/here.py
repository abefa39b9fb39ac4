"""Where something was said in the support chat: the case that it belongs to, and an answer to it."""

from aiogram.methods import SendMessage
from aiogram.types import Message, ReplyParameters

from handlers.house import House
from handlers.keyboards import Keyboard
from handlers.support import spots
from handlers.support.carrying import NO_PREVIEW
from handlers.visit import Visit
from storage import cases, outbox
from storage.rows import Case, Place


async def case_here(visit: Visit, message: Message) -> Case | None:
    """The case of the topic, or of the message that was replied to."""
    replied = message.reply_to_message
    return await _case_at(visit, message, _thread(message), replied.message_id if replied else None)


async def case_of(visit: Visit, message: Message) -> Case | None:
    """The case to whose customer this very message was passed on."""
    return await _case_at(visit, message, None, message.message_id)


def answer(
    visit: Visit,
    message: Message,
    text: str,
    keyboard: Keyboard | None = None,
    *,
    case: Case | None = None,
    spot: str | None = None,
) -> None:
    """Under the message. An answer about a case is a place, so that a reply to it is understood."""
    if spot is None and case is not None:
        spot = spots.said(case.number, visit.ids.next())
    method = SendMessage(
        chat_id=message.chat.id,
        message_thread_id=_thread(message),
        text=text,
        reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True),
        reply_markup=keyboard,
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    visit.send(method, fills=spot)


async def decline(visit: Visit, house: House, case: Case, message: Message) -> None:
    """To whoever is not enrolled, once a case and person: nothing went to the customer."""
    spot = spots.said(case.number, f"declined-{visit.customer.telegram_id}")
    if await visit.read(outbox.find_places, [spot]):
        return
    visit.effects.add(Place(spot))
    hidden = message.sender_chat is not None
    text = house.texts.say(house.language, "support-anonymous" if hidden else "support-stranger")
    answer(visit, message, text, spot=spot)


async def _case_at(visit: Visit, message: Message, thread: int | None, replied: int | None) -> Case | None:
    number = spots.number_in(await visit.read(cases.place_at, message.chat.id, thread, replied))
    return None if number is None else await visit.read(cases.numbered, number)


def _thread(message: Message) -> int | None:
    """Of a forum; replies in other groups form threads too, but those have no address."""
    return message.message_thread_id if message.is_topic_message else None

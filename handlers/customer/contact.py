"""A customer shares their own contact, and is one with whom the company knows by that phone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    Contact,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.shared.filters import Button, PrivateChat
from handlers.shared.keyboards import button
from handlers.shared.update_context import UpdateContext
from storage.people import contacts
from storage.people.contacts import Sharing
from surveys.records import phone

router = Router(name="contact")

WORD: Final = "contact"
"""The word of the button that asks for it."""
AWAITED_FOR: Final = timedelta(hours=1)
"""How long a contact is the answer to that; later and unasked it is a message like any other, too."""

_OUTCOMES: Final[Mapping[Sharing, str]] = {
    Sharing.JOINED: "contact-joined",
    Sharing.STORED: "contact-stored",
    Sharing.KNOWN: "contact-known",
    Sharing.OTHER_TELEGRAM: "contact-other-telegram",
    Sharing.OTHER_CUSTOMER: "contact-other-customer",
}


class ContactMessage(BaseFilter):
    """A contact; the handler gets it as `contact`."""

    async def __call__(self, message: Message) -> bool | dict[str, Contact]:
        return {"contact": message.contact} if message.contact is not None else False


class ContactRefusal(BaseFilter):
    """The button beside the one that shares the contact, whose label is sent as words."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool:
        return message.text == ctx.text("button-contact-keep")


def row(ctx: UpdateContext) -> list[dict[str, str]]:
    """The row of the settings that asks for the customer's phone."""
    return [button(ctx.text("button-contact"), WORD)]


@router.callback_query(PrivateChat(), Button(WORD))
async def ask(query: CallbackQuery, ctx: UpdateContext) -> None:
    """Ask for the customer's own contact; only Telegram's own button can send it."""
    ctx.update_customer(contact_asked_at=ctx.now)
    shares = KeyboardButton(text=ctx.text("button-contact-share"), request_contact=True)
    keeps = KeyboardButton(text=ctx.text("button-contact-keep"))
    keyboard = ReplyKeyboardMarkup(keyboard=[[shares], [keeps]], resize_keyboard=True, one_time_keyboard=True)
    _say(ctx, "contact-question", keyboard)


@router.message(PrivateChat(), ContactRefusal())
async def decline(message: Message, ctx: UpdateContext) -> None:
    """Take the two buttons away."""
    ctx.update_customer(contact_asked_at=None)
    _say(ctx, "contact-kept", ReplyKeyboardRemove())


@router.message(PrivateChat(), ContactMessage())
async def take(message: Message, contact: Contact, ctx: UpdateContext) -> None:
    """Join the customer with whoever the company knows by their phone; nobody else's contact is stored so.

    What was not asked for goes on as any message does: it may be about a complaint.
    """
    asked_at = ctx.customer.contact_asked_at
    is_asked = asked_at is not None and ctx.now - asked_at <= AWAITED_FOR
    if _is_own(message, contact):
        ctx.update_customer(contact_asked_at=None)
        _say(ctx, await _shared(contact, ctx), ReplyKeyboardRemove())
    elif is_asked:
        _say(ctx, "contact-not-yours")
    if not is_asked:
        raise SkipHandler


def _is_own(message: Message, contact: Contact) -> bool:
    """Telegram names the owner of a contact; a forwarded one may be shown by anybody."""
    sender = message.from_user
    return sender is not None and contact.user_id == sender.id and message.forward_origin is None


async def _shared(contact: Contact, ctx: UpdateContext) -> str:
    """The text that says what came of it. Telegram writes the country, but not always the plus."""
    number = phone.normalized(f"+{contact.phone_number.lstrip('+')}")
    if number is None:
        return "contact-unreadable"
    await ctx.write_person()
    outcome = await ctx.write(contacts.share, ctx.ids.next(), ctx.customer.id, number, ctx.now)
    return _OUTCOMES[outcome]


def _say(
    ctx: UpdateContext, text_id: str, keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
) -> None:
    ctx.send(SendMessage(chat_id=ctx.chat_id, text=ctx.text(text_id), reply_markup=keyboard))

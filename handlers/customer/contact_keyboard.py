"""The two buttons below the chat that share one's own phone, or keep it: only they can send a contact."""

from typing import Final

from aiogram.methods import SendMessage
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from handlers.shared.update_context import UpdateContext
from surveys.questions.kinds.contact import CONTACT
from surveys.questions.question import Question

REMOVED: Final = ReplyKeyboardRemove()


def show(ctx: UpdateContext) -> None:
    """Ask for the customer's own contact."""
    ctx.update_customer(contact_asked_at=ctx.now)
    shares = KeyboardButton(text=ctx.text("button-contact-share"), request_contact=True)
    keeps = KeyboardButton(text=ctx.text("button-contact-keep"))
    keyboard = ReplyKeyboardMarkup(keyboard=[[shares], [keeps]], resize_keyboard=True, one_time_keyboard=True)
    say(ctx, "contact-question", keyboard)


def put_away(ctx: UpdateContext, answered: Question | None) -> None:
    """Take the buttons away from whoever answered a question for a contact without them."""
    if answered is not None and answered.kind is CONTACT and ctx.customer.contact_asked_at is not None:
        ctx.update_customer(contact_asked_at=None)
        say(ctx, "contact-noted", REMOVED)


def say(
    ctx: UpdateContext, text_id: str, keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
) -> None:
    """Say a text in the customer's chat, with a keyboard below the chat, or with none there any more."""
    ctx.send(SendMessage(chat_id=ctx.chat_id, text=ctx.text(text_id), reply_markup=keyboard))

"""A customer shares their own contact, and is one with whom the company knows by that phone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Contact, Message

from handlers.customer import contact_keyboard
from handlers.customer.answers import give
from handlers.customer.corrections import awaited_change
from handlers.customer.preview import is_preview
from handlers.customer.typed_answer import take_answer
from handlers.shared.conversation_state import open_question
from handlers.shared.filters import Button, PrivateChat
from handlers.shared.keyboards import button
from handlers.shared.message_source import customers_content
from handlers.shared.update_context import UpdateContext
from storage.effects import flush
from storage.people import contacts
from storage.people.contacts import Sharing
from storage.rows import Answer, Conversation, Customer
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Input, NotText, Tap, Typed
from surveys.questions.kinds.contact import CONTACT
from surveys.questions.question import SKIP, Question
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
    contact_keyboard.show(ctx)


@router.message(PrivateChat(), ContactRefusal())
async def decline(message: Message, ctx: UpdateContext) -> None:
    """Take the two buttons away; a survey that asked for the contact goes on without it."""
    ctx.update_customer(contact_asked_at=None)
    contact_keyboard.say(ctx, "contact-kept", contact_keyboard.REMOVED)
    question = asked_for(ctx)
    if question is not None and question.skip is not None:
        await _go_on(message, ctx, await _answer(ctx, question, Tap(SKIP)))


def asked_for(ctx: UpdateContext) -> Question | None:
    """The question of a survey that a contact would answer now; None where none is asked for one."""
    question = awaited_change(ctx) or open_question(ctx)
    return question if question is not None and question.kind is CONTACT else None


@router.message(PrivateChat(), ContactMessage())
async def take(message: Message, contact: Contact, ctx: UpdateContext) -> None:
    """Join the customer with whoever the company knows by their phone; nobody else's contact is stored so.

    It answers the survey that asked for it, and that answer is stored before anybody is joined. What was not
    asked for goes on as any message does: it may be about a complaint.
    """
    asked_at, question = ctx.customer.contact_asked_at, asked_for(ctx)
    is_asked = question is not None or (asked_at is not None and ctx.now - asked_at <= AWAITED_FOR)
    if _is_own(message, contact):
        ctx.update_customer(contact_asked_at=None)
        # Telegram writes the country, but not always the plus.
        number = phone.normalized(f"+{contact.phone_number.lstrip('+')}")
        given = Typed(number) if number is not None else NotText()
        step = await _answer(ctx, question, given) if question is not None else None
        is_shown_only = question is not None and is_preview(ctx)
        said = "contact-noted" if is_shown_only else await _shared(number, ctx)
        contact_keyboard.say(ctx, said, contact_keyboard.REMOVED)
        await _go_on(message, ctx, step)
    elif is_asked:
        contact_keyboard.say(ctx, "contact-not-yours")
    if not is_asked:
        raise SkipHandler


async def _answer(ctx: UpdateContext, question: Question, given: Input) -> SurveyStep | None:
    """Store the answer at once: what follows may change whose rows are whose."""
    survey = ctx.app.survey_of(ctx.conversation) if ctx.conversation is not None else None
    step = await give(ctx, survey, question.id, given) if survey is not None else None
    await ctx.write(flush, [ctx.effects.split(Customer, Conversation, Answer)])
    return step


async def _go_on(message: Message, ctx: UpdateContext, step: SurveyStep | None) -> None:
    """Ask what follows the answer in its survey."""
    survey = ctx.app.survey_of(ctx.conversation) if ctx.conversation is not None else None
    content = customers_content(message, ctx)
    if survey is not None and step is not None and step.answer is not None and content is not None:
        await take_answer(ctx, survey, step, content)


def _is_own(message: Message, contact: Contact) -> bool:
    """Telegram names the owner of a contact; a forwarded one may be shown by anybody."""
    sender = message.from_user
    return sender is not None and contact.user_id == sender.id and message.forward_origin is None


async def _shared(number: str | None, ctx: UpdateContext) -> str:
    """The text that says what came of it."""
    if number is None:
        return "contact-unreadable"
    await ctx.write_person()
    outcome = await ctx.write(contacts.share, ctx.ids.next(), ctx.customer.id, number, ctx.now)
    return _OUTCOMES[outcome]

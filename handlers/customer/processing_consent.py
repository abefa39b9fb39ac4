"""Consent to processing, where the company asks for it: nothing that a person says is handled before.

What they said meanwhile waits as it came, and is handled once they agree.
"""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.customer.welcome import greet
from handlers.shared import keyboards
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, start_payload
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.delivery import inbox
from storage.people import consents
from storage.rows import Consent
from surveys.outreach.consents import ConsentKind
from surveys.roles import INVITATION

router = Router(name="processing consent")
router.callback_query.filter(PrivateChat())

AGREE: Final = "agree"
"""The word of its button: `agree:2`, by the version of the text."""
_COMMANDS: Final = frozenset({"/mydata", "/forget", "/stop"})
_BUTTONS: Final = frozenset({AGREE, "forget", "stop", "resume"})
"""What everybody may do without having agreed: it is theirs by right."""


async def is_missing(ctx: UpdateContext) -> bool:
    """Whether the person has to agree to the present text first; staff never have to."""
    version = ctx.app.consent_version
    if version is None or ctx.role is not None:
        return False
    return await ctx.run(consents.agreed_version, ctx.customer.id) != version


def is_by_right(event: TelegramObject) -> bool:
    """Whether it is handled without consent: a person's rights, and a link that makes staff."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").partition(":")[0] in _BUTTONS
    if not isinstance(event, Message) or event.forward_origin is not None:
        return False
    return _command(event) in _COMMANDS or (start_payload(event) or "").startswith(INVITATION)


def asks_for_privacy(event: TelegramObject) -> bool:
    """Whether the person wants to know first what is kept of them."""
    return isinstance(event, Message) and _command(event) == "/privacy"


def agrees(ctx: UpdateContext, event: TelegramObject) -> bool:
    """Whether the person typed what the button means."""
    words = ctx.text("words-agree").split(", ")
    return isinstance(event, Message) and (event.text or "").strip(" .!✅").casefold() in words


def ask(ctx: UpdateContext) -> None:
    """Show what the person is to agree to."""
    ctx.reply(*_question(ctx))


@router.callback_query(Button(AGREE))
async def agree(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    """Store the consent and let what waited for it be handled; a button of an older text asks anew."""
    is_asked = await is_missing(ctx)
    if is_asked and rest != ctx.app.consent_version:
        ctx.send(put(query, ctx, *_question(ctx)))
        return
    ctx.send(put(query, ctx, ctx.text("processing-agreed")))
    if not is_asked:
        return
    _decide(ctx, given=True)
    ctx.has_released = await ctx.write(inbox.release, ctx.chat_id) > 0
    if not ctx.has_released:
        greet(ctx)


async def withdraw(ctx: UpdateContext) -> None:
    """Store that whoever is forgotten takes their consent back, where they gave one."""
    if await ctx.run(consents.agreed_version, ctx.customer.id) is not None:
        _decide(ctx, given=False)


def _decide(ctx: UpdateContext, *, given: bool) -> None:
    version = ctx.app.consent_version or ""
    ctx.effects.add(Consent(ctx.ids.next(), ctx.customer.id, ConsentKind.PROCESSING, given, version, ctx.now))


def _question(ctx: UpdateContext) -> tuple[str, Keyboard]:
    button = keyboards.one_button(ctx.text("button-agree"), f"{AGREE}:{ctx.app.consent_version}")
    return ctx.text("processing-question", business=ctx.app.business), button


def _command(message: Message) -> str:
    return ((message.text or "").split(maxsplit=1) or [""])[0].partition("@")[0].casefold()

"""A database that may be a copy: owners are told, and one of them decides what becomes of what waits."""

from datetime import datetime

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, owns
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.outreach import hold
from storage.outreach.hold import WaitingOutreach
from storage.rows import Customer, Installation
from surveys.outreach.urgency import Urgency

buttons = Router(name="copy buttons")

_WORD, _DROP, _GO_ON = "hold", "drop", "on"


def notice(app: AppContext, owner: Customer, found: Installation, waits: WaitingOutreach) -> Outgoing:
    """The message that tells an owner by what the copy was recognised, how old it is and what waits."""
    say = app.texts.text
    said = say(
        owner.language,
        "copy-found",
        sign=found.held_why or "",
        age=_age(found.copied_at, app, owner.language),
        messages=waits.messages,
        plans=waits.plans,
    )
    keyboard = keyboards.Keyboard.of(
        [
            [keyboards.button(say(owner.language, "button-copy-drop"), f"{_WORD}:{_DROP}")],
            [keyboards.button(say(owner.language, "button-copy-go-on"), f"{_WORD}:{_GO_ON}")],
        ]
    )
    method = SendMessage(chat_id=owner.telegram_id or 0, text=said, reply_markup=keyboard)
    return Outgoing(method, Urgency.ESCALATION)


@buttons.callback_query(PrivateChat(), Button(_WORD), StaffOnly(owns))
async def decide(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """End the hold in one way or the other; returns what pops up where somebody has decided before."""
    if rest not in (_DROP, _GO_ON):
        return ctx.text("question-unknown")
    end = hold.drop if rest == _DROP else hold.release
    if not await ctx.write(end, ctx.now):
        return ctx.text("copy-decided")
    ctx.send(put(query, ctx, ctx.text("copy-dropped" if rest == _DROP else "copy-goes-on")))
    return None


def _age(moment: datetime | None, app: AppContext, language: str) -> str:
    if moment is None:
        return app.texts.text(language, "copy-age-unknown")
    local = moment.astimezone(app.zone)
    since = f"{local:%d.%m.%Y %H:%M}" if language == "ru" else f"{local:%Y-%m-%d %H:%M}"
    return app.texts.text(language, "copy-age", since=since)

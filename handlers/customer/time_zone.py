"""The customer's own time zone: asked once, told by a button, a town in words or a place on the map."""

import re
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.shared.content import Content
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.time_zones import zone_buttons, zone_of
from handlers.shared.update_context import UpdateContext
from surveys.language import towns, zones
from surveys.questions.message_kind import MessageKind

router = Router(name="time zone")

WORD: Final = "zone"
"""The word of the buttons: `zone:Asia/Omsk` chooses one, `zone` alone asks."""
AWAITED_FOR: Final = timedelta(hours=1)
"""How long the question waits for words or a place; its buttons work ever after."""
_LONGEST_TOWN: Final = 40
_TOWN: Final = re.compile(rf"(?=.{{1,{_LONGEST_TOWN}}}$)[\w.,'’()+-]+(?: [\w.,'’()+-]+){{0,3}}")
"""Words that may have been meant as a town: a few, without a call or a question."""


class TimeZoneAnswer(BaseFilter):
    """Words or a place that name a time zone while one is awaited; the handler gets it as `zone`."""

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        if (
            not _is_awaited(ctx)
            or message.forward_origin is not None
            or _is_about_something_else(message, ctx)
        ):
            return False
        zone = _zone_of_place(message) if message.location is not None else _zone_in(message.text or "")
        return {"zone": zone} if zone is not None else False


def ask_once(ctx: UpdateContext) -> None:
    """Ask a customer who allowed us to write first for their zone, unless it is known or was asked for."""
    if ctx.customer.timezone is None and ctx.customer.timezone_asked_at is None:
        ctx.update_customer(timezone_asked_at=ctx.now)
        ctx.reply(*_question(ctx, "zone-question"))


def hint(ctx: UpdateContext, content: Content) -> tuple[str, Keyboard] | None:
    """What is said to words or a place that name no zone while one is awaited; None for anything else."""
    if not _is_awaited(ctx):
        return None
    is_place = content.kind in (MessageKind.LOCATION, MessageKind.VENUE)
    is_town = content.kind is MessageKind.TEXT and _TOWN.fullmatch(content.words or "") is not None
    is_meant = is_place or (is_town and _zone_in(content.words or "") is None)
    return _question(ctx, "zone-unknown") if is_meant else None


def leave(ctx: UpdateContext) -> bool:
    """Whether the zone was awaited, which it is no longer: it was asked for, and is not asked for again."""
    if not _is_awaited(ctx):
        return False
    ctx.update_customer(timezone_asked_at=ctx.now - 2 * AWAITED_FOR)
    return True


def row(ctx: UpdateContext) -> list[dict[str, str]]:
    """The row of the settings that shows by which clock the customer is written to, and asks for another."""
    place = zones.label(zone_of(ctx.app, ctx.customer).key, ctx.language)
    return [button(ctx.text("button-zone", place=place), WORD)]


@router.callback_query(PrivateChat(), Button(WORD))
async def choose(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Ask for the zone, or store the one that was tapped; returns what pops up at a button of no zone."""
    if not rest:
        ctx.update_customer(timezone_asked_at=ctx.now)
        ctx.send(put(query, ctx, *_question(ctx, "zone-question")))
        return None
    zone = _zone_in(rest)
    if zone is None:
        return ctx.text("question-unknown")
    ctx.send(put(query, ctx, _store(ctx, zone)))
    return None


@router.message(PrivateChat(), TimeZoneAnswer())
async def answered(message: Message, zone: ZoneInfo, ctx: UpdateContext) -> None:
    """Store the zone that was named; the words and the place are not kept."""
    ctx.reply(_store(ctx, zone))


def _is_awaited(ctx: UpdateContext) -> bool:
    """Whether the zone was asked for a while ago at most, and no survey has asked anything since."""
    asked_at, conversation = ctx.customer.timezone_asked_at, ctx.conversation
    if asked_at is None or ctx.now - asked_at > AWAITED_FOR:
        return False
    return conversation is None or not conversation.awaiting or conversation.touched_at <= asked_at


def _is_about_something_else(message: Message, ctx: UpdateContext) -> bool:
    """Whether it replies to another message than the question about the zone."""
    replied_to = message.reply_to_message
    return replied_to is not None and replied_to.text not in (
        ctx.text("zone-question"),
        ctx.text("zone-unknown"),
    )


def _zone_in(words: str) -> ZoneInfo | None:
    return zones.find(words) if 0 < len(words) <= _LONGEST_TOWN else None


def _zone_of_place(message: Message) -> ZoneInfo | None:
    place = message.location
    town = towns.nearest(place.latitude, place.longitude) if place is not None else None
    return zones.find(town.zone) if town is not None else None


def _store(ctx: UpdateContext, zone: ZoneInfo) -> str:
    """Store the zone; returns what was understood, with the time there, so that a wrong one is noticed."""
    ctx.update_customer(timezone=zone.key, timezone_asked_at=None)
    return ctx.text(
        "zone-set",
        place=zones.label(zone.key, ctx.language),
        shift=zones.offset(zone, ctx.now),
        time=f"{ctx.now.astimezone(zone):%H:%M}",
    )


def _question(ctx: UpdateContext, text_id: str) -> tuple[str, Keyboard]:
    current = zone_of(ctx.app, ctx.customer).key
    rows = zone_buttons(ctx.language, current, ctx.now, lambda key: f"{WORD}:{key}")
    return ctx.text(text_id), Keyboard.of(rows)

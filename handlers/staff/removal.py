"""Removing a member of the team, and giving the access back: what changes, and who is told."""

import re
from datetime import datetime, timedelta
from typing import Final

from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery

from handlers.shared import keyboards, menus
from handlers.shared.editing import put
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels, staff_cases
from storage.people import customers, settings, staff, usernames
from storage.rows import Case, Staff
from surveys.base36 import base36
from surveys.outreach.urgency import Urgency
from surveys.roles import Role
from texts.quoting import inline

REVOKE: Final = "revoke"
"""A confirmation: `revoke:<id>:<when they were enrolled>`; an old one removes nobody who came back."""
RESTORE: Final = "restore"
"""An undo: `restore:<id>:<when they were removed>`, good for that removal only."""
_UNDONE_WITHIN: Final = timedelta(days=1)
_ID: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_NAMED_AT_MOST: Final = 30


def name_of(member: Staff) -> str:
    """The name of a member for a line of ours; the number of whoever has none that can be seen."""
    return inline(member.name, otherwise=str(member.telegram_id))


def confirmation(member: Staff) -> str:
    """The data of the button that removes this member."""
    return f"{REVOKE}:{member.telegram_id}:{_stamp(member.enrolled_at)}"


def left_group(telegram_id: int) -> str:
    """Name of the setting that tells that a member is no longer in the support group."""
    return f"left:{telegram_id}"


async def removable(ctx: UpdateContext, telegram_id: str) -> Staff | str:
    """The member whom whoever pressed may remove, else what they are told."""
    mine = await role_now(ctx)
    if mine is None or not _ID.fullmatch(telegram_id):
        return ctx.text("question-unknown")
    if mine is Role.OWNER and int(telegram_id) in ctx.app.owner_ids:
        return ctx.text("team-configured", id=telegram_id)
    if int(telegram_id) == ctx.chat_id:
        return ctx.text("team-not-yourself")
    member = await ctx.run(staff.find_member, int(telegram_id))
    if member is None or not mine.may_invite(member.role):
        return ctx.text("question-unknown")
    return ctx.text("team-closed-before") if member.revoked_at is not None else member


async def remove(query: CallbackQuery, ctx: UpdateContext, member: Staff) -> str:
    """Remove a member and free their cases; returns what pops up at the tap."""
    if not await ctx.write(staff.revoke, member.telegram_id, ctx.now, ctx.chat_id):
        return ctx.text("team-closed-before")
    freed = await staff_cases.release(ctx, member.telegram_id)
    label = ctx.text("button-remove-undo")
    undo = keyboards.one_button(label, f"{RESTORE}:{member.telegram_id}:{_stamp(ctx.now)}")
    parts = [
        ctx.text("team-removed-who", name=name_of(member)),
        _numbered(ctx, "team-freed", freed),
        await _still_there(ctx, member),
    ]
    ctx.send(put(query, ctx, "\n\n".join(filter(None, parts)), undo))
    await ctx.write(settings.drop_setting, left_group(member.telegram_id))
    await ctx.write(usernames.store, member.telegram_id, None)
    await _tell(ctx, member, "team-access-ended")
    menus.offer(ctx, menus.none_of(member.telegram_id))
    return ctx.text("team-removed")


async def restore(query: CallbackQuery, ctx: UpdateContext, rest: str) -> str:
    """Undo the removal that the button stands for; returns what pops up at the tap."""
    telegram_id, _, stamp = rest.partition(":")
    member = await ctx.run(staff.find_member, int(telegram_id)) if _ID.fullmatch(telegram_id) else None
    mine = await role_now(ctx)
    if member is None or mine is None or not mine.may_invite(member.role):
        return ctx.text("question-unknown")
    ended = member.revoked_at
    if ended is None or _stamp(ended) != stamp or ctx.now - ended > _UNDONE_WITHIN:
        return ctx.text("team-undo-late")
    if not await ctx.write(staff.restore, member.telegram_id, ended):
        return ctx.text("team-undo-late")
    back = await staff_cases.give_back(ctx, member.telegram_id)
    parts = [ctx.text("team-restored-who", name=name_of(member)), _numbered(ctx, "team-regained", back)]
    ctx.send(put(query, ctx, "\n\n".join(filter(None, parts))))
    await _tell(ctx, member, "team-access-back")
    menus.offer(ctx, menus.of_member(ctx.app, member.telegram_id, member.role))
    return ctx.text("team-restored")


def numbers(cases: list[Case]) -> str:
    """`#1, #4`: the numbers of cases for a line of ours, at most 30 of them."""
    shown = ", ".join(f"#{case.number}" for case in cases[:_NAMED_AT_MOST])
    return f"{shown}, …" if len(cases) > _NAMED_AT_MOST else shown


def _numbered(ctx: UpdateContext, text_id: str, cases: list[Case]) -> str | None:
    open_ones = [case for case in cases if case.closed_at is None]
    return ctx.text(text_id, numbers=numbers(open_ones)) if open_ones else None


async def _still_there(ctx: UpdateContext, member: Staff) -> str | None:
    """What has to be done by hand in the support group; None without one, and where they have left it."""
    if ctx.app.support is None:
        return None
    has_left = await ctx.run(settings.find_setting, left_group(member.telegram_id))
    return None if has_left else ctx.text("team-still-in-group", name=name_of(member))


async def _tell(ctx: UpdateContext, member: Staff, text_id: str) -> None:
    """A word to the member in their language, unless they never wrote to the bot or blocked it."""
    person = await ctx.run(customers.customer, member.telegram_id)
    if person is None or person.blocked_at is not None:
        return
    text = ctx.app.texts.text
    role = text(person.language, labels.ROLE[member.role])
    said = text(person.language, text_id, business=ctx.app.business, role=role)
    ctx.send(SendMessage(chat_id=member.telegram_id, text=said), Urgency.SERVICE)


def _stamp(moment: datetime) -> str:
    """A moment in as few letters as button data have room for, to the microsecond."""
    return base36(round(moment.timestamp() * 1_000_000))

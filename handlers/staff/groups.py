"""The group in which complaints are dealt with: offered to owners, chosen by one of them, watched over."""

import re
from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message

from handlers.cases import opening, sample_case, supergroup
from handlers.shared import keyboards, menus
from handlers.shared.app_context import SUPPORT_CHAT, AppContext, SupportChat
from handlers.shared.editing import put
from handlers.shared.filters import Button, GroupChat, Payload, PrivateChat, StaffOnly, owns
from handlers.shared.update_context import UpdateContext
from handlers.staff import group_link, group_rights, owners
from handlers.staff.group_rights import GroupRights, title_of
from storage.delivery import outbox
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

router = Router(name="groups")
buttons = Router(name="group buttons")

_WORD: Final = "group"
_CHAT_ID: Final = re.compile(r"-[0-9]{1,18}")


class TopicsEnabled(BaseFilter):
    """Telegram tells nobody when topics are switched on; each message shows that they are."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        known = app.support
        return (
            known is not None and known.id == message.chat.id and bool(message.chat.is_forum) > known.is_forum
        )


class SupergroupMigration(BaseFilter):
    """The first message of the supergroup that took the support chat's place."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        before, known = message.migrate_from_chat_id, app.support
        return before is not None and known is not None and known.id in (before, message.chat.id)


router.message.filter(GroupChat())


@router.my_chat_member(GroupChat())
async def membership(change: ChatMemberUpdated, ctx: UpdateContext) -> None:
    """Store what the bot may do in the group now.

    Anybody can add the bot to a group: beside a support chat only the team's groups are offered.
    """
    chat_id = change.chat.id
    known, now = await group_rights.find_group(ctx, chat_id), group_rights.group_rights(change)
    is_support = ctx.app.support is not None and ctx.app.support.id == chat_id
    if now is None:
        await group_rights.drop_group(ctx, chat_id)
        if is_support:
            await _lose(ctx, title_of(change))
        return
    if is_support or known is not None:
        await group_rights.save_group(ctx, chat_id, now)
        if is_support:
            await ctx.write(outbox.hasten, chat_id, ctx.now)
    elif ctx.role is not None or ctx.app.support is None:
        await group_rights.save_group(ctx, chat_id, now)
        await _offer(ctx, change)
    if is_support and not now.is_ready and (known is None or known.is_ready):
        await _alarm(ctx, chat_id, now)


@router.message(TopicsEnabled())
async def got_topics(message: Message, ctx: UpdateContext) -> None:
    """Store that each case gets its own topic from now on.

    Raises SkipHandler: the message itself is for others to handle.
    """
    chat_id = message.chat.id
    support = replace(ctx.app.support or SupportChat(chat_id), is_forum=True)
    await ctx.choose(SUPPORT_CHAT, support.chosen())
    known = await group_rights.find_group(ctx, chat_id)
    if known is not None:
        now = replace(known, is_forum=True)
        await group_rights.save_group(ctx, chat_id, now)
        if known.is_ready and not now.is_ready:
            await _alarm(ctx, chat_id, now)
    raise SkipHandler


@router.message(SupergroupMigration())
async def supergroup_migrated(message: Message, ctx: UpdateContext) -> None:
    """Publish the commands of the support chat in the supergroup that took its place.

    The other note of the move, in the old group, may have been missed.
    """
    if message.migrate_from_chat_id is not None and message.chat.id != message.migrate_from_chat_id:
        await supergroup.follow(ctx, message.migrate_from_chat_id, message.chat.id)
    menus.offer(ctx, menus.of_support_chat(replace(ctx.app, support=SupportChat(message.chat.id))))


@router.message(Payload(group_link.PAYLOAD), StaffOnly(owns))
async def added_by_link(message: Message, ctx: UpdateContext) -> None:
    """Choose the group to which an owner has just added the bot by the link.

    One that lacks something, or comes beside another, is chosen by the button that owners got.
    """
    group = await group_rights.find_group(ctx, message.chat.id)
    if ctx.app.support is None and group is not None and group.is_ready:
        await _take_over(ctx, SupportChat(message.chat.id, group.is_forum))
        chosen = ctx.text("group-chosen", title=group.title)
        ctx.send_text(ctx.chat_id, chosen)


@buttons.callback_query(PrivateChat(), Button(_WORD), StaffOnly(owns))
async def choose(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Make the group the support chat if it is ready; returns what pops up, None when it was chosen.

    When something is missing the same button checks again.
    """
    chat_id = int(rest) if _CHAT_ID.fullmatch(rest) else 0
    group = await group_rights.find_group(ctx, chat_id)
    if group is None:
        return ctx.text("group-gone")
    if not group.is_ready:
        said = ctx.text("group-lacks", title=group.title, lacks=group.lacks(ctx.app, ctx.language))
        ctx.send(put(query, ctx, said, _again(ctx.app, ctx.language, chat_id)))
        return ctx.text("group-not-yet")
    known = ctx.app.support
    if known is None or (known.id, known.is_forum) != (chat_id, group.is_forum):
        await _take_over(ctx, SupportChat(chat_id, group.is_forum))
    else:
        await opening.announce_open(ctx)
    ctx.send(put(query, ctx, ctx.text("group-chosen", title=group.title)))
    return None


async def _take_over(ctx: UpdateContext, support: SupportChat) -> None:
    """The group is greeted and gets what is open."""
    if ctx.app.support is not None and ctx.app.support.id != support.id:
        menus.offer(ctx, menus.none_of(ctx.app.support.id))
    await ctx.choose(SUPPORT_CHAT, support.chosen())
    ctx.app = replace(ctx.app, support=support)
    ctx.send_text(
        support.id, ctx.app.texts.text(ctx.app.language, "group-greeting", business=ctx.app.business)
    )
    menus.offer(ctx, menus.of_support_chat(ctx.app))
    await opening.announce_open(ctx)
    await sample_case.show(ctx, support)


async def _offer(ctx: UpdateContext, change: ChatMemberUpdated) -> None:
    def notice(language: str) -> tuple[str, InlineKeyboardMarkup]:
        parts = [ctx.app.texts.text(language, "group-offer", title=title_of(change))]
        if ctx.role is None:
            name = inline(change.from_user.full_name)
            parts.append(ctx.app.texts.text(language, "group-offer-stranger", name=name))
        label = ctx.app.texts.text(language, "button-group-choose")
        return "\n\n".join(parts), keyboards.one_button(label, f"{_WORD}:{change.chat.id}")

    await owners.tell(ctx, notice)


async def _alarm(ctx: UpdateContext, chat_id: int, group: GroupRights) -> None:
    def notice(language: str) -> tuple[str, InlineKeyboardMarkup]:
        lacks = group.lacks(ctx.app, language)
        said = ctx.app.texts.text(language, "group-alarm", title=group.title, lacks=lacks)
        return said, _again(ctx.app, language, chat_id)

    await owners.tell(ctx, notice, Urgency.ESCALATION)


async def _lose(ctx: UpdateContext, title: str) -> None:
    """Store that there is no support chat and tell the owners: cases wait, and owners hear of each."""
    await ctx.choose(SUPPORT_CHAT, {})
    await owners.tell(
        ctx,
        lambda language: (ctx.app.texts.text(language, "group-lost", title=title), None),
        Urgency.ESCALATION,
    )


def _again(app: AppContext, language: str, chat_id: int) -> InlineKeyboardMarkup:
    return keyboards.one_button(app.texts.text(language, "button-group-again"), f"{_WORD}:{chat_id}")

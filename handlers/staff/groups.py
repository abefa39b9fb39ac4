"""The group in which complaints are dealt with: offered to owners, chosen by one of them, watched over."""

import re
from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message

from handlers import keyboards, menus
from handlers.editing import put
from handlers.filters import Button, Private, Staff, owns
from handlers.house import SUPPORT_CHAT, House, SupportChat
from handlers.staff import group_rights, owners
from handlers.staff.group_rights import Group, title_of
from handlers.support import opening
from handlers.support.quoting import inline
from handlers.visit import Visit
from surveys.urgency import Urgency

router = Router(name="groups")
buttons = Router(name="group buttons")

_WORD: Final = "group"
_CHAT_ID: Final = re.compile(r"-[0-9]{1,18}")


class InGroup(BaseFilter):
    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type in ("group", "supergroup")


class GotTopics(BaseFilter):
    """Telegram tells nobody when topics are switched on; each message shows that they are."""

    async def __call__(self, message: Message, house: House) -> bool:
        known = house.support
        return (
            known is not None and known.id == message.chat.id and bool(message.chat.is_forum) > known.is_forum
        )


class Successor(BaseFilter):
    """The first message of the supergroup that took the support chat's place."""

    async def __call__(self, message: Message, house: House) -> bool:
        before, known = message.migrate_from_chat_id, house.support
        return before is not None and known is not None and known.id in (before, message.chat.id)


router.message.filter(InGroup())


@router.my_chat_member(InGroup())
async def membership(change: ChatMemberUpdated, visit: Visit, house: House) -> None:
    """Anybody can add the bot to a group: beside a support chat only the team's groups are offered."""
    chat_id = change.chat.id
    known, now = await group_rights.find(visit, chat_id), group_rights.of(change)
    is_support = house.support is not None and house.support.id == chat_id
    if now is None:
        await group_rights.drop(visit, chat_id)
        if is_support:
            await _lose(visit, house, title_of(change))
        return
    if is_support or known is not None:
        await group_rights.save(visit, chat_id, now)
    elif visit.role is not None or house.support is None:
        await group_rights.save(visit, chat_id, now)
        await _offer(visit, house, change)
    if is_support and not now.is_ready and (known is None or known.is_ready):
        await _alarm(visit, house, chat_id, now)


@router.message(GotTopics())
async def got_topics(message: Message, visit: Visit, house: House) -> None:
    """From now on each case gets its own. The message itself is for others to handle."""
    chat_id = message.chat.id
    await visit.choose(SUPPORT_CHAT, {"id": chat_id, "is_forum": True})
    known = await group_rights.find(visit, chat_id)
    if known is not None:
        now = replace(known, is_forum=True)
        await group_rights.save(visit, chat_id, now)
        if known.is_ready and not now.is_ready:
            await _alarm(visit, house, chat_id, now)
    raise SkipHandler


@router.message(Successor())
async def succeeded(message: Message, visit: Visit, house: House) -> None:
    menus.offer(visit, menus.of_support_chat(replace(house, support=SupportChat(message.chat.id))))


@buttons.callback_query(Private(), Button(_WORD), Staff(owns))
async def choose(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str | None:
    """Checks what is known of the group; when something is missing the same button checks again."""
    chat_id = int(rest) if _CHAT_ID.fullmatch(rest) else 0
    group = await group_rights.find(visit, chat_id)
    if group is None:
        return house.texts.say(visit.language, "group-gone")
    if not group.is_ready:
        said = house.texts.say(
            visit.language, "group-lacks", title=group.title, lacks=group.lacks(house, visit.language)
        )
        visit.send(put(query, visit, said, _again(house, visit.language, chat_id)))
        return house.texts.say(visit.language, "group-not-yet")
    if house.support != SupportChat(chat_id, group.is_forum):
        await _take_over(visit, house, SupportChat(chat_id, group.is_forum))
    visit.send(put(query, visit, house.texts.say(visit.language, "group-chosen", title=group.title)))
    return None


async def _take_over(visit: Visit, house: House, support: SupportChat) -> None:
    """The group is greeted and gets what is open."""
    if house.support is not None and house.support.id != support.id:
        menus.offer(visit, menus.none_of(house.support.id))
    await visit.choose(SUPPORT_CHAT, {"id": support.id, "is_forum": support.is_forum})
    furnished = replace(house, support=support)
    visit.say(support.id, house.texts.say(house.language, "group-greeting", business=house.business))
    menus.offer(visit, menus.of_support_chat(furnished))
    await opening.announce_open(visit, furnished)


async def _offer(visit: Visit, house: House, change: ChatMemberUpdated) -> None:
    def notice(language: str) -> tuple[str, InlineKeyboardMarkup]:
        parts = [house.texts.say(language, "group-offer", title=title_of(change))]
        if visit.role is None:
            name = inline(change.from_user.full_name)
            parts.append(house.texts.say(language, "group-offer-stranger", name=name))
        label = house.texts.say(language, "button-group-choose")
        return "\n\n".join(parts), keyboards.one_button(label, f"{_WORD}:{change.chat.id}")

    await owners.tell(visit, house, notice)


async def _alarm(visit: Visit, house: House, chat_id: int, group: Group) -> None:
    def notice(language: str) -> tuple[str, InlineKeyboardMarkup]:
        lacks = group.lacks(house, language)
        said = house.texts.say(language, "group-alarm", title=group.title, lacks=lacks)
        return said, _again(house, language, chat_id)

    await owners.tell(visit, house, notice, Urgency.ESCALATION)


async def _lose(visit: Visit, house: House, title: str) -> None:
    """Without a support chat cases wait, and owners hear of each."""
    await visit.choose(SUPPORT_CHAT, {})
    await owners.tell(
        visit,
        house,
        lambda language: (house.texts.say(language, "group-lost", title=title), None),
        Urgency.ESCALATION,
    )


def _again(house: House, language: str, chat_id: int) -> InlineKeyboardMarkup:
    return keyboards.one_button(house.texts.say(language, "button-group-again"), f"{_WORD}:{chat_id}")

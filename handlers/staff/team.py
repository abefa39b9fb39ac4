"""`/team`: who is enrolled, new links, and goodbye."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import keyboards, menus
from handlers.filters import Button, Private, Staff, command, invites
from handlers.house import House
from handlers.staff import words
from handlers.visit import Visit
from storage import staff
from storage.rows import Staff as Member
from surveys.roles import INVITATION, Role

router = Router(name="team")
buttons = Router(name="team buttons")

_INVITE, _REMOVE = "invite", "remove"
_SHOWN = 30


@router.message(command("team"), Staff(invites))
async def team(message: Message, visit: Visit, house: House) -> None:
    members = await visit.read(staff.members)
    visit.reply(_listed(members, visit, house), _keyboard(members, visit, house))


@buttons.callback_query(Private(), Button(_INVITE), Staff(invites))
async def invite(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str | None:
    """A fresh link in a message of its own, to be passed on."""
    role = _role(rest)
    if visit.role is None or role is None or not visit.role.may_invite(role):
        return house.texts.say(visit.language, "question-unknown")
    token = await visit.write(
        staff.invite, visit.ids.next(), role.value, visit.customer.telegram_id, visit.now
    )
    name = house.texts.say(visit.language, words.ROLE[role])
    link = f"https://t.me/{house.username}?start={INVITATION}{token}"
    visit.reply(house.texts.say(visit.language, "invitation-link", role=name, link=link))
    return None


@buttons.callback_query(Private(), Button(_REMOVE), Staff(invites))
async def remove(query: CallbackQuery, rest: str, visit: Visit, house: House) -> str:
    """At once: the next message of a removed member is a stranger's."""
    members = {str(member.telegram_id): member for member in await visit.read(staff.members)}
    member = members.get(rest)
    if member is None or visit.role is None or not visit.role.may_invite(Role(member.role)):
        return house.texts.say(visit.language, "question-unknown")
    await visit.write(staff.revoke, member.telegram_id, visit.now)
    left = [other for other in members.values() if other is not member]
    visit.reply(_listed(left, visit, house), _keyboard(left, visit, house))
    if member.telegram_id not in house.owner_ids:
        menus.offer(visit, menus.none_of(member.telegram_id))
    return house.texts.say(visit.language, "team-removed")


def _role(word: str) -> Role | None:
    return next((role for role in Role if role.value == word), None)


def _listed(members: list[Member], visit: Visit, house: House) -> str:
    if not members:
        return house.texts.say(visit.language, "team-empty")
    lines = [house.texts.say(visit.language, "team")]
    for member in members[:_SHOWN]:
        role = house.texts.say(visit.language, words.ROLE[Role(member.role)])
        lines.append(f"• {member.name or member.telegram_id}: {role}")
    return "\n".join(lines)


def _keyboard(members: list[Member], visit: Visit, house: House) -> keyboards.Keyboard:
    mine = visit.role
    rows: keyboards.Rows = []
    for role in Role:
        if mine is not None and mine.may_invite(role):
            label = house.texts.say(visit.language, words.INVITE[role])
            rows.append([keyboards.button(label, f"{_INVITE}:{role}")])
    for member in members[:_SHOWN]:
        if mine is not None and mine.may_invite(Role(member.role)):
            who = (member.name or str(member.telegram_id))[:20]
            rows.append([keyboards.button(f"✖ {who}", f"{_REMOVE}:{member.telegram_id}")])
    return keyboards.Keyboard.of(rows)

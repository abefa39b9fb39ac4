"""`/start` with a one-time link: a person becomes staff."""

from aiogram import Router
from aiogram.types import Message

from handlers import menus
from handlers.filters import Payload
from handlers.house import House
from handlers.staff import setting_up, words
from handlers.visit import Visit
from storage import staff
from storage.rows import Staff
from surveys.roles import INVITATION, Role

router = Router(name="joining")


@router.message(Payload(INVITATION))
async def join(message: Message, rest: str, visit: Visit, house: House) -> None:
    """Spent within the batch's transaction, so that two people with one link make one member."""
    person = visit.customer.telegram_id
    if person is None:
        return
    invitation = await visit.write(staff.use, rest, person, visit.now)
    if invitation is None:
        visit.reply(house.texts.say(visit.language, "invitation-spent"))
        return
    role = Role(invitation.role)
    if visit.role is Role.OWNER:
        role = Role.OWNER
    member = Staff(person, role.value, visit.now, visit.customer.name, invitation.created_by)
    await visit.write(staff.enroll, member)
    name = house.texts.say(visit.language, words.ROLE[role])
    visit.reply(house.texts.say(visit.language, "invitation-welcome", role=name, business=house.business))
    if role is Role.OWNER and not house.is_set_up:
        await setting_up.begin(visit, house)
    else:
        menus.offer(visit, menus.of_member(house, person, role))

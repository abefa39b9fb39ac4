"""The commands of staff outside the support chat: reading works in private, acting is told where."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.filters import AnyCommand, Private, Staff, command
from handlers.house import House
from handlers.support import listing
from handlers.support.carrying import plain
from handlers.visit import Visit
from surveys.roles import Role


def answers_customers(role: Role) -> bool:
    """Every role does."""
    return role in Role


router = Router(name="support commands elsewhere")
router.message.filter(AnyCommand(), Staff(answers_customers))


@router.message(Private(), command("cases"))
async def list_cases(message: Message, visit: Visit, house: House) -> None:
    visit.send(plain(message.chat.id, await listing.board(visit, house, visit.language)))


@router.message(Private(), command("case"))
async def show_case(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    for page in await listing.history(visit, house, visit.language, command.args):
        visit.send(plain(message.chat.id, page))


@router.message(command("take"))
@router.message(command("close"))
@router.message(command("cases"))
@router.message(command("case"))
async def tell_where(message: Message, visit: Visit, house: House) -> None:
    name = "support-where" if house.support is not None else "support-where-none"
    visit.say(message.chat.id, house.texts.say(visit.language, name), reply_to=message.message_id)

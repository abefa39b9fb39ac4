"""The support chat: what staff write there, and the commands in a case's topic."""

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from handlers.customer.content import content_of
from handlers.filters import command
from handlers.house import SUPPORT_CHAT, House
from handlers.support import answering, here, listing, steps, words
from handlers.support.card import causes_keyboard
from handlers.visit import Visit
from storage import cases, outbox
from storage.rows import Case
from surveys.cases import Refusal

router = Router(name="support chat")
commands = Router(name="support chat commands")
talk = Router(name="support chat talk")


class InSupportChat(BaseFilter):
    async def __call__(self, message: Message, house: House) -> bool:
        return house.support is not None and message.chat.id == house.support.id


class Typed(BaseFilter):
    """A command that was written here and to us: a forwarded one was somebody else's."""

    async def __call__(self, message: Message, house: House) -> bool:
        if not _is_command(message):
            return False
        _, _, addressee = (message.text or "").split(maxsplit=1)[0].partition("@")
        return addressee.lower() in ("", house.username.lower())


class Moved(BaseFilter):
    """The group became a supergroup under another id."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None


router.message.filter(InSupportChat())
router.edited_message.filter(InSupportChat())
commands.message.filter(Typed())
router.include_routers(commands, talk)


@commands.message(command("take"))
async def take(message: Message, visit: Visit, house: House) -> None:
    if (case := await _authorised(visit, house, message)) is None:
        return
    refusal = await steps.take(visit, house, case)
    said = words.refused(house, house.language, refusal) if refusal else words.taken(visit, house)
    here.answer(visit, message, said, case=case)


@commands.message(command("close"))
async def close(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    if (case := await _authorised(visit, house, message)) is None:
        return
    cause = words.cause(house, command.args)
    refusal = await steps.close(visit, house, case, cause)
    if refusal in (Refusal.NO_CAUSE, Refusal.UNKNOWN_CAUSE):
        asked = words.refused(house, house.language, refusal)
        here.answer(visit, message, asked, causes_keyboard(case, house), case=case)
        return
    said = words.refused(house, house.language, refusal) if refusal else words.closed(house, cause)
    here.answer(visit, message, said, case=case)


@commands.message(command("cases"))
async def list_cases(message: Message, visit: Visit, house: House) -> None:
    if visit.role is not None:
        here.answer(visit, message, await listing.board(visit, house, house.language))


@commands.message(command("case"))
async def show_case(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    if visit.role is not None:
        for page in await listing.history(visit, house, house.language, command.args):
            here.answer(visit, message, page)


@commands.message()
async def unknown(message: Message, visit: Visit, house: House) -> None:
    """A slip of the pen must not reach a customer."""
    if visit.role is not None:
        here.answer(visit, message, house.texts.say(house.language, "support-commands"))


@talk.message(Moved())
async def moved(message: Message, visit: Visit, house: House) -> None:
    new = message.migrate_to_chat_id
    if new is not None and house.support is not None:
        await visit.choose(SUPPORT_CHAT, {"id": new, "is_forum": False})
        await visit.write(outbox.move_chat, message.chat.id, new)
        await visit.write(cases.move_chat, message.chat.id, new)


@talk.message()
async def said(message: Message, visit: Visit, house: House) -> None:
    """In a case it goes to the customer; everything else is talk among colleagues."""
    content = content_of(message)
    if content is None or message.is_automatic_forward or answering.stays_inside(message):
        return
    case = None if _is_command(message) else await here.case_here(visit, message)
    if case is None:
        return
    if visit.role is None:
        await here.decline(visit, house, case, message)
    elif message.forward_origin is not None:
        here.answer(visit, message, house.texts.say(house.language, "support-forward"), case=case)
    else:
        await answering.answer(visit, house, case, content, message)


@talk.edited_message()
async def edited(message: Message, visit: Visit, house: House) -> None:
    case = await here.case_of(visit, message)
    if case is not None and visit.role is not None:
        here.answer(visit, message, house.texts.say(house.language, "support-edited"), case=case)


async def _authorised(visit: Visit, house: House, message: Message) -> Case | None:
    """The case that a command of enrolled staff is about; everybody else is told why nothing happens."""
    case = await here.case_here(visit, message)
    if visit.role is None:
        if case is not None:
            await here.decline(visit, house, case, message)
        return None
    if case is None:
        here.answer(visit, message, house.texts.say(house.language, "support-no-case"))
    return case


def _is_command(message: Message) -> bool:
    text = message.text or ""
    return text.startswith("/") and not text.startswith("//") and message.forward_origin is None

"""First words, help, privacy, and people who block the bot or come back."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import keyboards
from handlers.customer.asking import state_of
from handlers.customer.content import Content
from handlers.customer.keeping import keep, keep_words_of
from handlers.filters import Payload, command
from handlers.house import House
from handlers.visit import Visit
from surveys import engine
from surveys.roles import Role

router = Router(name="welcome")
membership_router = Router(name="membership")
last = Router(name="last")
last_button = Router(name="last button")


@router.message(Payload("wish"))
async def asked_for_a_wish(message: Message, visit: Visit, house: House) -> None:
    visit.reply(house.texts.say(visit.language, "wish-how"))


@router.message(command("start"))
async def start(message: Message, visit: Visit, house: House) -> None:
    """A greeting; an open question stays open, and the customer is told so."""
    text = house.texts.say(visit.language, "start", business=house.business)
    if _is_waited_for(visit, house):
        text = f"{text}\n\n{house.texts.say(visit.language, 'start-open-question')}"
    rate, complain, leave = (
        keyboards.button(house.texts.say(visit.language, name), data)
        for name, data in (
            ("button-rate", keyboards.RATE),
            ("button-complain", keyboards.COMPLAIN),
            ("button-leave", keyboards.LEAVE),
        )
    )
    visit.reply(text, keyboards.Keyboard.of([[rate], [complain, leave]]))


def _is_waited_for(visit: Visit, house: House) -> bool:
    """A survey was begun and cannot be counted yet."""
    row = visit.conversation
    survey = house.survey(row.survey_id) if row is not None else None
    if row is None or row.awaiting is None or survey is None:
        return False
    talk = state_of(row)
    return not engine.is_answered(survey, talk) and not engine.is_expired(survey, talk, visit.now)


@router.message(command("wish"))
async def wish(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    if not command.args:
        visit.reply(house.texts.say(visit.language, "wish-how"))
        return
    keep(visit, Content("wish", command.args))
    visit.reply(house.texts.say(visit.language, "wish-kept"))


@router.message(command("help"))
async def help_page(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    keep_words_of(visit, command)
    names = ["help"]
    if visit.role is not None:
        names.append("help-team")
    if visit.role is not None and visit.role.reads_numbers:
        names.append("help-manager")
    if visit.role is Role.OWNER:
        names.append("help-owner")
    visit.reply("\n\n".join(house.texts.say(visit.language, name) for name in names))


@router.message(command("privacy"))
async def privacy(message: Message, command: CommandObject, visit: Visit, house: House) -> None:
    keep_words_of(visit, command)
    who = str(visit.customer.telegram_id)
    visit.reply(house.texts.say(visit.language, "privacy", business=house.business, id=who))


@membership_router.my_chat_member()
async def membership(change: ChatMemberUpdated, visit: Visit) -> None:
    """Blocking lowers our reach and nothing else; unblocking restores it."""
    if change.chat.type != "private":
        return
    if change.new_chat_member.status == "kicked":
        visit.update_customer(blocked_at=visit.now)
    elif visit.customer.blocked_at is not None:
        visit.update_customer(blocked_at=None)


@last.message()
async def unknown_command(message: Message, visit: Visit, house: House) -> None:
    """Also for commands that this person has no right to: strangers learn nothing from the answer."""
    keep(visit, Content("command", message.text))
    visit.reply(house.texts.say(visit.language, "help-asked"))


@last_button.callback_query()
async def unknown_button(query: CallbackQuery, visit: Visit, house: House) -> str:
    return house.texts.say(visit.language, "question-unknown")

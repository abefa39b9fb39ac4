"""Filters. Each is a coroutine: aiogram sends every other kind of filter through a thread."""

from typing import Any

from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, Message

from handlers.house import House
from handlers.visit import Visit
from surveys.callback import unpack


class Private(BaseFilter):
    """In the person's own chat with the bot. A tap that names no message was made under one too old."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is None or message.chat.type == "private"


def command(name: str) -> Command:
    """In large letters and with the bot's name too. Comparing that name would ask Telegram for it."""
    return Command(name, ignore_case=True, ignore_mention=True)


class AnyCommand(BaseFilter):
    """Begins with a slash; put it after all commands that are known."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text and message.text.startswith("/"))


class SurveyTap(BaseFilter):
    """A button of a survey; the handler gets it as `tapped`."""

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        tapped = unpack(query.data or "")
        return {"tapped": tapped} if tapped else False


class Button(BaseFilter):
    """Any other button, by the word before the first colon; the handler gets the rest as `rest`."""

    def __init__(self, word: str) -> None:
        self.word = word

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        word, _, rest = (query.data or "").partition(":")
        return {"rest": rest} if word == self.word else False


class Owner(BaseFilter):
    """Named in staff.owner_ids. Decided by the id of whoever wrote or pressed, never by the chat."""

    async def __call__(self, event: Message | CallbackQuery, visit: Visit, house: House) -> bool:
        return visit.customer.telegram_id in house.owner_ids and not _is_disguised(event)


def _is_disguised(event: Message | CallbackQuery) -> bool:
    """Anonymous administrators and channels speak through a shared id: it proves nothing."""
    return isinstance(event, Message) and event.sender_chat is not None

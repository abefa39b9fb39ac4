"""Filters. Each is a coroutine: aiogram sends every other kind of filter through a thread."""

from collections.abc import Callable
from typing import Any, Final

from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, MessageReactionUpdated

from handlers.shared.update_context import UpdateContext
from storage.engines.types import storable
from surveys.questions.callback import unpack
from surveys.roles import Role

_START: Final = "/start"


class PrivateChat(BaseFilter):
    """What happens in the person's own chat with the bot.

    A tap that names no message was made under one too old.
    """

    async def __call__(self, event: Message | CallbackQuery | MessageReactionUpdated) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is None or message.chat.type == "private"


class _StorableCommand(Command):
    """A command whose words can be looked for in any database."""

    @classmethod
    def extract_command(cls, text: str) -> CommandObject:
        return super().extract_command(storable(text))


def command(*names: str) -> Command:
    """The filter of these commands, in large letters and with the bot's name too.

    Comparing that name would ask Telegram for it.
    """
    return _StorableCommand(*names, ignore_case=True, ignore_mention=True)


class CommandOnly(BaseFilter):
    """A message that begins with a slash. What is forwarded was meant for somebody else: it is no command."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text and message.text.startswith("/")) and message.forward_origin is None


class GroupChat(BaseFilter):
    """What happens in a group or a supergroup."""

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type in ("group", "supergroup")


def is_addressed(message: Message, username: str) -> bool:
    """Whether a command names no bot, or this one."""
    _, _, addressee = (message.text or "").split(maxsplit=1)[0].partition("@")
    return addressee.lower() in ("", username.lower())


def start_payload(message: Message) -> str | None:
    """What stands behind `/start`; None for a message that is no `/start` with something behind it."""
    word, *payload = (message.text or "").split(maxsplit=1) or [""]
    is_start = word.partition("@")[0].casefold() == _START
    return payload[0].strip() if is_start and payload else None


class Payload(BaseFilter):
    """`/start` with this payload, whole.

    A word that ends with an underscore is the beginning of one: the handler gets the rest of it as `rest`.
    """

    def __init__(self, word: str) -> None:
        self.word = word

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        payload = start_payload(message) or ""
        if not self.word.endswith("_"):
            return payload == self.word
        return {"rest": payload.removeprefix(self.word)} if payload.startswith(self.word) else False


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


class StaffOnly(BaseFilter):
    """Staff, or those with the right that is named, by whoever wrote or pressed, never by the chat."""

    def __init__(self, right: Callable[[Role], bool] | None = None) -> None:
        self.right = right

    async def __call__(self, event: Message | CallbackQuery, ctx: UpdateContext) -> bool:
        return ctx.role is not None and (self.right is None or self.right(ctx.role))


def reads_numbers(role: Role) -> bool:
    """Whether somebody of this role may ask for reports."""
    return role.reads_numbers


def invites(role: Role) -> bool:
    """Whether somebody of this role may invite staff."""
    return role.may_invite(Role.SUPPORT)


def owns(role: Role) -> bool:
    """Whether this is the owner's role."""
    return role is Role.OWNER

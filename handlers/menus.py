"""The lists of commands that Telegram shows. Hiding a command is no protection; see handlers.filters."""

from collections.abc import Iterable, Iterator
from typing import Final

from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from handlers.house import House
from handlers.visit import Visit
from surveys.language import LANGUAGES
from surveys.roles import Role
from surveys.urgency import Urgency

CUSTOMER: Final = ("rate", "complain", "leave", "wish", "settings", "stop", "privacy", "help")
DESK: Final = ("cases", "case", "take", "close")
"""In the support chat."""
_CASES: Final = ("cases", "case")
_NUMBERS: Final = ("nps", "complaints", "churn", "winback", "why")
STAFF: Final = {
    Role.OWNER: (*_NUMBERS, *_CASES, "team", "setup"),
    Role.MANAGER: (*_NUMBERS, *_CASES, "team"),
    Role.SUPPORT: _CASES,
}
"""In the private chats of the team, above what customers have."""

Menu = SetMyCommands | DeleteMyCommands

_LANGUAGES: Final = (None, *LANGUAGES)
"""None is for phones that speak neither: they see the language of the business."""


def offer(visit: Visit, menu: Iterable[Menu]) -> None:
    """Published after the commit and after what is said."""
    for method in menu:
        visit.send(method, Urgency.SERVICE)


def of_customers(house: House) -> Iterator[Menu]:
    return _shown(house, CUSTOMER, BotCommandScopeAllPrivateChats())


def of_member(house: House, telegram_id: int, role: Role) -> Iterator[Menu]:
    return _shown(house, (*STAFF[role], *CUSTOMER), BotCommandScopeChat(chat_id=telegram_id))


def of_support_chat(house: House) -> Iterator[Menu]:
    if house.support is not None:
        yield from _shown(house, DESK, BotCommandScopeChat(chat_id=house.support.id))


def none_of(chat_id: int) -> Iterator[Menu]:
    """The chat has no menu of its own any longer."""
    scope = BotCommandScopeChat(chat_id=chat_id)
    return (DeleteMyCommands(scope=scope, language_code=language) for language in _LANGUAGES)


def _shown(house: House, names: Iterable[str], scope: BotCommandScopeUnion) -> Iterator[Menu]:
    for language in _LANGUAGES:
        commands = [
            BotCommand(
                command=name, description=house.texts.say(language or house.language, f"command-{name}")
            )
            for name in names
        ]
        yield SetMyCommands(commands=commands, scope=scope, language_code=language)

"""The lists of commands that Telegram shows. Hiding one is no protection; see handlers.shared.filters."""

from collections.abc import Iterable, Iterator
from typing import Final

from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from reports.catalogue import REPORTS
from surveys.language.languages import LANGUAGES
from surveys.outreach.urgency import Urgency
from surveys.roles import Role

CUSTOMER: Final = (
    *("rate", "complain", "mycase", "leave", "wish", "settings", "stop"),
    *("privacy", "mydata", "forget", "help"),
)
SUPPORT: Final = (
    *("cases", "case", "ref", "inbox", "customer", "open"),
    *("take", "give", "merge", "about", "severity", "close", "t", "undo", "away", "back", "help"),
)
"""In the support chat."""
_CASES: Final = ("cases", "case", "ref", "inbox", "customer", "open", "t", "away", "back")
_NUMBERS: Final = (
    *REPORTS,
    "dashboard",
    "why",
    "campaigns",
    "surveys",
    "link",
    "duplicates",
    "import",
    "export",
)
_DIGEST: Final = ("digest", "action", "actions")
STAFF: Final = {
    Role.OWNER: (*_NUMBERS, *_DIGEST, *_CASES, "calls", "team", "audit", "setup"),
    Role.MANAGER: (*_NUMBERS, *_DIGEST, *_CASES, "team"),
    Role.SUPPORT: _CASES,
}
"""In the private chats of the team, above what customers have."""

Menu = SetMyCommands | DeleteMyCommands

_LANGUAGES: Final = (None, *LANGUAGES)
"""None is for phones that speak neither: they see the language of the business."""


def offer(ctx: UpdateContext, menu: Iterable[Menu]) -> None:
    """Publish the lists of commands after the commit and after what is said."""
    for method in menu:
        ctx.send(method, Urgency.SERVICE)


def of_customers(app: AppContext) -> Iterator[Menu]:
    """The lists of commands of every private chat, one a language."""
    return _shown(app, CUSTOMER, BotCommandScopeAllPrivateChats())


def of_member(app: AppContext, telegram_id: int, role: Role) -> Iterator[Menu]:
    """The lists of commands in the private chat of somebody of the staff, one a language."""
    return _shown(app, (*STAFF[role], *CUSTOMER), BotCommandScopeChat(chat_id=telegram_id))


def of_support_chat(app: AppContext) -> Iterator[Menu]:
    """The lists of commands of the support chat, one a language; none where there is no support chat."""
    if app.support is not None:
        yield from _shown(app, SUPPORT, BotCommandScopeChat(chat_id=app.support.id))


def none_of(chat_id: int) -> Iterator[Menu]:
    """The calls after which the chat has no menu of its own any longer."""
    scope = BotCommandScopeChat(chat_id=chat_id)
    return (DeleteMyCommands(scope=scope, language_code=language) for language in _LANGUAGES)


def _shown(app: AppContext, names: Iterable[str], scope: BotCommandScopeUnion) -> Iterator[Menu]:
    for language in _LANGUAGES:
        commands = [
            BotCommand(command=name, description=app.texts.text(language or app.language, f"command-{name}"))
            for name in names
        ]
        yield SetMyCommands(commands=commands, scope=scope, language_code=language)

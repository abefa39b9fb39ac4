"""The menus of commands that a bot registers, by scope and language."""

import re
from collections.abc import Sequence

from playground.errors import bad_request
from playground.shapes import Json, JsonObject, dumps

NAME = re.compile(r"[a-z0-9_]{1,32}")
MOST = 100
DEFAULT: JsonObject = {"type": "default"}


class Commands:
    def __init__(self) -> None:
        self._menus: dict[tuple[str, str], list[JsonObject]] = {}

    def set(self, commands: Sequence[Json], scope: JsonObject | None, language: str) -> None:
        """Raises Refusal for a name or description that Telegram would not take."""
        if len(commands) > MOST:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._menus[_key(scope, language)] = [_checked(command) for command in commands]

    def get(self, scope: JsonObject | None, language: str) -> list[JsonObject]:
        return self._menus.get(_key(scope, language), [])

    def delete(self, scope: JsonObject | None, language: str) -> None:
        self._menus.pop(_key(scope, language), None)

    def in_private(self, chat_id: int, language: str) -> list[JsonObject]:
        """The menu on a person's phone in the chat with the bot."""
        return self._first([_chat("chat", chat_id), {"type": "all_private_chats"}, DEFAULT], language)

    def in_group(self, chat_id: int, person_id: int, status: str, language: str) -> list[JsonObject]:
        """The menu on a person's phone in a group, where administrators may have one of their own."""
        admin = status in ("creator", "administrator")
        scopes: list[JsonObject] = [
            {**_chat("chat_member", chat_id), "user_id": person_id},
            *([_chat("chat_administrators", chat_id)] if admin else []),
            _chat("chat", chat_id),
            *([{"type": "all_chat_administrators"}] if admin else []),
            {"type": "all_group_chats"},
            DEFAULT,
        ]
        return self._first(scopes, language)

    def _first(self, scopes: Sequence[JsonObject], language: str) -> list[JsonObject]:
        """The narrowest scope that has a menu; within a scope the person's language before none."""
        menus = (self.get(scope, spoken) for scope in scopes for spoken in (language, ""))
        return next((menu for menu in menus if menu), [])


def _key(scope: JsonObject | None, language: str) -> tuple[str, str]:
    """Chats and people are compared by number: a form carries it as text."""
    fields = {name: str(value) for name, value in (scope or DEFAULT).items()}
    return dumps(dict(sorted(fields.items()))), language


def _chat(kind: str, chat_id: int) -> JsonObject:
    return {"type": kind, "chat_id": chat_id}


def _checked(command: Json) -> JsonObject:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}

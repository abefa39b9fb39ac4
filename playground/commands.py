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

    def shown_to(self, chat_id: int, *, private: bool, language: str) -> list[JsonObject]:
        """The menu on a person's phone: the narrowest scope wins, the person's language before none."""
        everyone = "all_private_chats" if private else "all_group_chats"
        scopes: tuple[JsonObject, ...] = ({"type": "chat", "chat_id": chat_id}, {"type": everyone}, DEFAULT)
        for scope in scopes:
            for spoken in (language, ""):
                if menu := self.get(scope, spoken):
                    return menu
        return []


def _key(scope: JsonObject | None, language: str) -> tuple[str, str]:
    return dumps(dict(sorted((scope or DEFAULT).items()))), language


def _checked(command: Json) -> JsonObject:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}

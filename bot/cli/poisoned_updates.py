"""`otklik poison`: what could not be handled, without people's words unless they are asked for."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.offline import in_database
from bot.cli.terminal import in_words
from bot.config.schema import Config
from storage.delivery import poison
from storage.engines.database import Connection
from storage.rows import InboxUpdate
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText

_SHOWN_KEYS = ("type", "language_code")
"""Their values are words of Telegram's."""


class EmptyPoison(UserError):
    """Neither numbers nor all of them were asked for."""

    text_id = "poison-which"


class UnknownPoison(UserError):
    """None of these numbers is an update that could not be handled."""

    text_id = "poison-unknown"


def listed(config: Config) -> list[str]:
    """A line for each: number, kind, moment of arrival, error."""
    found = in_database(config, poison.list_poison)
    return [_line(one) for one in found] or [in_words(InterfaceText("poison-none"))]


def shown(config: Config, update_ids: Sequence[int], *, every: bool, words: bool) -> list[str]:
    """Its line and what Telegram sent, as JSON; every text is hidden unless `words` asks for it.

    Raises EmptyPoison and UnknownPoison.
    """
    _check_named(update_ids, every=every)
    found = [one for one in in_database(config, poison.list_poison) if every or one.update_id in update_ids]
    if not found:
        raise UnknownPoison
    lines = []
    for one in found:
        payload = one.payload if words else _hidden(one.payload)
        lines += [_line(one), json.dumps(payload, ensure_ascii=False, indent=2)]
    return lines


def changed(config: Config, action: str, update_ids: Sequence[int], *, every: bool) -> InterfaceText:
    """Let them wait again or drop them, and say how many; raises EmptyPoison and UnknownPoison."""
    _check_named(update_ids, every=every)
    return in_database(config, _change_of(action, update_ids, every=every), write=True)


def _check_named(update_ids: Sequence[int], *, every: bool) -> None:
    if not update_ids and not every:
        raise EmptyPoison


def _change_of(
    action: str, update_ids: Sequence[int], *, every: bool
) -> Callable[[Connection], InterfaceText]:
    def change(connection: Connection) -> InterfaceText:
        ids = [one.update_id for one in poison.list_poison(connection)] if every else update_ids
        if action == "replay":
            count, told = poison.replay(connection, ids, datetime.now(UTC)), "poison-replayed"
        else:
            count, told = poison.drop(connection, ids), "poison-dropped"
        if not count:
            raise UnknownPoison
        return InterfaceText(told, count=count)

    return change


def _line(one: InboxUpdate) -> str:
    return f"{one.update_id}  {one.kind or '-'}  {one.received_at:%Y-%m-%d %H:%M:%S} UTC  {one.error}"


def _hidden(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _hidden(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]
    return f"<{len(value)}>" if isinstance(value, str) and key not in _SHOWN_KEYS else value

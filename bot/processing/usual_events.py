"""Messages of words and taps on buttons, built without pydantic's look at a hundred optional fields.

Only content all of whose fields are known here, each of the very type that Telegram documents, is built so.
Everything else is for pydantic: what it would refuse, convert or keep as an unknown field.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message, MessageEntity, TelegramObject, User

from bot.processing.update_content import CHAT_TYPES

T = TypeVar("T", bound=TelegramObject)
_Read = Callable[[Any, Bot], Any]
"""From a raw value to that of a field; raises `_UnusualContent`."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NUMBERS: Final = range(-(2**63) + 1, 2**63)
"""What a database can hold."""
_DATES: Final = range(1, 2**31)
"""In seconds. The date of a message that can no longer be read is 0."""


class _UnusualContent(Exception):
    """For pydantic to judge."""


def usual_message(content: Any, bot: Bot) -> Message | None:
    """The message as `Message.model_validate` returns it; None unless it is plainly words."""
    return _MESSAGE.build(content, bot)


def usual_tap(content: Any, bot: Bot) -> CallbackQuery | None:
    """The tap as `CallbackQuery.model_validate` returns it; None unless it is under plain words, if any."""
    return _TAP.build(content, bot)


class _Shape(Generic[T]):
    """The fields of a type that usual content has, by their raw names."""

    def __init__(self, kind: type[T], fields: Mapping[str, _Read]) -> None:
        self._kind = kind
        self._fields = fields

    def build(self, content: Any, bot: Bot) -> T | None:
        """None for unusual content."""
        try:
            return self.read(content, bot)
        except _UnusualContent:
            return None

    def read(self, content: Any, bot: Bot) -> T:
        """Raises `_UnusualContent`."""
        if type(content) is not dict or not content.keys() >= self._required:
            raise _UnusualContent
        values = {}
        for name, value in content.items():
            read = self._fields.get(name)
            if read is None:
                raise _UnusualContent
            values["from_user" if name == "from" else name] = read(value, bot)
        return self._made(values, bot)

    def _made(self, values: dict[str, Any], bot: Bot) -> T:
        """What `model_construct` does in the end, without its walk over all fields."""
        made = self._kind.__new__(self._kind)
        object.__setattr__(made, "__dict__", self._defaults | values)
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        object.__setattr__(made, "__pydantic_extra__", {})
        object.__setattr__(made, "__pydantic_private__", {"_bot": bot})
        return made

    @cached_property
    def _required(self) -> frozenset[str]:
        fields = self._kind.model_fields.items()
        return frozenset(field.alias or name for name, field in fields if field.is_required())

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        fields = self._kind.model_fields.items()
        return {name: field.get_default() for name, field in fields if not field.is_required()}


def _text(value: Any, bot: Bot) -> str:
    if type(value) is str and (value.isascii() or not _LONE_SURROGATE.search(value)):
        return value
    raise _UnusualContent


def _number(value: Any, bot: Bot) -> int:
    if type(value) is int and value in _NUMBERS:
        return value
    raise _UnusualContent


def _flag(value: Any, bot: Bot) -> bool:
    if type(value) is bool:
        return value
    raise _UnusualContent


def _chat_type(value: Any, bot: Bot) -> str:
    if type(value) is str and value in CHAT_TYPES:
        return value
    raise _UnusualContent


def _moment(value: Any, bot: Bot) -> datetime:
    if type(value) is int and value in _DATES:
        return datetime.fromtimestamp(value, UTC)
    raise _UnusualContent


def _entities(value: Any, bot: Bot) -> list[MessageEntity]:
    if type(value) is list:
        return [_ENTITY.read(entity, bot) for entity in value]
    raise _UnusualContent


_ENTITY: Final = _Shape(MessageEntity, {"type": _text, "offset": _number, "length": _number})
_NAMES: Final[Mapping[str, _Read]] = {"first_name": _text, "last_name": _text, "username": _text}
_USER: Final = _Shape(
    User,
    {"id": _number, "is_bot": _flag, "language_code": _text, "is_premium": _flag, **_NAMES},
)
_CHAT: Final = _Shape(Chat, {"id": _number, "type": _chat_type, "title": _text, "is_forum": _flag, **_NAMES})
_MESSAGE: Final = _Shape(
    Message,
    {
        "message_id": _number,
        "from": _USER.read,
        "chat": _CHAT.read,
        "date": _moment,
        "text": _text,
        "entities": _entities,
    },
)
_TAP: Final = _Shape(
    CallbackQuery,
    {"id": _text, "from": _USER.read, "message": _MESSAGE.read, "chat_instance": _text, "data": _text},
)

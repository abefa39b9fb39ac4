"""From aiogram's method objects to the bytes that are posted.

The outbox keeps what goes over the wire, with the bot's defaults resolved: a pydantic object does not survive
a round trip through JSON. The fields are read directly; `model_dump` would cost as much as the call itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, FSInputFile, InputFile
from pydantic import BaseModel

from handlers.shared.keyboards import Keyboard


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a call, under the name by which the body refers to it."""

    field: str
    name: str
    content: bytes


@dataclass(slots=True)
class SerializedCall:
    """A call as it is posted: the method's name, the JSON body and the files beside it."""

    method: str
    body: str
    chat_id: int
    attachments: list[Attachment] = field(default_factory=list)


def serialize(method: TelegramMethod[Any], bot: Bot) -> SerializedCall:
    """The wire form of a call. Raises `TypeError` for what cannot be kept: a file behind an address."""
    attachments: list[Attachment] = []
    # An empty parameter is none; inside a structure it may mean something, as in switch_inline_query.
    body = {name: value for name, value in _fields(method, bot, attachments) if value != ""}
    # A menu names its chat in its scope.
    chat_id = body.get("chat_id") or body.get("scope", {}).get("chat_id")
    return SerializedCall(
        method.__api_method__,
        to_json(body),
        chat_id if isinstance(chat_id, int) else 0,
        attachments,
    )


def to_json(parameters: Mapping[str, Any]) -> str:
    """The parameters of a call as its body."""
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":"))


def _fields(model: BaseModel, bot: Bot, attachments: list[Attachment]) -> Iterator[tuple[str, Any]]:
    for name, value in model.__dict__.items():
        if value is not None:
            plain = _plain(value, bot, attachments)
            if plain is not None:
                yield name, plain
    if model.__pydantic_extra__:
        yield from model.__pydantic_extra__.items()


def _plain(value: Any, bot: Bot, attachments: list[Attachment]) -> Any:  # noqa: PLR0911  # one line a kind
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Default):
        default = bot.default[value.name]
        return None if default is None else _plain(default, bot, attachments)
    if isinstance(value, list | tuple):
        return [_plain(item, bot, attachments) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, bot, attachments) for key, item in value.items() if item is not None}
    if isinstance(value, InputFile):
        return _attach(value, attachments)
    if isinstance(value, Keyboard):
        return value.wire_form()
    if isinstance(value, BaseModel):
        return dict(_fields(value, bot, attachments))
    if isinstance(value, timedelta):
        return round((datetime.now(UTC) + value).timestamp())
    if isinstance(value, datetime):
        return round(value.timestamp())
    raise TypeError(f"{type(value).__name__} has no wire form")


def _attach(file: InputFile, attachments: list[Attachment]) -> str:
    if isinstance(file, BufferedInputFile):
        content = file.data
    elif isinstance(file, FSInputFile):
        with open(file.path, "rb") as source:
            content = source.read()
    else:
        raise TypeError("pass the address of a remote file as text: Telegram fetches it itself")
    name = f"file{len(attachments)}"
    shown = "".join(filter(str.isprintable, file.filename or ""))  # it travels in a header
    attachments.append(Attachment(name, shown or name, content))
    return f"attach://{name}"

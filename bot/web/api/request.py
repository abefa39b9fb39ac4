"""What a request of another program says, read within bounds, and how it is told what is wrong with it."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from aiohttp import web

from surveys.language.interface_text import InterfaceText

LARGEST: Final = 1024 * 1024
"""Bytes of a body."""
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class RequestRefused(Exception):
    """Why a request is not carried out: an HTTP status and a sentence."""

    def __init__(self, status: int, text_id: str, **values: object) -> None:
        super().__init__(text_id)
        self.status = status
        self.text = InterfaceText(text_id, **values)
        self.headers: Mapping[str, str] = {"WWW-Authenticate": "Bearer"} if status == 401 else {}


async def body_of(request: web.Request) -> bytes:
    """The body; raises RequestRefused (413) before more than LARGEST of it was read."""
    if (request.content_length or 0) > LARGEST:
        raise _too_large()
    read = bytearray()
    async for part in request.content.iter_chunked(64 * 1024):
        read += part
        if len(read) > LARGEST:
            raise _too_large()
    return bytes(read)


def text_of(body: bytes) -> str:
    """A body as text; raises RequestRefused (400) unless it is UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestRefused(400, "api-not-utf8") from None


def from_json(text: str) -> Any:
    """The value of a JSON text, without characters that no database holds.

    Raises RequestRefused (400).
    """
    try:
        return storable(json.loads(text, parse_constant=_no_constant))
    except json.JSONDecodeError as error:
        raise RequestRefused(400, "api-no-json", line=error.lineno) from None
    except (ValueError, RecursionError):
        raise RequestRefused(400, "api-no-json", line=1) from None


def storable(value: Any) -> Any:
    """A value without the characters that no database holds."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _too_large() -> RequestRefused:
    return RequestRefused(413, "api-too-large", most=LARGEST // 1024)

"""The parameters of one call, whichever of the three body formats carried them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from playground.errors import TOO_LARGE, bad_request
from playground.shapes import Json, JsonObject

UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes
    mime: str


class Params:
    """Typed reading: form bodies carry everything as text, JSON bodies carry real types."""

    def __init__(self, values: Mapping[str, Json], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None or name in self.uploads

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return str(value) if isinstance(value, int) else json.dumps(value)

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        if isinstance(value, bool) or value in (None, ""):
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, str):
            try:
                return int(value)
            except ValueError:
                return None
        return int(value) if isinstance(value, float) else None

    def real(self, name: str, default: float) -> float:
        try:
            return float(self.text(name) or default)
        except ValueError:
            raise bad_request(f"{name} must be a number") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def object(self, name: str) -> JsonObject | None:
        value = self._json(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def array(self, name: str) -> Sequence[Json] | None:
        value = self._json(name)
        if value is None:
            return None
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise bad_request(f"expected an Array of {name.replace('_', ' ')}")
        return value

    def _json(self, name: str) -> Json:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            parsed: Json = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
        return parsed


async def read_params(request: web.Request) -> Params:
    """Query string and body together. Raises Refusal for what cannot be read."""
    values: dict[str, Json] = dict(request.query)
    if request.content_type == "application/json":
        values.update(await _read_json(request))
        return Params(values)
    uploads: dict[str, Upload] = {}
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None
    for name, field in form.items():
        if isinstance(field, web.FileField):
            with field.file as file:
                uploads[name] = Upload(field.filename, file.read(), field.content_type)
        elif isinstance(field, bytes | bytearray):
            uploads[name] = Upload(name, bytes(field), "application/octet-stream")
        else:
            values[name] = field
    return Params(values, uploads)


async def _read_json(request: web.Request) -> JsonObject:
    try:
        body = await request.json()
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body

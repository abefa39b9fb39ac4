"""Formatted text: HTML markup into entities, explicit entities, and what Telegram finds by itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.errors import bad_request
from playground.html import parse_html
from playground.params import Params
from playground.shapes import Json, JsonObject, utf16_length, utf16_slice

KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
UNPAIRED = re.compile(r"[\ud800-\udfff]")
FOUND_BY_TELEGRAM = (
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{2,31}\b")),
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("url", re.compile(r"(?<!\w)https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
)


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str = ""
    entities: tuple[JsonObject, ...] = ()

    def quoted(self, kind: str) -> list[str]:
        """The parts that entities of this kind cover."""
        return [utf16_slice(self.text, *_span(entity)) for entity in self.entities if entity["type"] == kind]


def read_text(params: Params, name: str, entities_name: str) -> FormattedText:
    """The text of a call as people will see it. Raises Refusal when the markup cannot be parsed."""
    raw = params.text(name)
    if UNPAIRED.search(raw):
        raise bad_request("strings must be encoded in UTF-8")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = raw, _explicit(params.array(entities_name) or (), raw)
    return _with_found(_trimmed(text, entities))


def found_by_telegram(text: str) -> FormattedText:
    """What a person typed: no markup, but commands, mentions and links are recognised."""
    return _with_found(_trimmed(text, ()))


def _explicit(given: Sequence[Json], text: str) -> list[JsonObject]:
    entities: list[JsonObject] = []
    length = utf16_length(text)
    for entity in given:
        if not isinstance(entity, dict) or entity.get("type") not in KINDS:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, size = _span(entity)
        if offset < 0 or size < 0:
            raise bad_request("can't parse entities: entity has invalid offset or length")
        size = min(size, length - offset)
        if size > 0:
            kept = {key: value for key, value in entity.items() if value is not None}
            entities.append({**kept, "offset": offset, "length": size})
    return entities


def _trimmed(text: str, entities: Iterable[JsonObject]) -> FormattedText:
    """Telegram cuts white space at both ends and moves the entities along."""
    bare = text.strip()
    cut = utf16_length(text) - utf16_length(text.lstrip())
    length = utf16_length(bare)
    kept: list[JsonObject] = []
    for entity in entities:
        offset, size = _span(entity)
        start, end = max(offset - cut, 0), min(offset + size - cut, length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return FormattedText(bare, tuple(kept))


def _with_found(formatted: FormattedText) -> FormattedText:
    taken = [_span(entity) for entity in formatted.entities if entity["type"] != "blockquote"]
    found: list[JsonObject] = []
    for kind, pattern in FOUND_BY_TELEGRAM:
        for match in pattern.finditer(formatted.text):
            offset, size = utf16_length(formatted.text[: match.start()]), utf16_length(match.group())
            if all(offset + size <= start or offset >= start + length for start, length in taken):
                taken.append((offset, size))
                found.append({"type": kind, "offset": offset, "length": size})
    if not found:
        return formatted
    entities = sorted((*formatted.entities, *found), key=_order)
    return FormattedText(formatted.text, tuple(entities))


def _order(entity: JsonObject) -> tuple[int, int]:
    offset, length = _span(entity)
    return offset, -length


def _span(entity: JsonObject) -> tuple[int, int]:
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Integer')
    return offset, length

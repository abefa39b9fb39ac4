"""Telegram's HTML: the tags that it knows, and its sentences for everything else.

The sentences and byte offsets follow TDLib, td/telegram/MessageEntity.cpp, parse_html.
"""

import html
import re
from dataclasses import dataclass

from playground.errors import Refusal, bad_request
from playground.shapes import JsonObject, utf16_length

TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,8}|#[xX][0-9a-fA-F]{1,7});")
SPECIAL = re.compile(r"[<&]")
NAME_END = re.compile(r"[\s>]")
URL = re.compile(r"(?:https?|tg|ton)://|mailto:|tel:|[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
VALUE = re.compile(r"[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    offset: int  # UTF-16 units of the text so far
    first_part: int
    attributes: dict[str, str]


class _Markup:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[OpenTag] = []
        self.entities: list[dict[str, str | int]] = []
        self.languages: dict[tuple[int, int], str] = {}

    def error(self, sentence: str, at: int | None = None) -> Refusal:
        where = "" if at is None else f" at byte offset {self.byte_offset(at)}"
        return bad_request(f"can't parse entities: {sentence}{where}")

    def byte_offset(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def skip_space(self) -> None:
        while self.peek().isspace():
            self.at += 1


def parse_html(source: str) -> tuple[str, list[JsonObject]]:
    """The text that people see and its entities. Raises Refusal as Telegram words it."""
    markup = _Markup(source)
    while markup.at < len(source):
        if source.startswith("</", markup.at):
            _close(markup)
        elif markup.peek() == "<":
            _open(markup)
        elif (match := REFERENCE.match(source, markup.at)) is not None:
            markup.add(_decoded(match.group()))
            markup.at = match.end()
        else:
            end = SPECIAL.search(source, markup.at + 1)
            until = end.start() if end else len(source)
            markup.add(source[markup.at : until])
            markup.at = until
    if markup.open:
        raise markup.error(f'Can\'t find end tag corresponding to start tag "{markup.open[-1].name}"')
    outermost_first = reversed(markup.entities)
    entities = sorted(outermost_first, key=lambda entity: (entity["offset"], -int(entity["length"])))
    return "".join(markup.parts), list(entities)


def _open(markup: _Markup) -> None:
    begin = markup.at
    end = NAME_END.search(markup.source, begin)
    if end is None:
        raise markup.error("Unclosed start tag", begin)
    name = markup.source[begin + 1 : end.start()].lower()
    if name not in TAGS:
        raise markup.error(f'Unsupported start tag "{name}"', begin)
    markup.at = end.start()
    attributes = _attributes(markup, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise markup.error('Tag "span" must have class "tg-spoiler"', begin)
    markup.open.append(OpenTag(name, markup.length, len(markup.parts), attributes))


def _attributes(markup: _Markup, tag: str, begin: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        markup.skip_space()
        if not markup.peek():
            raise markup.error(f'Unclosed start tag "{tag}"', begin)
        if markup.peek() == ">":
            markup.at += 1
            return attributes
        start = markup.at
        while markup.peek() and not markup.peek().isspace() and markup.peek() not in "=>":
            markup.at += 1
        name = markup.source[start : markup.at].lower()
        if not name:
            raise markup.error(f'Empty attribute name in the tag "{tag}"', begin)
        markup.skip_space()
        if markup.peek() != "=":
            attributes[name] = ""
            continue
        markup.at += 1
        markup.skip_space()
        attributes[name] = _value(markup, begin)


def _value(markup: _Markup, begin: int) -> str:
    quote = markup.peek()
    if not quote:
        raise markup.error("Unclosed start tag", begin)
    if quote not in "\"'":
        match = VALUE.match(markup.source, markup.at)
        markup.at = match.end() if match else markup.at
        if not (markup.peek().isspace() or markup.peek() == ">"):
            raise markup.error("Unexpected end of name token", markup.at)
        return match.group().lower() if match else ""
    end = markup.source.find(quote, markup.at + 1)
    if end < 0:
        raise markup.error("Unclosed start tag", begin)
    value = REFERENCE.sub(lambda match: _decoded(match.group()), markup.source[markup.at + 1 : end])
    markup.at = end + 1
    return value


def _close(markup: _Markup) -> None:
    begin = markup.at
    if not markup.open:
        raise markup.error("Unexpected end tag", begin)
    end = NAME_END.search(markup.source, begin)
    markup.at = end.start() if end else len(markup.source)
    name = markup.source[begin + 2 : markup.at].lower()
    markup.skip_space()
    if markup.peek() != ">":
        raise markup.error("Unclosed end tag", begin)
    markup.at += 1
    tag = markup.open.pop()
    if name and name != tag.name:
        where = f"Unmatched end tag at byte offset {markup.byte_offset(begin)}"
        raise markup.error(f'{where}, expected "</{tag.name}>", found "</{name}>"')
    _finish(markup, tag)


def _finish(markup: _Markup, tag: OpenTag) -> None:
    length = markup.length - tag.offset
    if length == 0:
        return
    entity: dict[str, str | int] = {"type": TAGS[tag.name], "offset": tag.offset, "length": length}
    if tag.name == "a":
        url = tag.attributes.get("href") or "".join(markup.parts[tag.first_part :])
        if not URL.match(url):
            return
        entity["url"] = url
    elif tag.name == "tg-emoji":
        entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
    elif tag.name == "tg-time":
        moment = tag.attributes.get("unix", "")
        if not moment.isdecimal():
            return
        entity["unix_time"] = int(moment)
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    elif tag.name == "code":
        markup.languages[tag.offset, length] = tag.attributes.get("class", "").removeprefix("language-")
    elif tag.name == "pre" and (language := _language(markup, tag, length)):
        # <pre><code class="language-x"> is one entity, not two.
        markup.entities.pop()
        entity["language"] = language
    markup.entities.append(entity)


def _language(markup: _Markup, tag: OpenTag, length: int) -> str:
    """Of the code that fills this tag from end to end, if it named one."""
    if not markup.entities or markup.entities[-1]["type"] != "code":
        return ""
    return markup.languages.get((tag.offset, length), "")


def _decoded(reference: str) -> str:
    return NAMED.get(reference) or html.unescape(reference)

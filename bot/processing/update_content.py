"""Who and where, read from the raw content of an update, whatever the rest of it is like.

A private chat has the id of its person, so that each of the two tells the other.
"""

from hashlib import blake2b
from math import isfinite
from typing import Any, Final, NamedTuple

from bot.delivery.content_limits import is_id, storable_text

_FILES: Final = ("photo", "voice", "video", "video_note", "audio", "document", "animation")
_PRIVATE: Final = "private"
_SHARED: Final = ("group", "supergroup", "channel")
CHAT_TYPES: Final = (_PRIVATE, *_SHARED)


class ChatAddress(NamedTuple):
    """A chat by its id and Telegram's word for its type."""

    id: int
    type: str

    @property
    def is_private(self) -> bool:
        return self.type == _PRIVATE


def number_of(value: Any) -> int | None:
    """The whole number that any database can hold, also in digits or as 5.0; None for anything else."""
    is_digits = isinstance(value, str) and len(value) <= 20 and value.removeprefix("-").isdecimal()
    if is_digits or (isinstance(value, float) and value.is_integer()):
        value = int(value)
    return value if is_id(value) else None


def object_of(content: Any, key: str) -> dict[str, Any]:
    """The object under a key; empty where there is none."""
    inner = content.get(key) if isinstance(content, dict) else None
    return inner if isinstance(inner, dict) else {}


def storable(value: Any, levels: int = 40) -> Any:
    """A copy without what no database can hold, without nulls, and without what is nested deeper."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, int):
        return value if isinstance(value, bool) or is_id(value) else None
    if isinstance(value, float):
        return value if isfinite(value) else None
    if levels == 0 or not isinstance(value, dict | list):
        return None
    if isinstance(value, list):
        items = (storable(item, levels - 1) for item in value)
        return [item for item in items if item is not None]
    fields = ((storable(name), storable(item, levels - 1)) for name, item in value.items())
    return {name: item for name, item in fields if item is not None}


def text_of(content: Any, key: str) -> str | None:
    """The text under a key; None where there is none."""
    found = content.get(key) if isinstance(content, dict) else None
    return storable_text(found) if isinstance(found, str) else None


def content_hash(message: Any) -> int | None:
    """Of a message with words, equal for equal words and files, in 63 bits; None for one without words.

    A place that moves and a poll that is voted in are edited without a word.
    """
    words = text_of(message, "text") or text_of(message, "caption")
    if words is None:
        return None
    said = "\x00".join([words, *(_file_mark(message.get(kind)) for kind in _FILES), *_addresses(message)])
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest()) >> 1


def _addresses(message: Any) -> list[str]:
    """What is hidden behind words and may change without them."""
    found = [message.get(name) for name in ("entities", "caption_entities")]
    entities = [entity for one in found if isinstance(one, list) for entity in one]
    return [url for entity in entities if (url := text_of(entity, "url"))]


def _file_mark(file: Any) -> str:
    """The mark of a file that stays when its id changes; of a photo that of its largest size."""
    file = file[-1] if isinstance(file, list) and file else file
    return text_of(file, "file_unique_id") or ""


def sender_of(content: Any, kind: str) -> int | None:
    """The Telegram id of whoever acted; None for channels and where nothing tells it."""
    found = _person_in(content)
    if found is not None:
        return found
    chat = _chat_in(_where(content, kind))
    return chat.id if chat is not None and chat.is_private and chat.id > 0 else None


def chat_of(content: Any, kind: str) -> ChatAddress | None:
    """Where it happened; None where nothing tells it.

    What has no chat, such as a tap under a message too old, counts as done in private, unless a type says
    otherwise.
    """
    where = _where(content, kind)
    found = _chat_in(where)
    if found is not None:
        return found
    person = _person_in(content)
    says_otherwise = object_of(where, "chat").get("type") in _SHARED
    return None if person is None or says_otherwise else ChatAddress(person, _PRIVATE)


def _where(content: Any, kind: str) -> Any:
    """What names the chat: of a tap, the message with the button."""
    return object_of(content, "message") if kind == "callback_query" else content


def person_object(content: Any) -> dict[str, Any]:
    """Whoever acted, as Telegram describes them; of a reaction it calls them the user."""
    return object_of(content, "from") or object_of(content, "user")


def _person_in(content: Any) -> int | None:
    found = number_of(person_object(content).get("id"))
    return found if found is not None and found > 0 else None


def _chat_in(where: Any) -> ChatAddress | None:
    chat = object_of(where, "chat")
    chat_id, kind = number_of(chat.get("id")), chat.get("type")
    if chat_id is None:
        return None
    if kind == _PRIVATE or kind in _SHARED:
        return ChatAddress(chat_id, str(kind))
    return ChatAddress(chat_id, _PRIVATE if chat_id > 0 else "supergroup")

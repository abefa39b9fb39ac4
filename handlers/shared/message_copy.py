"""One message carried over to another chat: words as plain text, files by the id that Telegram gave them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
)

from handlers.shared.content import Content
from surveys.questions.message_kind import MessageKind
from texts.quoting import CAPTION_LIMIT, MESSAGE_LIMIT, length, pieces

_Send = type[TelegramMethod[Any]]

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_SENDS: Final[dict[MessageKind, _Send]] = {
    MessageKind.PHOTO: SendPhoto,
    MessageKind.VOICE: SendVoice,
    MessageKind.VIDEO: SendVideo,
    MessageKind.AUDIO: SendAudio,
    MessageKind.DOCUMENT: SendDocument,
    MessageKind.ANIMATION: SendAnimation,
    MessageKind.VIDEO_NOTE: SendVideoNote,
    MessageKind.STICKER: SendSticker,
}
_ITEMS: Final[dict[MessageKind, type[Any]]] = {
    MessageKind.PHOTO: InputMediaPhoto,
    MessageKind.VIDEO: InputMediaVideo,
    MessageKind.AUDIO: InputMediaAudio,
    MessageKind.DOCUMENT: InputMediaDocument,
}
_ALBUMS: Final = {
    kind: "pictures" if item in (InputMediaPhoto, InputMediaVideo) else kind for kind, item in _ITEMS.items()
}
"""Files of these kinds go together, each with its like."""
_LONGEST_ALBUM: Final = 10
ALBUM_METHOD: Final = SendMediaGroup.__api_method__
_WITHOUT_CAPTION: Final = frozenset({MessageKind.VIDEO_NOTE, MessageKind.STICKER})


def can_carry(content: Content) -> bool:
    """Whether a message can be sent on: words and known files can, a poll or a shared place cannot."""
    return content.kind is MessageKind.TEXT or all(map(is_file, content.parts))


def is_file(content: Content) -> bool:
    """Whether a message is a file that can be sent on."""
    return content.kind in _SENDS and content.file_id is not None


def files_in(method: str, body: Mapping[str, Any]) -> list[Content]:
    """The files that such a call to Telegram sends by their ids, with their captions."""
    if method == ALBUM_METHOD:
        items = body.get("media", ())
        return [Content(MessageKind(one["type"]), one.get("caption"), one["media"]) for one in items]
    kind = next((kind for kind, send in _SENDS.items() if send.__api_method__ == method), None)
    file_id = body.get(kind) if kind is not None else None
    return [Content(kind, body.get("caption"), file_id)] if kind and isinstance(file_id, str) else []


def carried(chat_id: int, content: Content, words: str | None) -> Iterator[TelegramMethod[Any]]:
    """The calls that send a message on with these words; without a known kind of file only the words go."""
    return (method for _, method in carried_parts(chat_id, content, words))


def carried_parts(
    chat_id: int, content: Content, words: str | None
) -> Iterator[tuple[Content, TelegramMethod[Any]]]:
    """The same calls, each with the message of an album that it shows first."""
    said = words
    for first, *others in _runs(content):
        for method in _together(chat_id, first, others, said):
            yield first, method
        said = None


def _runs(content: Content) -> Iterator[list[Content]]:
    """The messages of an album as Telegram lets them go together."""
    for album, found in groupby(
        content.parts, key=lambda part: _ALBUMS.get(part.kind) if part.file_id else None
    ):
        parts = list(found)
        size = _LONGEST_ALBUM if album is not None else 1
        yield from (parts[start : start + size] for start in range(0, len(parts), size))


def _together(
    chat_id: int, first: Content, others: Sequence[Content], words: str | None
) -> Iterator[TelegramMethod[Any]]:
    send = _SENDS.get(first.kind) if first.file_id else None
    if send is None:
        yield from texts(chat_id, words or "")
        return
    is_long = words is not None and (first.kind in _WITHOUT_CAPTION or length(words) > CAPTION_LIMIT)
    caption: dict[str, Any] = {"caption": words, "parse_mode": None} if words and not is_long else {}
    if others:
        media = [_ITEMS[one.kind](media=one.file_id) for one in others]
        yield SendMediaGroup(
            chat_id=chat_id, media=[_ITEMS[first.kind](media=first.file_id, **caption), *media]
        )
    else:
        yield send(chat_id=chat_id, **{first.kind: first.file_id}, **caption)
    if is_long:
        yield from texts(chat_id, words or "")


def texts(chat_id: int, words: str) -> Iterator[SendMessage]:
    """The calls that send plain text, in as many messages as it needs."""
    for piece in pieces(words, MESSAGE_LIMIT):
        yield plain(chat_id, piece)


def plain(chat_id: int, text: str, keyboard: InlineKeyboardMarkup | None = None) -> SendMessage:
    """The call that sends text without markup, and without the preview of a link that stands in it."""
    return SendMessage(
        chat_id=chat_id,
        text=text,
        reply_markup=keyboard,
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )

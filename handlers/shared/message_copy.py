"""One message carried over to another chat: words as plain text, files by the id that Telegram gave them."""

from collections.abc import Iterator
from typing import Any, Final

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

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
_WITHOUT_CAPTION: Final = frozenset({MessageKind.VIDEO_NOTE, MessageKind.STICKER})


def can_carry(content: Content) -> bool:
    """Whether a message can be sent on: words and known files can, a poll or a shared place cannot."""
    return content.kind is MessageKind.TEXT or is_file(content)


def is_file(content: Content) -> bool:
    """Whether a message is a file that can be sent on."""
    return content.kind in _SENDS and content.file_id is not None


def kind_of(method: str) -> MessageKind | None:
    """The kind of file that such a method of Telegram's sends; None for any other method."""
    return next((kind for kind, send in _SENDS.items() if send.__api_method__ == method), None)


def carried(chat_id: int, content: Content, words: str | None) -> Iterator[TelegramMethod[Any]]:
    """The calls that send a message on with these words; without a known kind of file only the words go."""
    send = _SENDS.get(content.kind) if content.file_id else None
    if send is None:
        yield from texts(chat_id, words or "")
    elif words and (content.kind in _WITHOUT_CAPTION or length(words) > CAPTION_LIMIT):
        yield send(chat_id=chat_id, **{content.kind: content.file_id})
        yield from texts(chat_id, words)
    elif words:
        yield send(chat_id=chat_id, **{content.kind: content.file_id}, caption=words, parse_mode=None)
    else:
        yield send(chat_id=chat_id, **{content.kind: content.file_id})


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

"""What files are called where only words are shown."""

from typing import Final

from surveys.questions.message_kind import MessageKind
from texts.catalogue import Texts

_LABELS: Final = {
    MessageKind.PHOTO: "file-photo",
    MessageKind.VOICE: "file-voice",
    MessageKind.VIDEO: "file-video",
    MessageKind.VIDEO_NOTE: "file-video",
    MessageKind.STICKER: "file-sticker",
}


def label_of_file(texts: Texts, language: str, kind: MessageKind) -> str:
    """What a file of this kind is called."""
    return texts.text(language, _LABELS.get(kind, "file-other"))

"""What files are called where only words are shown."""

from typing import Final

from handlers.shared.app_context import AppContext
from surveys.questions.message_kind import MessageKind

_LABELS: Final = {
    MessageKind.PHOTO: "file-photo",
    MessageKind.VOICE: "file-voice",
    MessageKind.VIDEO: "file-video",
    MessageKind.VIDEO_NOTE: "file-video",
    MessageKind.STICKER: "file-sticker",
}


def file_label(app: AppContext, language: str, kind: MessageKind) -> str:
    """What a file of this kind is called."""
    return app.texts.text(language, _LABELS.get(kind, "file-other"))

"""Each kind of message is carried over by the method of its kind, whatever its words."""

import pytest

from handlers.shared.content import Content
from handlers.shared.message_copy import can_carry, carried
from surveys.questions.message_kind import MessageKind
from texts.quoting import length

KINDS = {
    MessageKind.PHOTO: "sendPhoto",
    MessageKind.VOICE: "sendVoice",
    MessageKind.VIDEO: "sendVideo",
    MessageKind.VIDEO_NOTE: "sendVideoNote",
    MessageKind.AUDIO: "sendAudio",
    MessageKind.DOCUMENT: "sendDocument",
    MessageKind.ANIMATION: "sendAnimation",
    MessageKind.STICKER: "sendSticker",
}


@pytest.mark.parametrize(("kind", "method"), KINDS.items())
@pytest.mark.parametrize("words", [None, "подпись", "я" * 5000])
def test_a_file_goes_by_its_kind_and_its_words_whole(
    kind: MessageKind, method: str, words: str | None
) -> None:
    content = Content(kind, words, "the file")
    assert can_carry(content)
    first, *rest = carried(7, content, words)
    assert first.__api_method__ == method
    assert getattr(first, kind) == "the file"
    shown = [getattr(first, "caption", None) or "", *(one.model_dump()["text"] for one in rest)]
    assert "".join(shown) == (words or "")
    assert length(shown[0]) <= 1024
    assert all(length(text) <= 4096 for text in shown)


@pytest.mark.parametrize(
    "content",
    [Content(MessageKind.DICE, "{}"), Content(MessageKind.VENUE, "Зал"), Content(MessageKind.PHOTO)],
)
def test_what_has_no_file_is_not_carried(content: Content) -> None:
    assert not can_carry(content)


def test_what_has_no_file_is_told_in_words() -> None:
    [told] = carried(7, Content(MessageKind.CONTACT, "Анна +7999"), "Анна +7999")
    assert told.__api_method__ == "sendMessage"
    assert told.model_dump()["link_preview_options"]["is_disabled"] is True

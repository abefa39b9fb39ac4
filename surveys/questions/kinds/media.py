"""Words, or a file such as a photo or a voice message."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final, Literal, assert_never

from pydantic import Field

from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import AnswerColumn, Question, QuestionKind, Value
from surveys.questions.question_file import SkippablePart
from surveys.questions.reasons import Taxonomy

MediaKind = Literal["photo", "voice", "video", "video_note", "audio", "document"]

NOT_ACCEPTED: Final = Hint("media-not-accepted")

_FILES: Final[list[MediaKind]] = ["photo", "voice", "video", "video_note", "audio", "document"]


class MediaPart(SkippablePart):
    kind: Literal["media"]
    accepts: Annotated[list[MediaKind], Field(min_length=1)] = _FILES

    def build(self, reasons: Taxonomy) -> Question:
        return replace(self.question(MEDIA, reasons), accepts=frozenset(map(MessageKind, self.accepts)))


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text):
            return text.strip() or NOT_ACCEPTED
        case SentFile(kind, file_id):
            return file_id if kind in question.accepts else NOT_ACCEPTED
        case NotText():
            return NOT_ACCEPTED
        case _:
            assert_never(given)


MEDIA: Final = QuestionKind(
    name="media",
    part=MediaPart,
    read=_read,
    column=AnswerColumn.WORDS,
    hints=(NOT_ACCEPTED,),
    is_open=True,
    is_opinion=True,
)

"""A few words."""

from datetime import datetime
from typing import Final, Literal, assert_never

from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.question import AnswerColumn, Question, QuestionKind, Value
from surveys.questions.question_file import SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_TEXT: Final = Hint("why-kept")


class TextQuestionPart(SkippablePart):
    kind: Literal["text"]

    def build(self, reasons: Taxonomy) -> Question:
        return self.question(TEXT, reasons)


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text):
            return text.strip() or NOT_TEXT
        case SentFile() | NotText():
            return NOT_TEXT
        case _:
            assert_never(given)


TEXT: Final = QuestionKind(
    name="text",
    part=TextQuestionPart,
    read=_read,
    column=AnswerColumn.WORDS,
    hints=(NOT_TEXT,),
    is_open=True,
    is_opinion=True,
)

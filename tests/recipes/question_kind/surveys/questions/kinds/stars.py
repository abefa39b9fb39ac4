"""From one star to five: tapped, or written as a figure."""

from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from surveys.language.text import Text
from surveys.questions.inputs import Hint, Input, Reply, Tap, Typed
from surveys.questions.question import AnswerColumn, ChosenTexts, Option, Question, QuestionKind, Value
from surveys.questions.question_file import QuestionPart
from surveys.questions.reasons import Taxonomy

NO_STARS: Final = Hint("stars-not-understood")

_VALUES: Final = tuple(range(1, 6))
_BUTTONS: Final = tuple(Option(str(n), Text("★" * n, "★" * n)) for n in _VALUES)


class StarsPart(QuestionPart):
    kind: Literal["stars"]

    def build(self, reasons: Taxonomy) -> Question:
        return replace(self.question(STARS, reasons, _BUTTONS), values=_VALUES)


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    match given:
        case Tap(option) if option in question.options:
            return int(option)
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text) if text.strip() in question.options:
            return int(text)
        case _:
            return NO_STARS


STARS: Final = QuestionKind(
    name="stars",
    part=StarsPart,
    read=_read,
    column=AnswerColumn.SCORE,
    hints=(NO_STARS,),
    chosen=ChosenTexts(),
    condition="score",
)

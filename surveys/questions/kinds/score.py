"""A score from 0 to 10: tapped, or written in figures or a word."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final, Literal, assert_never

from pydantic import Field

from surveys.language.score_text import score_in
from surveys.language.text import Text
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed, UncertainValue
from surveys.questions.question import (
    AnswerColumn,
    ChosenTexts,
    Option,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import SCORES, QuestionPart
from surveys.questions.reasons import Taxonomy

NOT_A_SCORE: Final = Hint("score-not-understood")
OUT_OF_RANGE: Final = Hint("score-out-of-range")

_BUTTONS: Final = tuple(Option(str(score), Text(str(score), str(score))) for score in SCORES)


class ScorePart(QuestionPart):
    kind: Literal["score"]
    rows: Annotated[list[list[int]], Field(min_length=1)]

    def build(self, reasons: Taxonomy) -> Question:
        rows = tuple(tuple(map(str, row)) for row in self.rows)
        return replace(self.question(SCORE, reasons, _BUTTONS), rows=rows, values=tuple(SCORES))


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint | UncertainValue:
    match given:
        case Tap(option):
            return int(option) if option in question.options else Reply.UNKNOWN_OPTION
        case Typed(words) | SentFile(words=words):
            return _read_words(question, words or "")
        case NotText():
            return NOT_A_SCORE
        case _:
            assert_never(given)


def _read_words(question: Question, words: str) -> Value | Hint | UncertainValue:
    """The score in a message, or under a picture."""
    found = score_in(words)
    if found is None:
        return NOT_A_SCORE
    if not found.is_sure:
        return UncertainValue(found.value)
    return found.value if found.value in question.values else OUT_OF_RANGE


SCORE: Final = QuestionKind(
    name="score",
    part=ScorePart,
    read=_read,
    column=AnswerColumn.SCORE,
    hints=(NOT_A_SCORE, OUT_OF_RANGE),
    chosen=ChosenTexts("score-given", "score-same", "button-change", "choose-new-score"),
    roles=frozenset({QuestionRole.SCORE}),
    condition="score",
    max_buttons=len(SCORES),
)

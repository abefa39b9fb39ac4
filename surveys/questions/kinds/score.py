"""A score from 0 to 10: tapped, or written in figures or a word."""

from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from surveys.questions.inputs import Hint
from surveys.questions.kinds import scale
from surveys.questions.question import AnswerColumn, ChosenTexts, Question, QuestionKind, QuestionRole
from surveys.questions.question_file import SCORES, QuestionPart
from surveys.questions.reasons import Taxonomy

NOT_A_SCORE: Final = Hint("score-not-understood")
OUT_OF_RANGE: Final = Hint("score-out-of-range")

_BUTTONS: Final = scale.buttons(SCORES[0], SCORES[-1])


class ScorePart(QuestionPart):
    kind: Literal["score"]
    rows: Annotated[list[list[int]], Field(min_length=1)]

    def build(self, reasons: Taxonomy) -> Question:
        rows = tuple(tuple(map(str, row)) for row in self.rows)
        return replace(self.question(SCORE, reasons, _BUTTONS), rows=rows, values=tuple(SCORES))


SCORE: Final = QuestionKind(
    name="score",
    part=ScorePart,
    read=scale.reader(NOT_A_SCORE, OUT_OF_RANGE),
    column=AnswerColumn.SCORE,
    hints=(NOT_A_SCORE, OUT_OF_RANGE),
    chosen=ChosenTexts("score-given", "score-same", "button-change", "choose-new-score"),
    roles=frozenset({QuestionRole.SCORE}),
    condition="score",
    highest=SCORES[-1],
    low=6,
    is_promoting=True,
    max_buttons=len(SCORES),
)

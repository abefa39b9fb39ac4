"""How easy something was, from 1, very hard, to 7, very easy; counted apart from the NPS."""

from dataclasses import replace
from typing import Final, Literal

from surveys.questions.inputs import Hint
from surveys.questions.kinds import scale
from surveys.questions.question import (
    AnswerColumn,
    ChosenTexts,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_EFFORT: Final = Hint("effort-not-understood")
EFFORT_OUT_OF_RANGE: Final = Hint("effort-out-of-range")

_HIGHEST: Final = 7
_BUTTONS: Final = scale.buttons(1, _HIGHEST)


class EffortPart(SkippablePart):
    kind: Literal["effort"]

    def build(self, reasons: Taxonomy) -> Question:
        asked = self.question(EFFORT, reasons, _BUTTONS, in_one_row=True)
        return replace(asked, values=tuple(range(1, _HIGHEST + 1)))


def _render(question: Question, value: Value, language: str) -> str:
    return f"{value}/{_HIGHEST}"


EFFORT: Final = QuestionKind(
    name="effort",
    part=EffortPart,
    read=scale.reader(NOT_EFFORT, EFFORT_OUT_OF_RANGE),
    column=AnswerColumn.SCORE,
    hints=(NOT_EFFORT, EFFORT_OUT_OF_RANGE),
    chosen=ChosenTexts("score-given", "score-same", "button-change", "choose-new-score"),
    render=_render,
    roles=frozenset({QuestionRole.SCORE}),
    condition="score",
    highest=_HIGHEST,
    low=3,
)

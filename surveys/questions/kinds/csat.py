"""How content a customer is, from 1 to 5: faces, stars or figures; counted apart from the NPS."""

from dataclasses import replace
from typing import Final, Literal

from surveys.language.text import Text
from surveys.questions.inputs import Hint
from surveys.questions.kinds import scale
from surveys.questions.question import (
    AnswerColumn,
    ChosenTexts,
    Option,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_CSAT: Final = Hint("csat-not-understood")
CSAT_OUT_OF_RANGE: Final = Hint("csat-out-of-range")

_HIGHEST: Final = 5
_FACES: Final = ("😡", "😕", "😐", "🙂", "😍")
_STARS: Final = frozenset("⭐★🌟")
_LABELS: Final = {
    "faces": _FACES,
    "stars": tuple(f"{score} ⭐" for score in range(1, _HIGHEST + 1)),
    "figures": tuple(str(score) for score in range(1, _HIGHEST + 1)),
}


class CsatPart(SkippablePart):
    kind: Literal["csat"]
    shows: Literal["faces", "stars", "figures"] = "faces"
    """What the five buttons show."""

    def build(self, reasons: Taxonomy) -> Question:
        options = tuple(
            Option(str(score), Text(label, label)) for score, label in enumerate(_LABELS[self.shows], start=1)
        )
        return replace(
            self.question(CSAT, reasons, options, in_one_row=True), values=tuple(range(1, _HIGHEST + 1))
        )


def _in_signs(words: str) -> int | None:
    """The score that a face or a row of stars says; None for other words."""
    said = words.replace("\ufe0f", "").strip()
    if said in _FACES:
        return _FACES.index(said) + 1
    return len(said) if said and set(said) <= _STARS and len(said) <= _HIGHEST else None


def _render(question: Question, value: Value, language: str) -> str:
    label = question.label(str(value)).render(language)
    return f"{value}/{_HIGHEST}" + (f" {label}" if label in _FACES else "")


CSAT: Final = QuestionKind(
    name="csat",
    part=CsatPart,
    read=scale.reader(NOT_CSAT, CSAT_OUT_OF_RANGE, _in_signs),
    column=AnswerColumn.SCORE,
    hints=(NOT_CSAT, CSAT_OUT_OF_RANGE),
    chosen=ChosenTexts("score-given", "score-same", "button-change", "choose-new-score"),
    render=_render,
    roles=frozenset({QuestionRole.SCORE}),
    condition="score",
    highest=_HIGHEST,
    low=2,
)

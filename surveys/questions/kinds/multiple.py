"""Several of a few options: each tap chooses one or takes it back, and one button says that is all."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final, Literal, Self, assert_never

from pydantic import Field, model_validator

from surveys.questions import picking, usual_buttons
from surveys.questions.file_parts import TextPart, refusal
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.question import DONE, AnswerColumn, ChosenTexts, Question, QuestionKind, Value
from surveys.questions.question_file import OptionPart, SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_OPTIONS: Final = Hint("options-not-understood")

Count = Annotated[int, Field(ge=1)]


class MultiplePart(SkippablePart):
    kind: Literal["multiple"]
    options: Annotated[list[OptionPart], Field(min_length=2)]
    """Each tap marks one or takes its mark away."""
    at_least: Count = 1
    """How many are to be chosen."""
    at_most: Count | None = None
    """How many may be chosen; without it all."""
    done: TextPart | None = None
    """The button that says that is all."""

    @model_validator(mode="after")
    def _can_be_chosen(self) -> Self:
        if not self.at_least <= (self.at_most or len(self.options)) <= len(self.options):
            raise refusal("survey-bad-counts")
        return self

    def build(self, reasons: Taxonomy) -> Question:
        asked = self.question(MULTIPLE, reasons, tuple(one.option() for one in self.options))
        rows = tuple((option.id,) for option in asked.choices)
        return replace(
            asked,
            rows=(*rows, (DONE,), *asked.rows[len(rows) :]),
            done=self.done.build() if self.done else usual_buttons.label(DONE),
            at_least=self.at_least,
            at_most=self.at_most or len(self.options),
        )


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    """All options at once, in words. One that is tapped only joins the others: see `picking`."""
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(words):
            named = picking.named_in(question, words)
            return NOT_OPTIONS if named is None else picking.answer_of(question, named)
        case SentFile() | NotText():
            return NOT_OPTIONS
        case _:
            assert_never(given)


def _render(question: Question, value: Value, language: str) -> str:
    return ", ".join(question.label(option).render(language) for option in picking.options_in(value))


MULTIPLE: Final = QuestionKind(
    name="multiple",
    part=MultiplePart,
    read=_read,
    column=AnswerColumn.OPTIONS,
    hints=(NOT_OPTIONS, Hint(picking.TOO_FEW, 1), Hint(picking.TOO_MANY, 1)),
    chosen=ChosenTexts(),
    is_all_said=True,
    render=_render,
)

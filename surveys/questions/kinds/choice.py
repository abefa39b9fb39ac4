"""One of a few options: tapped, or written as the button says it."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final, Literal, assert_never

from pydantic import Field

from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.question import (
    SKIP,
    AnswerColumn,
    ChosenTexts,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import OptionPart, SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_AN_OPTION: Final = Hint("option-not-understood")


class ChoicePart(SkippablePart):
    kind: Literal["choice"]
    options: Annotated[list[OptionPart], Field(min_length=2)]
    rows: Annotated[list[list[str]], Field(min_length=1)] | None = None

    def build(self, reasons: Taxonomy) -> Question:
        options = tuple(one.option() for one in self.options)
        asked = self.question(CHOICE, reasons, options)
        rows = asked.rows if self.rows is None else tuple(map(tuple, self.rows))
        if asked.skip is not None and not any(SKIP in row for row in rows):
            rows = (*rows, (SKIP,))
        return replace(asked, rows=rows, values=tuple(option.id for option in options))


def read_option(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    """Id of the option that was tapped; else what to say. A label that is typed is a tap."""
    match given:
        case Tap(option):
            return option if option in question.values else Reply.UNKNOWN_OPTION
        case Typed() | SentFile() | NotText():
            return NOT_AN_OPTION
        case _:
            assert_never(given)


CHOICE: Final = QuestionKind(
    name="choice",
    part=ChoicePart,
    read=read_option,
    column=AnswerColumn.OPTION,
    hints=(NOT_AN_OPTION,),
    chosen=ChosenTexts(),
    roles=frozenset({QuestionRole.CATEGORY, QuestionRole.TOUCHPOINT}),
)

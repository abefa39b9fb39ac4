"""A day to come: a button that is so far from today, or the day in words."""

from datetime import date, datetime
from typing import Annotated, Final, Literal, assert_never

from pydantic import BeforeValidator

from surveys.language.date_text import day_in
from surveys.questions.duration import duration
from surveys.questions.file_parts import TextPart, a_duration
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
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

NOT_A_DATE: Final = Hint("date-not-understood")


def _a_distance(given: object) -> object:
    a_duration(given)
    return given


class DistancePart(TextPart):
    id: Annotated[str, BeforeValidator(_a_distance)]

    def option(self) -> Option:
        return Option(self.id, self.build())


class DatePart(SkippablePart):
    kind: Literal["date"]
    options: list[DistancePart] = []  # noqa: RUF012  # pydantic copies it

    def build(self, reasons: Taxonomy) -> Question:
        return self.question(DATE, reasons, tuple(one.option() for one in self.options))


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    today = now.date()
    match given:
        case Tap(option):
            known = option in question.options
            return (today + duration(option)).isoformat() if known else Reply.UNKNOWN_OPTION
        case Typed(text):
            day = day_in(text, today)
            return day.isoformat() if day else NOT_A_DATE
        case SentFile() | NotText():
            return NOT_A_DATE
        case _:
            assert_never(given)


def _render(question: Question, value: Value, language: str) -> str:
    from babel.dates import format_date  # slow to import, and few are asked for a day

    return str(format_date(date.fromisoformat(str(value)), "long", locale=language))


DATE: Final = QuestionKind(
    name="date",
    part=DatePart,
    read=_read,
    column=AnswerColumn.OPTION,
    hints=(NOT_A_DATE,),
    chosen=ChosenTexts(given="day-given"),
    render=_render,
    roles=frozenset({QuestionRole.RETURN_DATE}),
)

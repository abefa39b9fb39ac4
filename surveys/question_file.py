"""The questions of a survey file, one shape a kind."""

import re
from dataclasses import replace
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from surveys.file_parts import Id, Part, TextPart, a_duration, an_id
from surveys.reasons import Taxonomy
from surveys.survey import END, SCORES, SKIP, Option, Question, QuestionKind, Rule, Text, Value, When

MediaKind = Literal["photo", "voice", "video", "video_note", "audio", "document"]

_SCORES: Final = re.compile(r"(<=|>=)?\s*(\d{1,2})|(\d{1,2})\s*\.\.\s*(\d{1,2})")
_PICTURES_AND_VOICES: Final[list[MediaKind]] = ["photo", "voice", "video", "video_note", "document"]


def _scores(given: object) -> object:
    """`"0..6"`, `"<=6"`, `">=9"`, `"10"` and `10`."""
    found = _SCORES.fullmatch(str(given).strip()) if isinstance(given, str | int) else None
    if found is None:
        raise PydanticCustomError("bad_scores", "not scores")
    sign, one, low, high = found.groups()
    first = int(low or (SCORES[0] if sign == "<=" else one))
    last = int(high or (SCORES[-1] if sign == ">=" else one))
    if not SCORES[0] <= first <= last <= SCORES[-1]:
        raise PydanticCustomError("bad_scores", "not scores")
    return frozenset(range(first, last + 1))


def _options(given: object) -> object:
    """One option or a list of them."""
    options = given if isinstance(given, list) else [given]
    if not options or not all(isinstance(one, str) for one in options):
        raise PydanticCustomError("bad_options", "not options")
    return frozenset(options)


def _rules(given: object) -> object:
    return [{"to": given}] if isinstance(given, str) else given


def _a_distance(given: object) -> object:
    a_duration(given)
    return given


Target = Annotated[str, BeforeValidator(lambda given: given if given == END else an_id(given))]
Values = frozenset[Value]


class Condition(Part):
    of: Id | None = None
    score: Annotated[Values, BeforeValidator(_scores)] | None = None
    option: Annotated[Values, BeforeValidator(_options)] | None = None
    asks_when: Literal[True] | None = None
    """Any reason after which the customer is asked for a date."""

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        stated = sum(one is not None for one in (self.score, self.option, self.asks_when))
        if stated > 1:
            raise PydanticCustomError("two_conditions", "more than one condition")
        if self.of is not None and not stated:
            raise PydanticCustomError("of_without_score", "no scores")
        return self

    def when(self, reasons: Taxonomy, default: str = "") -> When | None:
        values = self.score or self.option
        if self.asks_when:
            values = frozenset(reason.code for reason in reasons if reason.asks_when)
        return None if values is None else When(self.of or default, values)


class RulePart(Condition):
    to: Target


class QuestionPart(Part):
    id: Id
    text: TextPart
    bonus: bool = False
    next: Annotated[list[RulePart], BeforeValidator(_rules), Field(min_length=1)]

    def question(self, kind: QuestionKind, reasons: Taxonomy, options: tuple[Option, ...] = ()) -> Question:
        """With one button a row; kinds that have more say so."""
        rules = tuple(Rule(rule.to, rule.when(reasons, default=self.id)) for rule in self.next)
        rows = tuple((option.id,) for option in options)
        return Question(self.id, kind, self.text.build(), rules, self.bonus, rows, options)


class SkippablePart(QuestionPart):
    skip: TextPart | None = None

    def skip_row(self) -> tuple[tuple[str, ...], ...]:
        return ((SKIP,),) if self.skip else ()

    def skip_label(self) -> Text | None:
        return self.skip.build() if self.skip else None


class OptionPart(TextPart):
    id: Id

    def option(self) -> Option:
        return Option(self.id, self.build())


class DistancePart(TextPart):
    id: Annotated[str, BeforeValidator(_a_distance)]

    def option(self) -> Option:
        return Option(self.id, self.build())


class ScorePart(QuestionPart):
    kind: Literal["score"]
    rows: Annotated[list[list[int]], Field(min_length=1)]

    def build(self, reasons: Taxonomy) -> Question:
        rows = tuple(tuple(map(str, row)) for row in self.rows)
        return replace(self.question(QuestionKind.SCORE, reasons), rows=rows)


class ChoicePart(QuestionPart):
    kind: Literal["choice"]
    options: Annotated[list[OptionPart], Field(min_length=2)]
    rows: Annotated[list[list[str]], Field(min_length=1)] | None = None

    def build(self, reasons: Taxonomy) -> Question:
        question = self.question(QuestionKind.CHOICE, reasons, tuple(one.option() for one in self.options))
        return question if self.rows is None else replace(question, rows=tuple(map(tuple, self.rows)))


class ReasonPart(QuestionPart):
    kind: Literal["reason"]

    def build(self, reasons: Taxonomy) -> Question:
        question = self.question(QuestionKind.REASON, reasons, reasons.first_screen)
        return replace(question, groups=reasons.screens, back=reasons.back)


class DatePart(SkippablePart):
    kind: Literal["date"]
    options: list[DistancePart] = []  # noqa: RUF012  # pydantic copies it

    def build(self, reasons: Taxonomy) -> Question:
        question = self.question(QuestionKind.DATE, reasons, tuple(one.option() for one in self.options))
        return replace(question, rows=question.rows + self.skip_row(), skip=self.skip_label())


class TextQuestionPart(SkippablePart):
    kind: Literal["text"]

    def build(self, reasons: Taxonomy) -> Question:
        question = self.question(QuestionKind.TEXT, reasons)
        return replace(question, rows=self.skip_row(), skip=self.skip_label())


class MediaPart(SkippablePart):
    kind: Literal["media"]
    accepts: Annotated[list[MediaKind], Field(min_length=1)] = _PICTURES_AND_VOICES

    def build(self, reasons: Taxonomy) -> Question:
        question = self.question(QuestionKind.MEDIA, reasons)
        accepts = frozenset[str](self.accepts)
        return replace(question, rows=self.skip_row(), skip=self.skip_label(), accepts=accepts)


AnyQuestion = Annotated[
    ScorePart | ChoicePart | ReasonPart | DatePart | TextQuestionPart | MediaPart,
    Field(discriminator="kind"),
]

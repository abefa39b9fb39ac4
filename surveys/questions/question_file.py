"""What the questions of a survey file have in common; each kind adds its own."""

import re
from abc import abstractmethod
from dataclasses import replace
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, GetPydanticSchema, WithJsonSchema, model_validator

from surveys.questions import later
from surveys.questions.file_parts import Id, Part, StagedTextPart, TextPart, an_id, refusal
from surveys.questions.question import (
    END,
    SKIP,
    Option,
    Question,
    QuestionKind,
    QuestionRole,
    Rule,
    Value,
    When,
)
from surveys.questions.reasons import Taxonomy

SCORES: Final = range(11)

_SCORES: Final = re.compile(r"(<=|>=)?\s*(\d{1,2})|(\d{1,2})\s*\.\.\s*(\d{1,2})")


def _scores(given: object) -> object:
    """The set of scores that a file states as `"0..6"`, `"<=6"`, `">=9"`, `"10"` or `10`."""
    found = _SCORES.fullmatch(str(given).strip()) if isinstance(given, str | int) else None
    if found is None:
        raise refusal("survey-bad-scores")
    sign, one, low, high = found.groups()
    first = int(low or (SCORES[0] if sign == "<=" else one))
    last = int(high or (SCORES[-1] if sign == ">=" else one))
    if not SCORES[0] <= first <= last <= SCORES[-1]:
        raise refusal("survey-bad-scores")
    return frozenset(range(first, last + 1))


def _options(given: object) -> object:
    """The set of options that a file states as one or as a list."""
    options = given if isinstance(given, list) else [given]
    if not options or not all(isinstance(one, str) for one in options):
        raise refusal("survey-bad-options")
    return frozenset(options)


def _rules(given: object) -> object:
    return [{"to": given}] if isinstance(given, str) else given


Target = Annotated[
    str,
    BeforeValidator(lambda given: given if given == END else an_id(given)),
    WithJsonSchema({"type": "string"}),
]
Values = frozenset[Value]
Scores = Annotated[
    Values,
    BeforeValidator(_scores),
    WithJsonSchema({"type": ["string", "integer"], "pattern": rf"^\s*({_SCORES.pattern})\s*$"}),
]
Options = Annotated[
    Values,
    BeforeValidator(_options),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]


class Condition(Part):
    of: Id | None = None
    """The question whose answer decides; without it the question itself."""
    score: Scores | None = None
    """Scores for which it holds: "0..6", "<=6", ">=9", "10" or 10."""
    option: Options | None = None
    """The id of an option for which it holds, or a list of them."""
    asks_when: Literal[True] | None = None
    """Stands for every reason after which the customer is asked for a date."""

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        stated = sum(one is not None for one in (self.score, self.option, self.asks_when))
        if stated > 1:
            raise refusal("survey-two-conditions")
        if self.of is not None and not stated:
            raise refusal("survey-of-without-score")
        return self

    def when(self, reasons: Taxonomy, default: str = "") -> When | None:
        """The condition on the question that it names, else on `default`; None when it states none."""
        values = self.score or self.option
        if self.asks_when:
            values = frozenset(reason.code for reason in reasons if reason.asks_when)
        return None if values is None else When(self.of or default, values)


class RulePart(Condition):
    to: Target
    """The question that follows, or "end"."""


Rules = Annotated[
    list[RulePart],
    BeforeValidator(_rules),
    Field(min_length=1),
    GetPydanticSchema(
        get_pydantic_json_schema=lambda core, handler: {"anyOf": [{"type": "string"}, handler(core)]}
    ),
]


class QuestionPart(Part):
    """What questions of every kind have; each kind adds its own keys and `kind`."""

    id: Id
    """Its name among the questions; it stays when the words change."""
    role: Annotated[QuestionRole, Field(strict=False)] | None = None
    """What its answer means to reports and cases; most questions have none."""
    text: StagedTextPart
    """What is asked. {business} is the name of the company."""
    optional: bool = False
    """Whether the survey already counts as answered without it."""
    later: bool = False
    """Whether it has a button for those who would rather be asked another day."""
    next: Rules
    """What follows: "end", the id of another question, or rules of which exactly one fits each answer."""

    @abstractmethod
    def build(self, reasons: Taxonomy) -> Question:
        """The question; `reasons` are those that customers may leave for."""

    def question(
        self,
        kind: QuestionKind,
        reasons: Taxonomy,
        options: tuple[Option, ...] = (),
        *,
        in_one_row: bool = False,
    ) -> Question:
        """The question with one button a row, or all in one, and no values; kinds that have more add them."""
        row = tuple(option.id for option in options)
        return Question(
            id=self.id,
            kind=kind,
            text=self.text.build(),
            next=tuple(Rule(rule.to, rule.when(reasons, default=self.id)) for rule in self.next),
            role=self.role,
            optional=self.optional,
            rows=(row,) if in_one_row else tuple((option,) for option in row),
            choices=options,
            later=later.buttons() if self.later else None,
            stage_texts=self.text.stage_texts(),
        )


class SkippablePart(QuestionPart):
    """A question that may have a button for those who would rather not say."""

    skip: TextPart | None = None
    """The button of those who would rather not say."""

    def question(
        self,
        kind: QuestionKind,
        reasons: Taxonomy,
        options: tuple[Option, ...] = (),
        *,
        in_one_row: bool = False,
    ) -> Question:
        asked = super().question(kind, reasons, options, in_one_row=in_one_row)
        if self.skip is None:
            return asked
        return replace(asked, rows=(*asked.rows, (SKIP,)), skip=self.skip.build())


class OptionPart(TextPart):
    id: Id
    touchpoint: Id | None = None
    """Of a category: the touchpoint at which such a complaint always happened."""
    reason: str | None = None
    """In a leaving survey: the code of the reason that it stands for."""

    def option(self) -> Option:
        return Option(self.id, self.build(), self.touchpoint, self.reason)

"""The shape of a survey file: what TOML gives, checked key by key and turned into a `Survey`."""

import re
from datetime import timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from surveys.callback import ID
from surveys.survey import (
    END,
    SCORES,
    Question,
    QuestionKind,
    Rule,
    Survey,
    SurveyKind,
    Text,
    Thanks,
    Value,
    When,
)

_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
_DURATION: Final = re.compile(r"([1-9]\d{0,4})([dhm])")
_SCORES: Final = re.compile(r"(<=|>=)?\s*(\d{1,2})|(\d{1,2})\s*\.\.\s*(\d{1,2})")


def _an_id(given: object) -> object:
    if not isinstance(given, str) or not ID.fullmatch(given) or given == END:
        raise PydanticCustomError("bad_id", "not an id")
    return given


def _a_duration(given: object) -> object:
    found = _DURATION.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise PydanticCustomError("bad_duration", "not a duration")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


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


def _rules(given: object) -> object:
    return [{"to": given}] if isinstance(given, str) else given


Id = Annotated[str, BeforeValidator(_an_id)]
Target = Annotated[str, BeforeValidator(lambda given: given if given == END else _an_id(given))]
Duration = Annotated[timedelta, BeforeValidator(_a_duration)]
Scores = Annotated[frozenset[Value], BeforeValidator(_scores)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextPart(Part):
    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def build(self) -> Text:
        return Text(self.ru.strip(), self.en.strip())


class Condition(Part):
    of: Id | None = None
    score: Scores | None = None

    @model_validator(mode="after")
    def _of_needs_score(self) -> Self:
        if self.of is not None and self.score is None:
            raise PydanticCustomError("of_without_score", "no scores")
        return self

    def when(self, default: str = "") -> When | None:
        return None if self.score is None else When(self.of or default, self.score)


class RulePart(Condition):
    to: Target


class ThanksPart(Condition):
    text: TextPart

    @model_validator(mode="after")
    def _score_needs_of(self) -> Self:
        if self.score is not None and self.of is None:
            raise PydanticCustomError("score_without_of", "of no question")
        return self


class QuestionPart(Part):
    id: Id
    text: TextPart
    bonus: bool = False
    next: Annotated[list[RulePart], BeforeValidator(_rules), Field(min_length=1)]

    def rules(self) -> tuple[Rule, ...]:
        return tuple(Rule(rule.to, rule.when(default=self.id)) for rule in self.next)


class ScorePart(QuestionPart):
    kind: Literal["score"]
    rows: Annotated[list[list[int]], Field(min_length=1)]

    def build(self) -> Question:
        rows = tuple(tuple(map(str, row)) for row in self.rows)
        return Question(self.id, QuestionKind.SCORE, self.text.build(), self.rules(), self.bonus, rows)


class TextQuestionPart(QuestionPart):
    kind: Literal["text"]

    def build(self) -> Question:
        return Question(self.id, QuestionKind.TEXT, self.text.build(), self.rules(), self.bonus)


AnyQuestion = Annotated[ScorePart | TextQuestionPart, Field(discriminator="kind")]


class SurveyFile(Part):
    id: Id
    version: Annotated[int, Field(ge=1)]
    kind: Literal["relational", "transactional"]
    title: TextPart
    questions: Annotated[list[AnyQuestion], Field(min_length=1)]
    thanks: Annotated[list[ThanksPart], Field(min_length=1)]
    correct_within: Duration = timedelta(days=14)
    again_after: Duration = timedelta(days=1)
    expires_after: Duration = timedelta(days=14)

    def build(self) -> Survey:
        return Survey(
            id=self.id,
            version=self.version,
            kind=SurveyKind(self.kind),
            title=self.title.build(),
            questions=tuple(question.build() for question in self.questions),
            thanks=tuple(Thanks(part.text.build(), part.when()) for part in self.thanks),
            correct_within=self.correct_within,
            again_after=self.again_after,
            expires_after=self.expires_after,
        )

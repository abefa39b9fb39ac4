"""A survey as plain data: what is asked, in which order and in which words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

Value = int | str
"""What a customer answered: a score is an int, everything else a str."""

END: Final = "end"
"""Where a branch leads when nothing more is asked."""

SCORES: Final = range(11)
PLACEHOLDERS: Final = frozenset({"business"})
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class QuestionKind(StrEnum):
    SCORE = "score"
    TEXT = "text"


class SurveyKind(StrEnum):
    RELATIONAL = "relational"
    """Asked of the whole base on a rhythm."""
    TRANSACTIONAL = "transactional"
    """Asked after an event: an order, a closed case."""


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in both languages."""

    ru: str
    en: str

    def say(self, language: str, **values: str) -> str:
        """Russian for `ru`, English for everyone else; `{name}` becomes `values["name"]`."""
        words = self.ru if language == "ru" else self.en
        return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)


@dataclass(frozen=True, slots=True)
class When:
    """True when the question was answered with one of the values."""

    question: str
    values: frozenset[Value]

    def holds(self, answers: Mapping[str, Value]) -> bool:
        return self.question in answers and answers[self.question] in self.values


@dataclass(frozen=True, slots=True)
class Rule:
    """Where to go next; without `when` always."""

    to: str
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Thanks:
    """The last words; without `when` for everyone."""

    text: Text
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: QuestionKind
    text: Text
    next: tuple[Rule, ...]
    bonus: bool = False
    """The survey already counts as answered without it."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Option ids as the buttons stand in the message; for a score the id is also the label."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Every answer that a rule can ask about; empty for open questions."""
        return tuple(SCORES) if self.kind is QuestionKind.SCORE else ()

    @property
    def options(self) -> tuple[str, ...]:
        """Ids of the buttons, in order; empty for open questions."""
        return tuple(str(value) for value in self.values)

    def follow(self, answers: Mapping[str, Value]) -> str:
        """Id of the next question or `END`."""
        return next((rule.to for rule in self.next if rule.when is None or rule.when.holds(answers)), END)


@dataclass(frozen=True, slots=True)
class Survey:
    id: str
    version: int
    kind: SurveyKind
    title: Text
    questions: tuple[Question, ...]
    thanks: tuple[Thanks, ...]
    correct_within: timedelta
    """From the first answer; later taps change nothing."""
    again_after: timedelta
    """From the first answer; a later asking by the customer is a new answer, an earlier one a correction."""
    expires_after: timedelta
    """From the asking; a question that is still open then is no longer awaited."""

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def score_question(self) -> Question | None:
        """The question whose answer is the survey's score."""
        return next((question for question in self.questions if question.kind is QuestionKind.SCORE), None)

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def thank(self, answers: Mapping[str, Value]) -> Text | None:
        fitting = (words for words in self.thanks if words.when is None or words.when.holds(answers))
        return next((words.text for words in fitting), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The surveys that can be asked, by id."""

    surveys: Mapping[str, Survey] = field(default_factory=dict)

    def __getitem__(self, survey_id: str) -> Survey:
        return self.surveys[survey_id]

    def __iter__(self) -> Iterator[Survey]:
        return iter(self.surveys.values())

    def get(self, survey_id: str) -> Survey | None:
        return self.surveys.get(survey_id)

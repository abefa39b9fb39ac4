"""A survey as plain data: what is asked, in which order and in which words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

Value = int | str
"""What a customer answered: a score is an int, everything else a str.

A chosen option is its id, a day is an ISO date, a sent photo or voice is its file id.
"""

SKIPPED: Final = ""
"""The answer of someone who would rather not say; no text is empty."""
SKIP: Final = "skip"
BACK: Final = "back"
"""Ids of buttons that every question may have beside its own."""

END: Final = "end"
"""Where a branch leads when nothing more is asked."""

SCORES: Final = range(11)
PLACEHOLDERS: Final = frozenset({"business"})
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class QuestionKind(StrEnum):
    SCORE = "score"
    CHOICE = "choice"
    """One of a few options."""
    REASON = "reason"
    """Why a customer leaves: a group, then a reason in it."""
    DATE = "date"
    """A day to come."""
    TEXT = "text"
    MEDIA = "media"
    """Words, or a file such as a photo or a voice message."""


class SurveyKind(StrEnum):
    RELATIONAL = "relational"
    """Asked of the whole base on a rhythm."""
    TRANSACTIONAL = "transactional"
    """Asked after an event: an order, a closed case."""
    COMPLAINT = "complaint"
    """Begun by a customer who complains; its end opens a case."""
    LEAVING = "leaving"
    """Begun by a customer who leaves; its end plans how to stay in touch."""


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in both languages."""

    ru: str
    en: str

    def render(self, language: str, **values: str) -> str:
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
class Option:
    """A button and what it stands for."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Group:
    """The options that a button of the first screen opens."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: QuestionKind
    text: Text
    next: tuple[Rule, ...]
    bonus: bool = False
    """The survey already counts as answered without it."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Option ids as the buttons of the first screen stand in the message."""
    choices: tuple[Option, ...] = ()
    """What the buttons of the first screen say, without the scores, which speak for themselves."""
    groups: tuple[Group, ...] = ()
    skip: Text | None = None
    """The button of those who would rather not say."""
    back: Text | None = None
    """The button from a group to the first screen."""
    accepts: frozenset[str] = frozenset()
    """The kinds of file that are an answer, as Telegram names them."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Every answer that a rule can ask about; empty for open questions."""
        match self.kind:
            case QuestionKind.SCORE:
                return tuple(SCORES)
            case QuestionKind.CHOICE | QuestionKind.REASON:
                own = [option for choice in self.choices for option in self._behind(choice)]
                return tuple(option.id for option in own)
            case _:
                return ()

    @property
    def options(self) -> tuple[str, ...]:
        """Ids of the buttons of the first screen, in order."""
        own = SCORES if self.kind is QuestionKind.SCORE else (choice.id for choice in self.choices)
        return (*map(str, own), *([SKIP] if self.skip else []))

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Every labelled button but skip and back."""
        return (*self.choices, *(option for group in self.groups for option in group.options))

    def group(self, group_id: str) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def group_of(self, option: str) -> Group | None:
        return next((group for group in self.groups if option in {one.id for one in group.options}), None)

    def screen(self, opened: str | None = None) -> tuple[tuple[str, ...], ...]:
        """Rows of button ids: those of the opened group and the way back, else the first screen."""
        group = self.group(opened) if opened else None
        return (*((option.id,) for option in group.options), (BACK,)) if group else self.rows

    def shown(self, opened: Iterable[str] = ()) -> tuple[str, ...]:
        """Everything that a customer who opened these groups had before their eyes."""
        groups = [group for one in opened if (group := self.group(one)) is not None]
        return (*self.options, *(option.id for group in groups for option in group.options))

    def label(self, option: str) -> Text:
        special = {SKIP: self.skip, BACK: self.back}.get(option)
        named = next((one.label for one in self.all_options if one.id == option), None)
        return special or named or Text(option, option)

    def _behind(self, choice: Option) -> tuple[Option, ...]:
        group = self.group(choice.id)
        return group.options if group else (choice,)

    def follow(self, answers: Mapping[str, Value]) -> str:
        """Id of the next question or `END`."""
        return next((rule.to for rule in self.next if rule.when is None or rule.when.holds(answers)), END)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said, once, to whoever left the first question open."""

    after: timedelta
    """From the asking."""
    text: Text


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
    again_after: timedelta | None
    """From the first answer; a later asking by the customer is a new answer, an earlier one a correction.

    None: as soon as the last one is finished, because every asking is about something else.
    """
    expires_after: timedelta
    """From the asking; a question that is still open then is no longer awaited."""
    reminder: Reminder | None = None

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

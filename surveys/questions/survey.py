"""A survey as plain data: what is asked, in which order and in which words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from surveys.language.text import Text
from surveys.questions.customer_stage import CustomerStage
from surveys.questions.question import Option, Question, QuestionRole, Value, When


class SurveyKind(StrEnum):
    """When a survey is asked, and what follows from it."""

    RELATIONAL = "relational"
    """Asked of the whole base on a rhythm."""
    TRANSACTIONAL = "transactional"
    """Asked after an event: an order, a closed case."""
    COMPLAINT = "complaint"
    """Begun by a customer who complains; its end opens a case."""
    LEAVING = "leaving"
    """Begun by a customer who leaves; its end plans how to stay in touch."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Last words of a survey; without `when` for everyone."""

    text: Text
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said, once, to whoever left the first question open."""

    after: timedelta
    """How long after the asking it goes."""
    text: Text


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey in one version."""

    id: str
    version: int
    kind: SurveyKind
    title: Text
    questions: tuple[Question, ...]
    thanks: tuple[Thanks, ...]
    correct_within: timedelta
    """How long after the first answer it may be corrected; later taps change nothing."""
    again_after: timedelta | None
    """How long after the first answer an asking by the customer is a new one, not a correction.

    None: as soon as the last one is finished, because every asking is about something else.
    """
    expires_after: timedelta
    """How long after the asking an open question is awaited."""
    reminder: Reminder | None = None
    """What those who left it open are reminded with; None where nobody is reminded."""
    menu: Text | None = None
    """The button under the greeting that begins it; None without one."""

    @property
    def has_stage_texts(self) -> bool:
        """Whether it asks customers of some stage in words of their own."""
        return any(question.stage_texts for question in self.questions)

    def worded_for(self, stage: CustomerStage | None) -> "Survey":
        """The survey in the words for customers of that stage; None has the usual ones."""
        if stage is None or not self.has_stage_texts:
            return self
        return replace(self, questions=tuple(one.worded_for(stage) for one in self.questions))

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def score_question(self) -> Question | None:
        """The question whose answer is the survey's score; None when it asks for none."""
        return self.question_of(QuestionRole.SCORE)

    def question_of(self, role: QuestionRole) -> Question | None:
        """The question whose answer means this; None without one."""
        return next((question for question in self.questions if question.role is role), None)

    def question(self, question_id: str) -> Question | None:
        """The question of that id; None for an unknown id and for `END`."""
        return next((question for question in self.questions if question.id == question_id), None)

    def thank(self, answers: Mapping[str, Value]) -> Text | None:
        """The last words for these answers; None when none are for them."""
        fitting = (words for words in self.thanks if words.when is None or words.when.holds(answers))
        return next((words.text for words in fitting), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The surveys that can be asked, by id."""

    surveys: Mapping[str, Survey] = field(default_factory=dict)
    earlier: Mapping[tuple[str, int], Survey] = field(default_factory=dict)
    """Versions that were asked once, by id and number: conversations finish on the one that they began."""
    off: frozenset[str] = frozenset()
    """Ids of those that are switched off: nobody begins them, what was begun is finished."""

    def __getitem__(self, survey_id: str) -> Survey:
        """The survey of that id; raises KeyError for an unknown one."""
        return self.surveys[survey_id]

    def __iter__(self) -> Iterator[Survey]:
        return iter(self.surveys.values())

    def get(self, survey_id: str) -> Survey | None:
        """The survey of that id; None for an unknown one."""
        return self.surveys.get(survey_id)

    def begun(self, survey_id: str | None) -> Survey | None:
        """The survey of that id as long as customers may begin it; None for one that is switched off."""
        return None if survey_id is None or survey_id in self.off else self.get(survey_id)

    def of_version(self, survey_id: str, version: int) -> Survey | None:
        """The survey in that version, else in today's; None for an unknown one."""
        current = self.get(survey_id)
        if current is not None and current.version == version:
            return current
        return self.earlier.get((survey_id, version), current)

    def options_of(self, role: QuestionRole) -> Iterator[Option]:
        """The buttons of every question whose answer means this."""
        for survey in self:
            question = survey.question_of(role)
            yield from question.choices if question is not None else ()

    def label(self, role: QuestionRole, option: str) -> Text | None:
        """What the button of an answer says that means this; None for an answer of no button."""
        return next((one.label for one in self.options_of(role) if one.id == option), None)

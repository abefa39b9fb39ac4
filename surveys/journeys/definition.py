"""A journey of a file, as plain data: trigger, wait, survey or message, branches, what ends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from typing import Final

from surveys.journeys.calendar import Recurrence
from surveys.journeys.links import LinkButton
from surveys.journeys.quota import AnswerQuota
from surveys.journeys.trigger import Trigger
from surveys.language.text import Text
from surveys.outreach.policy import ContactKind
from surveys.questions.question import Value, When
from surveys.questions.survey import Survey, SurveyKind

AT: Final = time(11)
"""When a journey by the calendar goes, unless its file says another time."""


class StopCondition(StrEnum):
    """What ends a journey before its message went. An opt-out and a blocked bot end each of them."""

    ANSWERED = "answered"
    """The customer answered its survey since it was planned."""
    CAME_BACK = "came_back"
    """The customer ordered since it was planned."""
    CASE_OPENED = "case_opened"
    """A complaint of theirs is open."""
    LEFT = "left"
    """They said that they leave."""


@dataclass(frozen=True, slots=True)
class EntryRule:
    """For whom a journey begins; an empty set is for everybody."""

    touchpoints: frozenset[str] = frozenset()
    """Of the order, the case or the conversation that it begins with."""
    segments: frozenset[str] = frozenset()
    scores: frozenset[Value] = frozenset()
    survey: str | None = None
    """The survey in which the score was given; None for any."""


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A message that follows the survey of a journey; without `when` whatever was answered."""

    text: Text
    after: timedelta
    """How long after the first answer it makes sense."""
    contact_kind: ContactKind = ContactKind.SERVICE
    offer: str | None = None
    """The id of the offer that goes with it, if it is promotion."""
    when: When | None = None
    """The condition on the answers; one that names no question is about the score."""
    button: LinkButton | None = None

    def fits(self, survey: Survey, answers: Mapping[str, Value]) -> bool:
        """Whether it follows these answers."""
        if self.when is None:
            return True
        score = survey.score_question
        question = self.when.question or (score.id if score is not None else "")
        return When(question, self.when.values).holds(answers)


@dataclass(frozen=True, slots=True)
class JourneyDefinition:
    """One journey. It begins a survey or sends a message, one of the two."""

    name: str
    """The name of its file. It is stored with each plan."""
    trigger: Trigger
    after: timedelta = timedelta(0)
    """How long after the trigger it makes sense."""
    survey: str | None = None
    """The id of the survey that it begins."""
    text: Text | None = None
    contact_kind: ContactKind = ContactKind.SERVICE
    """What its message is; a survey is what its file says."""
    offer: str | None = None
    """The id of the offer that goes with its message, if that is promotion."""
    button: LinkButton | None = None
    """Under its message."""
    rest: timedelta = timedelta(0)
    """Whoever was asked its survey this lately is not asked again, nor is its message repeated."""
    quota: AnswerQuota | None = None
    """How many answers to its survey are enough."""
    entry: EntryRule = field(default_factory=EntryRule)
    stops: frozenset[StopCondition] = frozenset()
    steps: tuple[JourneyStep, ...] = ()
    """The first one that fits the answers follows them."""
    every: Recurrence | None = None
    """How often each customer's turn comes, for a journey by the calendar; else None."""
    at: time = AT
    """The time of day, in the business's zone, of a journey by the calendar."""

    def kind_of(self, survey: Survey | None) -> ContactKind:
        """What the contact policy judges it as; `survey` is the one that it begins."""
        if survey is None:
            return self.contact_kind
        is_relational = survey.kind is SurveyKind.RELATIONAL
        return ContactKind.RELATIONAL if is_relational else ContactKind.SURVEY

    def step_name(self, number: int) -> str:
        """The name under which plans of that step are stored, counted from 1."""
        return f"{self.name}/{number}"

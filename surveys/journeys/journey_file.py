"""The shape of a journey file: what TOML gives, checked key by key and turned into a `JourneyDefinition`."""

from collections.abc import Collection, Iterator
from datetime import time, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from surveys.journeys.calendar import Recurrence
from surveys.journeys.definition import AT, EntryRule, JourneyDefinition, JourneyStep, StopCondition
from surveys.journeys.trigger import Trigger
from surveys.language.interface_text import InterfaceText
from surveys.outreach.policy import ContactKind
from surveys.questions.file_parts import Duration, Id, Part, TextPart, refusal
from surveys.questions.question_file import Condition
from surveys.questions.reasons import NO_REASONS
from surveys.questions.survey import Catalogue

_KINDS: Final = {"service": ContactKind.SERVICE, "promotion": ContactKind.PROMOTION}


def _time(given: object) -> object:
    try:
        return time.fromisoformat(str(given))
    except ValueError as error:
        raise refusal("journey-bad-time") from error


Names = Annotated[frozenset[Annotated[str, StringConstraints(min_length=1)]], Field(strict=False)]
Sent = Literal["service", "promotion"]


class AudiencePart(Condition):
    """Whom it is for."""

    touchpoints: Names = frozenset()
    segments: Names = frozenset()
    survey: Id | None = None

    @model_validator(mode="after")
    def _only_scores(self) -> Self:
        if self.of is not None or self.option is not None or self.asks_when is not None:
            raise refusal("journey-only-scores")
        return self

    def build(self) -> EntryRule:
        return EntryRule(self.touchpoints, self.segments, self.score or frozenset(), self.survey)


def _check_agreement(offer: str | None, kind: Sent) -> None:
    """An offer goes only to those who agreed to offers. Raises ValueError for any other."""
    if offer is not None and kind != "promotion":
        raise refusal("journey-offer-is-promotion")


class StepPart(Condition):
    """What follows the answers."""

    after: Duration = timedelta(hours=1)
    kind: Sent = "service"
    offer: Id | None = None
    message: TextPart

    @model_validator(mode="after")
    def _offer_is_promotion(self) -> Self:
        _check_agreement(self.offer, self.kind)
        return self

    def build(self) -> JourneyStep:
        kind, when = _KINDS[self.kind], self.when(NO_REASONS)
        return JourneyStep(self.message.build(), self.after, kind, self.offer, when)


class JourneyFile(Part):
    trigger: Literal["order_stored", "case_closed", "score_given", "silent", "schedule"]
    enabled: bool = True
    after: Duration | None = None
    survey: Id | None = None
    message: TextPart | None = None
    kind: Sent = "service"
    offer: Id | None = None
    rest: Duration | None = None
    when: AudiencePart | None = None
    stop: Annotated[frozenset[Annotated[StopCondition, Field(strict=False)]], Field(strict=False)] = (
        frozenset({StopCondition.ANSWERED})
    )
    every: Annotated[Recurrence, Field(strict=False)] | None = None
    at: Annotated[time, BeforeValidator(_time)] = AT
    then: list[StepPart] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_thing_to_send(self) -> Self:
        if (self.survey is None) == (self.message is None):
            raise refusal("journey-nothing-to-send")
        if self.then and self.survey is None:
            raise refusal("journey-then-without-survey")
        if (self.trigger == "schedule") != (self.every is not None):
            raise refusal("journey-every")
        _check_agreement(self.offer, self.kind)
        return self

    def faults(
        self, surveys: Catalogue, offers: Collection[str] | None = None
    ) -> Iterator[tuple[str, InterfaceText]]:
        """What does not fit the surveys and offers that there are, and what would be of no effect.

        `offers` are ids; None where they are not looked at.
        """
        known = ", ".join(sorted(survey.id for survey in surveys))
        for key, named in (("survey", self.survey), ("when.survey", self.when and self.when.survey)):
            if named and surveys.get(named) is None:
                yield key, InterfaceText("journey-unknown-survey", known=known)
        yield from ((key, InterfaceText("journey-no-effect", with_key=why)) for key, why in self._idle())
        yield from self._unknown_offers(offers)
        asked = surveys.get(self.survey) if self.survey is not None else None
        for number, step in enumerate(self.then, start=1):
            if asked is not None and step.of is not None and asked.question(step.of) is None:
                questions = ", ".join(one.id for one in asked.questions)
                yield f"then.{number}.of", InterfaceText("journey-unknown-question", known=questions)

    def _unknown_offers(self, offers: Collection[str] | None) -> Iterator[tuple[str, InterfaceText]]:
        named = {"offer": self.offer} | {
            f"then.{number}.offer": step.offer for number, step in enumerate(self.then, start=1)
        }
        for key, offer in named.items():
            if offers is not None and offer is not None and offer not in offers:
                yield key, InterfaceText("journey-unknown-offer", known=", ".join(sorted(offers)) or "–")

    def _idle(self) -> Iterator[tuple[str, str]]:
        """Keys that are written and change nothing, each with what it would need."""
        if self.when is not None and self.trigger != "score_given":
            for key in sorted({"score", "survey"} & self.when.model_fields_set):
                yield f"when.{key}", 'trigger = "score_given"'
        if "at" in self.model_fields_set and self.every is None:
            yield "at", 'trigger = "schedule"'
        if self.after is not None and self.every is not None:
            yield "after", 'trigger = "order_stored"'
        if "kind" in self.model_fields_set and self.message is None:
            yield "kind", "[message]"
        if self.offer is not None and self.message is None:
            yield "offer", "[message]"
        if self.rest is not None and self.survey is None:
            yield "rest", 'survey = "nps"'

    def build(self, name: str) -> JourneyDefinition:
        return JourneyDefinition(
            name=name,
            trigger=Trigger(self.trigger),
            after=self.after or timedelta(0),
            survey=self.survey,
            text=self.message.build() if self.message else None,
            contact_kind=_KINDS[self.kind],
            offer=self.offer,
            rest=self.rest or timedelta(0),
            entry=self.when.build() if self.when else EntryRule(),
            stops=self.stop,
            steps=tuple(step.build() for step in self.then),
            every=self.every,
            at=self.at,
        )

"""The shape of a journey file: what TOML gives, checked key by key and turned into a `JourneyDefinition`."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from surveys.journeys.calendar import Recurrence
from surveys.journeys.definition import AT, EntryRule, JourneyDefinition, JourneyStep, StopCondition
from surveys.journeys.links import LINK_NAMES, NO_LINKS, LinkButton, Links
from surveys.journeys.quota import AnswerQuota, QuotaGroup
from surveys.journeys.trigger import Trigger
from surveys.language.interface_text import InterfaceText
from surveys.outreach.policy import ContactKind
from surveys.questions.checks import label_faults, text_faults
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


Found = Iterator[tuple[str, InterfaceText]]
Names = Annotated[frozenset[Annotated[str, StringConstraints(min_length=1)]], Field(strict=False)]
_TIME_OF_DAY: Final = WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"})
Sent = Literal["service", "promotion"]


class AudiencePart(Condition):
    """Whom it is for."""

    touchpoints: Names = frozenset()
    """Of the order, the case or the score."""
    segments: Names = frozenset()
    """Of the customer."""
    survey: Id | None = None
    """In which survey the score was given; for the trigger "score_given"."""

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


_URL: Final = rf"^(https://.+|\{{({'|'.join(LINK_NAMES)})\}})$"


class ButtonPart(TextPart):
    """A button under the message that opens an address."""

    url: Annotated[str, WithJsonSchema({"type": "string", "pattern": _URL})]
    """An address that begins with https://, or {review_link} or {referral_link} of the configuration."""

    def build_button(self, links: Links) -> LinkButton:
        button = LinkButton(self.build(), self.url)
        return replace(button, url=links.get(button.link or "", self.url))

    def faults(self, key: str, links: Links) -> Found:
        """What is wrong with its label, its address, or the address of the company's that it names."""
        yield from label_faults(key, self.build())
        button = LinkButton(self.build(), self.url)
        if button.link in LINK_NAMES:
            if button.link not in links:
                yield f"{key}.url", InterfaceText("journey-no-link", key=button.link.removesuffix("_link"))
        elif not button.is_address:
            known = ", ".join(f"{{{name}}}" for name in LINK_NAMES)
            yield f"{key}.url", InterfaceText("journey-bad-link", known=known)


class QuotaPart(Part):
    """How many answers are enough."""

    answers: Annotated[int, Field(ge=1)]
    """How many are enough."""
    per: Annotated[Recurrence, Field(strict=False)] = Recurrence.MONTH
    """When it is counted anew."""
    by: Annotated[QuotaGroup, Field(strict=False)] | None = None
    """Each "touchpoint" or "segment" has a quota of its own; without it all share one."""

    def build(self) -> AnswerQuota:
        return AnswerQuota(self.answers, self.per, self.by)


class StepPart(Condition):
    """What follows the answers."""

    after: Duration = timedelta(hours=1)
    """How long after the answer."""
    kind: Sent = "service"
    """What the message is; "promotion" goes only to those who agreed to it."""
    offer: Id | None = None
    """The id of an offer that goes with a promotional message."""
    message: TextPart
    """What is said. {business} is the name of the company."""
    button: ButtonPart | None = None
    """A button under the message that opens an address."""

    @model_validator(mode="after")
    def _offer_is_promotion(self) -> Self:
        _check_agreement(self.offer, self.kind)
        return self

    def build_step(self, links: Links) -> JourneyStep:
        button = self.button.build_button(links) if self.button else None
        kind, when = _KINDS[self.kind], self.when(NO_REASONS)
        return JourneyStep(self.message.build(), self.after, kind, self.offer, when, button)


class JourneyFile(Part):
    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["survey"]}, {"required": ["message"]}],
            "if": {"properties": {"trigger": {"const": "schedule"}}},
            "then": {"required": ["every"]},
            "else": {"not": {"required": ["every"]}},
        }
    )

    trigger: Literal["order_stored", "case_closed", "score_given", "silent", "schedule"]
    """What it begins with."""
    enabled: bool = True
    """False switches it off."""
    after: Duration | None = None
    """How long after the trigger, such as "30m", "12h" or "2d"; without it at once."""
    survey: Id | None = None
    """The id of the survey that it begins."""
    message: TextPart | None = None
    """What it says, if it begins no survey. {business} is the name of the company."""
    kind: Sent = "service"
    """What the message is; "promotion" goes only to those who agreed to it."""
    offer: Id | None = None
    """The id of an offer that goes with a promotional message."""
    button: ButtonPart | None = None
    """A button under the message that opens an address."""
    rest: Duration | None = None
    """Whoever was asked this survey, or got this message, in that time does not get it again."""
    quota: QuotaPart | None = None
    """How many scores in the survey are enough; nobody is asked beyond that."""
    when: AudiencePart | None = None
    """For whom it is; without it for all."""
    stop: Annotated[frozenset[Annotated[StopCondition, Field(strict=False)]], Field(strict=False)] = (
        frozenset({StopCondition.ANSWERED})
    )
    """What ends it before it went."""
    every: Annotated[Recurrence, Field(strict=False)] | None = None
    """How often each customer's turn comes; for the trigger "schedule"."""
    at: Annotated[time, BeforeValidator(_time), _TIME_OF_DAY] = AT
    """The time of day; for the trigger "schedule"."""
    then: list[StepPart] = Field(default_factory=list)
    """Messages that follow the answers: the first that fits."""

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

    @property
    def links(self) -> frozenset[str]:
        """The names of the company's addresses that its buttons open."""
        buttons = [part.button for _, part in self._messages() if part.button is not None]
        names = (LinkButton(one.build(), one.url).link for one in buttons)
        return frozenset(name for name in names if name is not None)

    def faults(self, surveys: Catalogue, offers: Collection[str] | None, links: Links) -> Found:
        """What does not fit the surveys, offers and links that there are, and what would be of no effect.

        `offers` are ids; None where they are not looked at.
        """
        known = ", ".join(sorted(survey.id for survey in surveys))
        for key, named in (("survey", self.survey), ("when.survey", self.when and self.when.survey)):
            if named and surveys.get(named) is None:
                yield key, InterfaceText("journey-unknown-survey", known=known)
        yield from ((key, InterfaceText("journey-no-effect", with_key=why)) for key, why in self._idle())
        yield from self._unknown_offers(offers)
        yield from self._words(links)
        asked = surveys.get(self.survey) if self.survey is not None else None
        if self.quota is not None and asked is not None and asked.score_question is None:
            yield "quota", InterfaceText("journey-quota-without-score")
        for number, step in enumerate(self.then, start=1):
            if asked is not None and step.of is not None and asked.question(step.of) is None:
                questions = ", ".join(one.id for one in asked.questions)
                yield f"then.{number}.of", InterfaceText("journey-unknown-question", known=questions)

    def _messages(self) -> Iterator[tuple[str, "JourneyFile | StepPart"]]:
        """What may have a message, an offer and a button, each with the beginning of its keys."""
        yield "", self
        yield from ((f"then.{number}.", step) for number, step in enumerate(self.then, start=1))

    def _unknown_offers(self, offers: Collection[str] | None) -> Found:
        for key, part in self._messages():
            if offers is not None and part.offer is not None and part.offer not in offers:
                known = ", ".join(sorted(offers)) or "–"
                yield f"{key}offer", InterfaceText("journey-unknown-offer", known=known)

    def _words(self, links: Links) -> Found:
        """Faults of its messages and buttons."""
        for key, part in self._messages():
            if part.message is not None:
                yield from text_faults(f"{key}message", part.message.build())
            if part.button is not None:
                yield from part.button.faults(f"{key}button", links)

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
        if self.button is not None and self.message is None:
            yield "button", "[message]"
        if self.quota is not None and self.survey is None:
            yield "quota", 'survey = "nps"'

    def build(self, name: str, links: Links = NO_LINKS) -> JourneyDefinition:
        """The journey of that name, whose buttons open these addresses."""
        return JourneyDefinition(
            name=name,
            trigger=Trigger(self.trigger),
            after=self.after or timedelta(0),
            survey=self.survey,
            text=self.message.build() if self.message else None,
            contact_kind=_KINDS[self.kind],
            offer=self.offer,
            button=self.button.build_button(links) if self.button else None,
            rest=self.rest or timedelta(0),
            quota=self.quota.build() if self.quota else None,
            entry=self.when.build() if self.when else EntryRule(),
            stops=self.stop,
            steps=tuple(step.build_step(links) for step in self.then),
            every=self.every,
            at=self.at,
        )

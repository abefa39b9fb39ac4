"""Why customers leave: reasons in groups, as a company's file words them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from surveys.language.text import Text
from surveys.questions.question import Option, OptionGroup

OTHER: Final = "OTHER"
"""What a customer says in their own words counts under this reason until someone codes it."""
STILL_HERE: Final = "STILL_HERE"
"""Said by someone who has not left: no loss, whatever made us ask."""
NO_ANSWER: Final = "NO_ANSWER"
"""Said by someone who left and would rather not say why."""
UNRESOLVED: Final = "UNRESOLVED"
BLOCKED: Final = "BLOCKED"
"""The reason of a customer who blocked the bot; set by the bot and never offered as a button."""


class ReasonClass(StrEnum):
    """Whether the company could have kept the customer."""

    AVOIDABLE = "avoidable"
    NATURAL = "natural"
    INVOLUNTARY = "involuntary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InvitationFollowUp:
    """A later message to whoever did not answer an invitation; it makes no offer."""

    text: Text
    after: timedelta
    """How long after the message before."""


@dataclass(frozen=True, slots=True)
class ReasonInvitation:
    """The message that invites back, and what follows it."""

    text: Text
    after: timedelta
    """How long after the interview it goes, when the customer named no date."""
    follow_ups: tuple[InvitationFollowUp, ...] = ()
    """At most two."""


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    kind: ReasonClass | None
    """Whether the customer could have been kept; None for one who has not left."""
    label: Text
    answer: Text
    """What is said at once, when the interview ends."""
    offers: bool = False
    """Whether the answer makes an offer."""
    favour: bool = False
    """Whether the answer asks a favour, such as a kind word to friends."""
    cheers: bool = False
    """Whether the answer is glad of something or congratulates."""
    asks_when: bool = False
    """Whether the customer may come back by themselves and is asked for a date."""
    opens_case: bool = False
    """Whether it is a complaint that a person must look at."""
    mutes: bool = False
    """Whether the answer promises that no more offers come."""
    invitation: ReasonInvitation | None = None
    """The message that invites back; None where nobody is invited."""

    @property
    def suits_open_case(self) -> bool:
        """Whether the answer may be said to somebody who waits for us to put something right."""
        return not (self.offers or self.favour or self.cheers)


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Reasons behind one button; a group of one reason is shown as that reason."""

    id: str
    label: Text
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All reasons of a company."""

    version: int
    """Number of the file's version; a stored answer keeps it beside the class of its day."""
    back: Text
    groups: tuple[ReasonGroup, ...]
    hidden: tuple[Reason, ...] = ()
    """Reasons that the bot sets; no customer can choose them."""

    def __iter__(self) -> Iterator[Reason]:
        for group in self.groups:
            yield from group.reasons
        yield from self.hidden

    def get(self, code: str) -> Reason | None:
        """The reason of that code, hidden ones included; None for an unknown code."""
        return next((reason for reason in self if reason.code == code), None)

    @property
    def first_screen(self) -> tuple[Option, ...]:
        """The buttons of the first screen: one a group, or the reason itself where a group has only one."""
        return tuple(
            Option(group.id, group.label) if len(group.reasons) > 1 else _option(group.reasons[0])
            for group in self.groups
        )

    @property
    def screens(self) -> tuple[OptionGroup, ...]:
        """The groups of several reasons, each with the buttons that open at a tap on it."""
        return tuple(
            OptionGroup(group.id, tuple(map(_option, group.reasons)))
            for group in self.groups
            if len(group.reasons) > 1
        )


def _option(reason: Reason) -> Option:
    return Option(reason.code, reason.label)


NO_REASONS: Final = Taxonomy(0, Text("", ""), ())

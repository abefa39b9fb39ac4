"""A campaign: one message to an audience, to each of them at most once, and what stops it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from surveys.outreach.policy import ContactKind

JOURNEY: Final = "campaign"
"""The name under which plans of campaigns are stored."""


class CampaignKind(StrEnum):
    """What the message is to whoever gets it. The value is stored."""

    SERVICE = "service"
    """It is of their own matter, as that what they complained of is mended."""
    PROMOTION = "promotion"
    SURVEY = "survey"
    """It invites to a survey."""


class CampaignState(StrEnum):
    """How far a campaign has come. The value is stored."""

    DRAFT = "draft"
    PREVIEWING = "previewing"
    """Whoever makes it was shown whom it reaches, and may start it."""
    SCHEDULED = "scheduled"
    """It starts by itself at its time, as it was shown."""
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By a person; it never goes on."""
    DONE = "done"
    BROKEN = "broken"
    """By the breaker; it never goes on."""

    @property
    def is_editable(self) -> bool:
        """Whether it has not been started."""
        return self in (CampaignState.DRAFT, CampaignState.PREVIEWING, CampaignState.SCHEDULED)

    @property
    def is_under_way(self) -> bool:
        """Whether it was started and has not ended."""
        return self in (CampaignState.RUNNING, CampaignState.PAUSED)


LATE: Final = timedelta(days=1)
"""A start that is missed by more than this does not happen: it may say "today"."""


class CampaignStep(StrEnum):
    """What whoever makes a campaign is asked in words. The value is stored."""

    NAME = "name"
    TEXT_RU = "text_ru"
    TEXT_EN = "text_en"
    TEXT_B_RU = "text_b_ru"
    TEXT_B_EN = "text_b_en"


class BreakerReason(StrEnum):
    """Why the breaker stopped a campaign. The value is stored."""

    BLOCKS = "blocks"
    COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """Shares of those written to, 0…1, above which a campaign is stopped."""

    block: float = 0.02
    complaint: float = 0.01
    at_least: int = 50
    """How many people are written to before shares say anything."""


@dataclass(frozen=True, slots=True)
class CampaignSignals:
    """How those who were written to took it, in people."""

    written_to: int
    """Who got the message, and who turned out to have blocked the bot when it was sent."""
    blocked: int
    complained: int
    """Who opened a case after the message came."""


def breaker_reason(signals: CampaignSignals, limits: BreakerLimits) -> BreakerReason | None:
    """Why the campaign is to be stopped; None while it may go on."""
    if signals.written_to < max(1, limits.at_least):
        return None
    if signals.blocked / signals.written_to > limits.block:
        return BreakerReason.BLOCKS
    if signals.complained / signals.written_to > limits.complaint:
        return BreakerReason.COMPLAINTS
    return None


def contact_kind(kind: CampaignKind, *, is_relational: bool) -> ContactKind:
    """What the contact policy judges a campaign's messages as; `is_relational` is of its survey."""
    match kind:
        case CampaignKind.SERVICE:
            return ContactKind.SERVICE
        case CampaignKind.PROMOTION:
            return ContactKind.PROMOTION
        case CampaignKind.SURVEY:
            return ContactKind.RELATIONAL if is_relational else ContactKind.SURVEY

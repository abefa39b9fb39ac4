"""Whether a message may go now: one pure rule, asked when it is planned and again when it is sent.

What a person asked for, and the messages of their case, pass at any hour. Everything that we start waits for
the person's day, keeps a distance from what came before and gives up when it would come too late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from surveys.outreach.urgency import Urgency
from surveys.quiet import QuietHours
from surveys.survey import Text

WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


class Kind(StrEnum):
    """What a message is to the person who gets it. The value is stored."""

    REPLY = "reply"
    """To what they tapped or wrote."""
    CASE = "case"
    """Of their complaint."""
    SERVICE = "service"
    RELATIONAL = "relational"
    """A survey of the whole base, such as the NPS."""
    SURVEY = "survey"
    """Any other survey."""
    REMINDER = "reminder"
    PROMOTION = "promotion"

    @property
    def is_asked_for(self) -> bool:
        return self in (Kind.REPLY, Kind.CASE)

    @property
    def is_survey(self) -> bool:
        return self in (Kind.RELATIONAL, Kind.SURVEY)

    @property
    def urgency(self) -> Urgency:
        return _URGENCIES[self]


_URGENCIES: Final = {
    Kind.REPLY: Urgency.REPLY,
    Kind.CASE: Urgency.ESCALATION,
    Kind.SERVICE: Urgency.SERVICE,
    Kind.RELATIONAL: Urgency.SURVEY,
    Kind.SURVEY: Urgency.SURVEY,
    Kind.REMINDER: Urgency.REMINDER,
    Kind.PROMOTION: Urgency.PROMOTION,
}


class Action(StrEnum):
    SEND = "send"
    WAIT = "wait"
    NEVER = "never"


class Why(StrEnum):
    """The reason of a verdict. The value is stored."""

    DUE = "due"
    NOT_YET = "not_yet"
    QUIET_HOURS = "quiet_hours"
    WEEKLY_CAP = "weekly_cap"
    RELATIONAL_REST = "relational_rest"
    SURVEY_REST = "survey_rest"
    OPEN_CASE = "open_case"
    TOO_LATE = "too_late"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    NO_CONSENT = "no_consent"
    HELD_OUT = "held_out"
    SETTLED = "settled"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    """The last two became of a message that was let through."""

    @property
    def text(self) -> Text:
        return _WORDS[self]


_WORDS: Final = {
    Why.DUE: Text("ничто не мешает", "nothing stands in the way"),
    Why.NOT_YET: Text("ещё не время", "its time has not come"),
    Why.QUIET_HOURS: Text("тихие часы у клиента", "quiet hours where the customer lives"),
    Why.WEEKLY_CAP: Text("за неделю уже написали достаточно", "enough was written within a week"),
    Why.RELATIONAL_REST: Text(
        "общий вопрос о нас задавали недавно", "was asked about us in general recently"
    ),
    Why.SURVEY_REST: Text("недавно уже был опрос", "had another survey recently"),
    Why.OPEN_CASE: Text("жалоба клиента ещё открыта", "the customer's complaint is still open"),
    Why.TOO_LATE: Text(
        "уже поздно, сообщение потеряло смысл", "it is too late for this message to make sense"
    ),
    Why.UNREACHABLE: Text(
        "клиент заблокировал бота или не начинал разговор", "blocked the bot or never began"
    ),
    Why.STOPPED: Text("клиент попросил не писать (/stop)", "asked us not to write (/stop)"),
    Why.NO_CONSENT: Text("нет согласия на предложения", "has not agreed to offers"),
    Why.HELD_OUT: Text("в контрольной группе: ей не пишем", "in the holdout, which is not written to"),
    Why.SETTLED: Text(
        "уже не нужно: ответ есть или клиент вернулся", "no longer needed: answered or came back"
    ),
    Why.UNCERTAIN: Text(
        "связь оборвалась при отправке: повторять нельзя",
        "cut off while it was sent: it must not be repeated",
    ),
    Why.FAILED: Text("отправить не удалось", "it could not be sent"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    relational_rest: timedelta = timedelta(days=90)
    survey_rest: timedelta = WEEK
    weekly_cap: int = 3
    """Over everything that we start, within any seven days."""
    lateness: Mapping[Kind, timedelta] = field(
        default_factory=lambda: {
            Kind.SERVICE: DAY,
            Kind.RELATIONAL: WEEK,
            Kind.SURVEY: timedelta(days=3),
            Kind.REMINDER: timedelta(days=2),
            Kind.PROMOTION: WEEK,
        }
    )
    """How long after its planned time a message still makes sense; at least a night."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A planned message and everything that may be looked at to judge it."""

    kind: Kind
    now: datetime
    planned_at: datetime
    zone: ZoneInfo
    """The person's, else the business's."""
    quiet: QuietHours
    reachable: bool = True
    stopped: bool = False
    consented: bool = False
    """To promotion."""
    open_case: bool = False
    held_out: bool = False
    settled: bool = False
    """A reminder of what was answered, an invitation of someone who came back."""
    last_relational_at: datetime | None = None
    last_survey_at: datetime | None = None
    """Of any kind, relational ones included."""
    started_at: tuple[datetime, ...] = ()
    """When the last messages that we started were sent, in any order."""
    limits: Limits = field(default_factory=Limits)

    @property
    def deadline(self) -> datetime | None:
        lateness = self.limits.lateness.get(self.kind)
        return None if lateness is None else self.planned_at + lateness


@dataclass(frozen=True, slots=True)
class Verdict:
    action: Action
    why: Why
    until: datetime | None = None
    """When to ask again; for `WAIT` only, always after now and never after the deadline."""


def verdict(contact: Contact) -> Verdict:
    refusal = next(_refusals(contact), None)
    if refusal is not None:
        return Verdict(Action.NEVER, refusal)
    earliest, why = max(_hindrances(contact), key=lambda hindrance: hindrance[0])
    if not contact.kind.is_asked_for and contact.quiet.hold(earliest, contact.zone):
        earliest = contact.quiet.after(earliest, contact.zone)
        why = Why.QUIET_HOURS if why is Why.DUE else why
    if earliest <= contact.now:
        return Verdict(Action.SEND, Why.DUE)
    deadline = contact.deadline
    if deadline is None or earliest <= deadline:
        return Verdict(Action.WAIT, why, earliest)
    # How long a case stays open is not known: it is looked at once more before giving up.
    if why is Why.OPEN_CASE and contact.now < deadline:
        return Verdict(Action.WAIT, why, deadline)
    return Verdict(Action.NEVER, why)


def _refusals(contact: Contact) -> Iterator[Why]:
    """What no waiting changes."""
    if not contact.reachable:
        yield Why.UNREACHABLE
    if contact.kind.is_asked_for:
        return
    if contact.stopped:
        yield Why.STOPPED
    if contact.kind is Kind.PROMOTION and not contact.consented:
        yield Why.NO_CONSENT
    if contact.held_out:
        yield Why.HELD_OUT
    if contact.settled:
        yield Why.SETTLED
    if contact.deadline is not None and contact.now > contact.deadline:
        yield Why.TOO_LATE


def _hindrances(contact: Contact) -> Iterator[tuple[datetime, Why]]:
    """When each of them is over; one that is over already stands behind now."""
    yield contact.now, Why.DUE
    yield contact.planned_at, Why.NOT_YET
    if contact.kind.is_asked_for:
        return
    limits = contact.limits
    if contact.open_case and contact.kind is not Kind.SERVICE:
        yield contact.now + DAY, Why.OPEN_CASE
    if contact.kind is Kind.RELATIONAL and contact.last_relational_at is not None:
        yield contact.last_relational_at + limits.relational_rest, Why.RELATIONAL_REST
    if contact.kind.is_survey and contact.last_survey_at is not None:
        yield contact.last_survey_at + limits.survey_rest, Why.SURVEY_REST
    yield from _cap(contact)


def _cap(contact: Contact) -> Iterator[tuple[datetime, Why]]:
    """Over once fewer than the cap are younger than a week."""
    cap = contact.limits.weekly_cap
    newest = sorted(contact.started_at, reverse=True)[:cap]
    if len(newest) == cap:
        yield (newest[-1] + WEEK if newest else contact.now + WEEK), Why.WEEKLY_CAP

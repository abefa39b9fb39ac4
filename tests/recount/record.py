"""What happened in a company, as plain rows that nobody counted: the recomputation knows nothing else."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Rows = list[dict[str, Any]]
"""One dict a happening; `person` is whose it is."""


@dataclass
class Person:
    key: int
    telegram_id: int | None = None
    external_id: str | None = None
    segment: str | None = None
    margin_minor: int | None = None
    stays: Rows = field(default_factory=list)
    """From when until when they were a customer, and the class of the reason; the last may go on."""
    is_forgotten: bool = False
    customer_id: int | None = None
    """The random key in place of who is forgotten."""
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def has_left(self) -> bool:
        return self.stays[-1]["ended"] is not None

    def come_earlier(self, at: datetime) -> None:
        """Nobody has an order from before they were a customer."""
        self.stays[0]["began"] = min(self.stays[0]["began"], at)

    def leave(self, at: datetime) -> None:
        self.stays[-1]["ended"] = at

    def return_(self, at: datetime) -> None:
        self.stays.append({"began": at, "ended": None, "kind": None})

    @property
    def last_move(self) -> datetime | None:
        """When they left or returned last; None for who only came."""
        moves = [stay["ended"] for stay in self.stays] + [stay["began"] for stay in self.stays[1:]]
        return max((one for one in moves if one is not None), default=None)


@dataclass
class Record:
    zone: ZoneInfo
    has_hours: bool = False
    """Whether staff answer in working hours only."""
    people: dict[int, Person] = field(default_factory=dict)
    scores: Rows = field(default_factory=list)
    comments: Rows = field(default_factory=list)
    cases: Rows = field(default_factory=list)
    orders: Rows = field(default_factory=list)
    interviews: Rows = field(default_factory=list)
    """Of those who were asked why they leave; `told` is None for who never said.

    `earlier` is what somebody said in it before, more than a quarter of an hour before they said otherwise.
    """
    invitations: Rows = field(default_factory=list)
    consents: Rows = field(default_factory=list)

    @property
    def statements(self) -> Rows:
        """Every reason that was told, in the order of time."""
        whose = [(talk["person"], one) for talk in self.interviews for one in [*talk["earlier"], talk]]
        told = [{**one, "person": person} for person, one in whose if one["told"] is not None]
        return sorted(told, key=lambda one: one["told"])

    def of(self, person: Person, rows: Rows) -> Rows:
        return [row for row in rows if row["person"] == person.key]

    def join(self, kept: Person, gone: Person) -> None:
        """Two turned out to be one: everything of the other is theirs."""
        for rows in (self.scores, self.comments, self.cases, self.orders, self.interviews, self.consents):
            for row in self.of(gone, rows):
                row["person"] = kept.key
        first = min(kept.stays[0]["began"], gone.stays[0]["began"])
        if gone.last_move is not None and (kept.last_move is None or gone.last_move > kept.last_move):
            kept.stays = gone.stays
        kept.come_earlier(first)
        kept.external_id = gone.external_id
        kept.segment = gone.segment or kept.segment
        kept.margin_minor = gone.margin_minor if gone.margin_minor is not None else kept.margin_minor
        del self.people[gone.key]

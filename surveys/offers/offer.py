"""Offers of a company: what is promised, by which codes, for how long, how often, and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from surveys.language.text import Text

PLACE: Final = "#"
"""Stands in a pattern of codes for a letter or a figure that is drawn."""
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What is drawn: nothing that is taken for something else when a code is read out."""
YEAR: Final = timedelta(days=365)
"""Of how long the offers to one person are counted."""


@dataclass(frozen=True, slots=True)
class Offer:
    id: str
    """Stored with each one given, so it stays what it is."""
    words: Text
    valid_for: timedelta
    """From the moment at which it is given."""
    codes: tuple[str, ...] = ()
    """Handed out in this order, each once; empty where they are drawn."""
    pattern: str = ""
    """What drawn codes look like; empty where there is a list."""
    stock: int | None = None
    """How many are given at most; None for as many as there are codes."""
    per_year: int = 1
    """How many one person is given within a year."""
    cost_minor: int | None = None
    """What one that is used costs the company, in its currency; None where that is not known."""
    reasons: tuple[str, ...] = ()
    """Codes of the reasons for leaving whose invitation it goes with."""
    fallback: str | None = None
    """Id of the offer that is made where this one is used up or was given before."""

    @property
    def most(self) -> int | None:
        """How many can be given in all; None for any number."""
        limits = [limit for limit in (self.stock, len(self.codes) or None) if limit is not None]
        return min(limits, default=None)

    def expires_at(self, now: datetime) -> datetime:
        """Until when one is valid that is given now."""
        return now + self.valid_for


@dataclass(frozen=True, slots=True)
class OfferList:
    """All offers of a company."""

    offers: tuple[Offer, ...] = ()

    def __iter__(self) -> Iterator[Offer]:
        return iter(self.offers)

    def get(self, offer_id: str | None) -> Offer | None:
        """The offer of that id; None for an unknown one."""
        return next((offer for offer in self.offers if offer.id == offer_id), None)

    def for_reason(self, reason: str | None) -> tuple[Offer, ...]:
        """The offer for those who left for the reason, then its fallback: two at most."""
        return self.with_fallback(next((offer.id for offer in self.offers if reason in offer.reasons), None))

    def with_fallback(self, offer_id: str | None) -> tuple[Offer, ...]:
        """The offer of that id, then its fallback: two at most, none for an unknown one."""
        first = self.get(offer_id)
        if first is None:
            return ()
        second = self.get(first.fallback)
        return (first,) if second is None else (first, second)


NO_OFFERS: Final = OfferList()

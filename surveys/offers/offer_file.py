"""The shape of the file of offers, and what a well-formed one can still get wrong."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from surveys.language.interface_text import InterfaceText
from surveys.offers.offer import PLACE, Offer, OfferList
from surveys.questions.checks import text_faults
from surveys.questions.file_parts import Id, Part, TextPart, refusal

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,31}")
_PATTERN: Final = re.compile(r"[A-Za-z0-9_#-]{3,32}")
_LEAST_DRAWN: Final = 6
"""Fewer could be guessed: 31 letters and figures to the sixth are 900 million codes."""

Found = Iterator[tuple[str, InterfaceText]]


def _a_code(given: object) -> object:
    if not isinstance(given, str) or not _CODE.fullmatch(given):
        raise refusal("offer-bad-code")
    return given


def _a_pattern(given: object) -> object:
    if not isinstance(given, str) or not _PATTERN.fullmatch(given) or given.count(PLACE) < _LEAST_DRAWN:
        raise refusal("offer-bad-pattern")
    return given


class OfferPart(Part):
    id: Id
    words: TextPart
    days: Annotated[int, Field(ge=1)]
    codes: Annotated[list[Annotated[str, BeforeValidator(_a_code)]], Field(min_length=1)] | None = None
    pattern: Annotated[str, BeforeValidator(_a_pattern)] | None = None
    stock: Annotated[int, Field(ge=0)] | None = None
    per_year: Annotated[int, Field(ge=1)] = 1
    cost: Annotated[int, Field(ge=0)] | None = None
    """In minor units of the business's currency, as kopecks."""
    reasons: list[str] = Field(default_factory=list)
    fallback: Id | None = None

    def build(self) -> Offer:
        return Offer(
            id=self.id,
            words=self.words.build(),
            valid_for=timedelta(days=self.days),
            codes=tuple(self.codes or ()),
            pattern=self.pattern or "",
            stock=self.stock,
            per_year=self.per_year,
            cost_minor=self.cost,
            reasons=tuple(self.reasons),
            fallback=self.fallback,
        )


class OfferFile(Part):
    offers: Annotated[list[OfferPart], Field(min_length=1)]

    def build(self) -> OfferList:
        return OfferList(tuple(offer.build() for offer in self.offers))

    def faults(self, reasons: Collection[str]) -> Found:
        """The dotted key and the remedy of each fault; `reasons` are the codes of those that there are."""
        yield from self._doubles()
        for offer in self.offers:
            key = f"offers.{offer.id}"
            if (offer.codes is None) == (offer.pattern is None):
                yield key, InterfaceText("offer-codes-or-pattern")
            yield from text_faults(f"{key}.words", offer.words.build())
            for reason in offer.reasons:
                if reason not in reasons:
                    yield f"{key}.reasons", InterfaceText("offer-unknown-reason", reason=reason)
            yield from self._fallback(offer)

    def _doubles(self) -> Found:
        for name, count in Counter(offer.id for offer in self.offers).items():
            if count > 1:
                yield f"offers.{name}.id", InterfaceText("offer-twice", count=count)
        codes = Counter(code.upper() for offer in self.offers for code in offer.codes or ())
        for offer in self.offers:
            for code in offer.codes or ():
                if codes[code.upper()] > 1:
                    yield f"offers.{offer.id}.codes", InterfaceText("offer-code-twice", code=code)
        reasons = Counter(reason for offer in self.offers for reason in offer.reasons)
        for offer in self.offers:
            for reason in offer.reasons:
                if reasons[reason] > 1:
                    yield f"offers.{offer.id}.reasons", InterfaceText("offer-reason-twice", reason=reason)

    def _fallback(self, offer: OfferPart) -> Found:
        known = [other.id for other in self.offers if other.id != offer.id]
        if offer.fallback is not None and offer.fallback not in known:
            yield (
                f"offers.{offer.id}.fallback",
                InterfaceText("offer-unknown-fallback", known=", ".join(known) or "–"),
            )

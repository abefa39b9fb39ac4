"""What a link is to say: the survey, and what is known before anybody answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from surveys.errors import UserError
from surveys.language.quoted_words import unquoted, words_of
from surveys.questions.question import QuestionRole
from surveys.questions.survey import Catalogue

USUAL_DAYS: Final = 30
"""How long a link is valid that identifies somebody, unless something else is said."""
MOST_DAYS: Final = 3650
LONGEST: Final = 100
"""Characters of a touchpoint or a segment."""

_NAMES: Final[Mapping[str, str]] = {
    "touchpoint": "touchpoint", "точка": "touchpoint",
    "segment": "segment", "сегмент": "segment",
    "order": "order", "заказ": "order",
    "customer": "customer", "клиент": "customer",
    "days": "days", "дней": "days",
}  # fmt: skip


class UnknownLinkWord(UserError):
    """A word that is no survey and nothing that a link can say, or a second one where one is enough."""

    text_id = "link-word"


class UnknownLinkSurvey(UserError):
    """No survey is named, or one that there is not."""

    text_id = "link-survey"


class LinkDays(UserError):
    """A validity that is no number of days from 1 to 3650."""

    text_id = "link-days"


class LinkNameLength(UserError):
    """A touchpoint or segment that is longer than a report can show."""

    text_id = "link-long"


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A link that somebody wants, in the company's own words."""

    survey_id: str
    touchpoint: str | None = None
    segment: str | None = None
    order: str | None = None
    """The company's number of the order: the link identifies its customer."""
    customer: str | None = None
    """The company's id, the Telegram id or the phone of whom it identifies."""
    days: int | None = None
    """None for the usual time: 30 days where somebody is identified, else without an end."""

    def valid_for(self, *, identifies: bool) -> timedelta | None:
        """How long it is valid; None where it has no end."""
        days = self.days or (USUAL_DAYS if identifies else None)
        return None if days is None else timedelta(days=days)


def parse(arguments: str, catalogue: Catalogue) -> LinkRequest:
    """The link that the words behind `/link` ask for, in any order.

    Raises UnknownLinkWord, and what `checked` raises.
    """
    said: dict[str, str] = {}
    for word in words_of(arguments):
        name, colon, value = word.partition(":")
        key = _NAMES.get(name.casefold()) if colon and value else "survey_id"
        if key is None or key in said:
            raise UnknownLinkWord(word=word[:LONGEST])
        said[key] = unquoted(value) if key != "survey_id" else word
    days = said.pop("days", None)
    if days is not None and not (days.isascii() and days.isdecimal()):
        raise LinkDays(most=MOST_DAYS)
    wanted = LinkRequest(**{"survey_id": "", **said}, days=None if days is None else int(days[:9]))
    return checked(wanted, catalogue)


def checked(wanted: LinkRequest, catalogue: Catalogue) -> LinkRequest:
    """The same with the touchpoint by its id, where its name is a button's.

    Raises UnknownLinkSurvey, LinkDays or LinkNameLength.
    """
    if catalogue.get(wanted.survey_id) is None:
        raise UnknownLinkSurvey(surveys=", ".join(survey.id for survey in catalogue))
    if wanted.days is not None and not 1 <= wanted.days <= MOST_DAYS:
        raise LinkDays(most=MOST_DAYS)
    if any(len(name) > LONGEST for name in (wanted.touchpoint or "", wanted.segment or "")):
        raise LinkNameLength(most=LONGEST)
    return replace(wanted, touchpoint=_touchpoint(wanted.touchpoint, catalogue))


def _touchpoint(named: str | None, catalogue: Catalogue) -> str | None:
    """A touchpoint that is written as its button says it is that button's: a report has one row of it."""
    if named is None or not named.strip():
        return None
    meant = named.strip().casefold()
    for option in catalogue.options_of(QuestionRole.TOUCHPOINT):
        if meant in (option.id.casefold(), option.label.ru.casefold(), option.label.en.casefold()):
            return option.id
    return named.strip()

"""What customers are told of their cases, and the causes that staff choose from, as a company words them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.language.text import Text
from surveys.questions.question import Option


class CustomerNotice(StrEnum):
    """What the customer hears of their case; the words are in support.toml."""

    RECEIVED = "received"
    TAKEN = "taken"
    TAKEN_BY = "taken_by"
    """The same with a name, where the company tells whom its customers deal with."""
    DELAYED = "delayed"
    """What was promised by a limit is late."""
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class SupportTexts:
    """What customers are told of their cases, and what staff close them with."""

    notices: dict[CustomerNotice, Text]
    causes: tuple[Option, ...]
    remedies: tuple[Option, ...] = ()
    """What can be done about a complaint; without any, staff are not asked."""

    def cause(self, cause_id: str) -> Option | None:
        """The cause of that id; None for an unknown one."""
        return next((cause for cause in self.causes if cause.id == cause_id), None)

    def remedy(self, remedy_id: str) -> Option | None:
        """The remedy of that id; None for an unknown one."""
        return next((remedy for remedy in self.remedies if remedy.id == remedy_id), None)


NO_SUPPORT_TEXTS: Final = SupportTexts({}, ())

"""A company's file in the chat: what a job is to do with it, and what the buttons under it say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

from storage.people.record_changes import Stored
from surveys.base36 import base36
from surveys.language.interface_text import InterfaceText
from surveys.records.refusal import Refusal

BUTTON: Final = "import"
"""How the data of a button begin: `import:<step>:<number of the file>`, the number in base 36."""


class ImportStep(StrEnum):
    """What a button under a file does."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    AS_ORDERS = "orders"
    AS_CUSTOMERS = "customers"
    DAY_FIRST = "day"
    MONTH_FIRST = "month"


@dataclass(frozen=True, slots=True)
class SentTableJob:
    """A file of a private chat that a job looks into, or imports."""

    table: int
    language: str
    chat_id: int
    customer_id: int
    """The id of whoever sent it: managers are customers too."""
    name: str
    """What the sender calls the file."""

    @property
    def place(self) -> str:
        """The place of the one message in which all is told about the file."""
        return f"import:{self.table}"

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """The job from what stands in its row."""
        return cls(**found)


@dataclass(frozen=True, slots=True)
class ImportJob(SentTableJob):
    """The next portion of a confirmed file, and what became of those before."""

    taken: int = 0
    """How many records and refused lines were dealt with."""
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Any, ...] = ()
    """Lines that were refused, each with the id of its reason and what fills that."""

    @property
    def written(self) -> int:
        """How many records were dealt with."""
        return self.taken - len(self.refused)

    @property
    def outcome(self) -> Stored:
        """What was done so far; the refusals stand by themselves."""
        return Stored(self.created, self.changed, self.unchanged)

    @property
    def refusals(self) -> list[Refusal]:
        """The refused lines, with their reasons."""
        return [
            Refusal(line, InterfaceText(text_id, **dict(values))) for line, text_id, values in self.refused
        ]

    def after(self, taken: int, stored: Stored) -> "ImportJob":
        """The portion behind so many more records and refused lines, of which that became."""
        refused = [(one.position, one.why.id, dict(one.why.values)) for one in stored.refused]
        return replace(
            self,
            taken=self.taken + taken,
            created=self.created + stored.created,
            changed=self.changed + stored.changed,
            unchanged=self.unchanged + stored.unchanged,
            refused=(*self.refused, *refused),
        )


def data(step: ImportStep, table: int) -> str:
    """The data of a button under a file."""
    return f"{BUTTON}:{step}:{base36(table)}"

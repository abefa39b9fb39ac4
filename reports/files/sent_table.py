"""A company's file in the chat: what a job is to do with it, and what the buttons under it say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

from surveys.base36 import base36

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
    COMMA = "comma"
    POINT = "point"
    UNDO = "undo"


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
    def fingerprint(self) -> str:
        """By which its import is known: one message is imported once."""
        return f"chat:{self.table}"

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


def data(step: ImportStep, table: int) -> str:
    """The data of a button under a file."""
    return f"{BUTTON}:{step}:{base36(table)}"

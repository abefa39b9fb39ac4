"""A file that a manager sent to be used: what a job is to do with it, and what the buttons under it say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

CHECK: Final = "check_content"
"""The name of the job."""


@dataclass(frozen=True, slots=True)
class ContentJob:
    """A draft that a job checks and shows."""

    draft: int
    language: str
    chat_id: int
    customer_id: int
    """The id of whoever sent it: managers are customers too."""
    name: str
    """What the sender calls the file."""
    file_id: str | None = None
    """Telegram's id of the document; None where the draft's content is known."""

    @property
    def place(self) -> str:
        """The place of the one message in which all is told about the draft."""
        return f"content:{self.draft}"

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """The job from what stands in its row."""
        return cls(**found)

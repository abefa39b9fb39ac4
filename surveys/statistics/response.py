"""How many of those invited to a survey answered: the rates of AAPOR's Standard Definitions, for messages.

Delivered is what Telegram took; whether somebody read it nobody can know.
"""

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class ResponseFunnel:
    """The funnel of a survey: people by how far they came. Whoever completed it is not in `score_only`."""

    invited: int
    delivered: int
    started: int
    """Pressed any button."""
    completed: int
    score_only: int
    """Gave a score and left the rest."""
    opted_out: int

    def __add__(self, other: "ResponseFunnel") -> "ResponseFunnel":
        return ResponseFunnel(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def answered(self) -> int:
        """Those who gave a score at least."""
        return self.completed + self.score_only

    @property
    def delivery_rate(self) -> float | None:
        """Delivered of the invited, 0…1; None without any."""
        return _share(self.delivered, self.invited)

    @property
    def complete_rate(self) -> float | None:
        """Completed of the invited, 0…1 (AAPOR's RR1); None without any."""
        return _share(self.completed, self.invited)

    @property
    def partial_rate(self) -> float | None:
        """Answered of the invited, 0…1 (AAPOR's RR2); None without any."""
        return _share(self.answered, self.invited)

    @property
    def response_rate(self) -> float | None:
        """Answered of those reached, 0…1: the headline (AAPOR's RR6); None where nobody was reached."""
        return _share(self.answered, self.delivered)

    @property
    def completion_rate(self) -> float | None:
        """Completed of those who started, 0…1; None where nobody did."""
        return _share(self.completed, self.started)

    @property
    def opt_out_rate(self) -> float | None:
        """Opted out of those reached, 0…1; None where nobody was reached."""
        return _share(self.opted_out, self.delivered)


NOBODY_ASKED: Final = ResponseFunnel(0, 0, 0, 0, 0, 0)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""How severe a case is: a rule says so when it is opened, staff know better afterwards."""

from enum import StrEnum

from surveys.questions.scaled_score import ScaledScore


class Severity(StrEnum):
    """From the least on. The value is stored, and stands in the data of a button."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


def first_severity(score: ScaledScore | None) -> Severity:
    """How severe a new case is; `score` is the one that began it, None where none did."""
    return Severity.HIGH if score is not None and score.is_very_low else Severity.NORMAL


def higher(one: Severity, other: Severity) -> Severity:
    """The severity of a case that two became."""
    return max(one, other, key=list(Severity).index)

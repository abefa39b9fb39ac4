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


def after_correction(severity: Severity, before: ScaledScore, now: ScaledScore) -> Severity:
    """The severity of a case whose score is corrected at once: the score's, unless staff said theirs."""
    return first_severity(now) if severity is first_severity(before) else severity


def after_addition(severity: Severity, score: ScaledScore | None) -> Severity:
    """The severity of a case that a further complaint joins; `score` began that one, None for none."""
    return higher(severity, Severity.HIGH) if score is not None and score.is_very_low else severity


def higher(one: Severity, other: Severity) -> Severity:
    """The severity of a case that two became."""
    return max(one, other, key=list(Severity).index)

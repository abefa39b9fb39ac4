"""Lengths of time in words, and days."""

from datetime import date
from math import floor

from texts.catalogue import Texts


def duration(texts: Texts, language: str, seconds: float) -> str:
    """Seconds in words: in minutes, at least one; from an hour on in hours, from two days on in days."""
    n, unit = rounded_duration(seconds)
    match unit:
        case "minutes":
            return texts.text(language, "waits-minutes", n=n)
        case "hours":
            return texts.text(language, "waits-hours", n=n)
        case _:
            return texts.text(language, "waits-days", n=n)


def day_and_month(day: date) -> str:
    """A near day in figures: `05.12`."""
    return f"{day:%d.%m}"


def rounded_duration(seconds: float) -> tuple[int, str]:
    """So many `minutes`, `hours` or `days` as a person would say for the seconds, wherever it is said."""
    minutes = max(1, _rounded(seconds / 60))
    if minutes < 60:
        return minutes, "minutes"
    hours = _rounded(seconds / 3600)
    return (hours, "hours") if hours < 48 else (_rounded(seconds / 86400), "days")


def _rounded(number: float) -> int:
    """The nearest whole number, of two the higher, as all numbers are rounded that people read."""
    return floor(number + 0.5)

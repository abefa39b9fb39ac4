"""Lengths of time in words."""

from texts.catalogue import Texts


def duration(texts: Texts, language: str, seconds: float) -> str:
    """Seconds in words: in minutes, at least one; from an hour on in hours, from two days on in days."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return texts.text(language, "waits-minutes", n=minutes)
    hours = round(seconds / 3600)
    if hours < 48:
        return texts.text(language, "waits-hours", n=hours)
    return texts.text(language, "waits-days", n=round(seconds / 86400))

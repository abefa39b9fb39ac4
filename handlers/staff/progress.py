"""How far an owner is with setting the bot up: a setting, so that nothing of it lives in memory."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.visit import Visit
from storage import settings


class Step(StrEnum):
    """What is asked; in this order."""

    LANGUAGE = "language"
    NAME = "name"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Progress:
    step: Step
    asked_at: datetime
    language: str
    name: str


async def find(visit: Visit) -> Progress | None:
    """Of the owner who is visiting; None for one who is not in the middle of it."""
    stored = await visit.read(settings.find, _setting(visit))
    if stored is None:
        return None
    return Progress(
        Step(stored["step"]), datetime.fromisoformat(stored["asked_at"]), stored["language"], stored["name"]
    )


async def save(visit: Visit, progress: Progress) -> None:
    stored = {
        "step": progress.step,
        "asked_at": progress.asked_at.isoformat(),
        "language": progress.language,
        "name": progress.name,
    }
    await visit.write(settings.put, _setting(visit), stored)


async def drop(visit: Visit) -> None:
    await visit.write(settings.drop, _setting(visit))


def _setting(visit: Visit) -> str:
    return f"setup:{visit.customer.telegram_id}"

"""How far an owner is with setting the bot up: a setting, so that nothing of it lives in memory."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.shared.update_context import UpdateContext
from storage.people import settings
from surveys.language.languages import Language


class SetupStep(StrEnum):
    """The questions of the set-up, in the order in which they are asked."""

    LANGUAGE = "language"
    NAME = "name"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class SetupProgress:
    """What an owner was asked last, and what they have chosen so far."""

    step: SetupStep
    asked_at: datetime
    language: Language
    name: str


async def find_progress(ctx: UpdateContext) -> SetupProgress | None:
    """How far the owner who wrote or pressed is; None for one who is not in the middle of the set-up."""
    stored = await ctx.run(settings.find_setting, _setting(ctx))
    if stored is None:
        return None
    return SetupProgress(
        SetupStep(stored["step"]),
        datetime.fromisoformat(stored["asked_at"]),
        Language(stored["language"]),
        stored["name"],
    )


async def save_progress(ctx: UpdateContext, progress: SetupProgress) -> None:
    """Store how far the owner who wrote or pressed is."""
    stored = {
        "step": progress.step,
        "asked_at": progress.asked_at.isoformat(),
        "language": progress.language,
        "name": progress.name,
    }
    await ctx.write(settings.store_setting, _setting(ctx), stored)


async def drop_progress(ctx: UpdateContext) -> None:
    """Delete how far the owner who wrote or pressed was: the set-up is over."""
    await ctx.write(settings.drop_setting, _setting(ctx))


def _setting(ctx: UpdateContext) -> str:
    return f"setup:{ctx.customer.telegram_id}"

"""Whoever acts in a case while they are away hears that they still are."""

from aiogram.types import Message

from handlers.cases import case_lookup, case_places
from handlers.shared.update_context import UpdateContext
from storage.delivery import outbox
from storage.people import availability
from storage.rows import Case, Place
from texts.durations import day_and_month


async def reminder(ctx: UpdateContext) -> str | None:
    """The sentence that whoever wrote or pressed is still away, in the language of the group; else None."""
    back_on = await ctx.run(availability.find_return, ctx.chat_id, ctx.today)
    if back_on is None:
        return None
    return ctx.app.texts.text(ctx.app.language, "away-still", day=day_and_month(back_on))


async def remind(ctx: UpdateContext, case: Case, message: Message) -> None:
    """Say so in reply to an answer, once a case and absence."""
    back_on = await ctx.run(availability.find_return, ctx.chat_id, ctx.today)
    said = await reminder(ctx)
    if back_on is None or said is None:
        return
    name = case_places.said(case.number, f"away-{ctx.chat_id}-{back_on}")
    if not await ctx.run(outbox.find_places, [name]):
        ctx.effects.add(Place(name))
        case_lookup.answer(ctx, message, said, name=name)

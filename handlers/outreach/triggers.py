"""What happens, handed to the journeys that begin with it."""

from handlers.outreach.journey_lookup import all_journeys
from handlers.shared.update_context import UpdateContext
from storage.rows import Row
from surveys.journeys.trigger import Trigger


async def fire(trigger: Trigger, ctx: UpdateContext, happened_to: Row) -> None:
    """Let every journey plan what follows. What the row beside the trigger is, its docstring says."""
    for journey in all_journeys(ctx.app):
        planner = journey.planners.get(trigger)
        if planner is not None:
            await planner(ctx, happened_to)

"""What happens, handed to the journeys that begin with it."""

from handlers.outreach.catalogue import JOURNEYS
from handlers.outreach.journey import Trigger
from handlers.shared.update_context import UpdateContext
from storage.rows import Row


async def fire(trigger: Trigger, ctx: UpdateContext, happened_to: Row) -> None:
    """Let every journey plan what follows. What the row beside the trigger is, its docstring says."""
    for journey in JOURNEYS.values():
        planner = journey.planners.get(trigger)
        if planner is not None:
            await planner(ctx, happened_to)

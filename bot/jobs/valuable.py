"""Which customers bring most is read in a process of its own: it takes a walk through a year's orders."""

from collections.abc import Collection
from datetime import datetime

from bot.jobs.kind import JobContext, Pool
from storage.reports import valuable


async def find_valuable(
    context: JobContext, customer_ids: Collection[int], share: float, now: datetime
) -> set[int]:
    """What `valuable_among` finds."""
    return await context.read(Pool.BULK, valuable.valuable_among, customer_ids, share, now)

"""Work for the spawned process: it only reads, and never imports aiogram."""

import asyncio

from storage import totals
from storage.database import open_database


def recount(url: str) -> int:
    """How many running totals a recount does not confirm."""

    async def look() -> int:
        async with open_database(url) as database:
            return len(await database.read(totals.differences))

    return asyncio.run(look())

"""Work for the spawned process: it only reads, and never imports aiogram."""

import asyncio
from typing import TYPE_CHECKING

from storage import totals
from storage.database import open_database

if TYPE_CHECKING:
    from bot.pictures import Wanted
    from handlers.shared.app_context import AppContext


def recount(url: str) -> int:
    """How many running totals a recount does not confirm."""

    async def look() -> int:
        async with open_database(url) as database:
            return len(await database.read(totals.differences))

    return asyncio.run(look())


def picture(url: str, app: "AppContext", wanted: "Wanted") -> bytes | None:
    """The PNG of a report; None where there is nothing worth drawing."""
    from bot import pictures
    from reports.drawing import Drawing, draw

    async def look() -> Drawing | None:
        async with open_database(url, create=False) as database:
            return await database.read(pictures.gather, app, wanted)

    drawing = asyncio.run(look())
    return None if drawing is None else draw(drawing)

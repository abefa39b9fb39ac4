"""The picture of a report whose words were sent already; none where there is too little to draw."""

from collections.abc import Mapping
from typing import Any, Final

from bot import picture_post
from bot.jobs import worker_tasks
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.pictures import Wanted
from storage.delivery import places
from storage.effects import Effects
from storage.engines.database import Connection


async def _draw(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    now = context.clock.now()
    wanted = Wanted(str(args["report"]), str(args["words"]), str(args["language"]), now)
    url, app = context.database.url, context.contexts.current
    png = await context.call(Pool.BULK, worker_tasks.picture, url, app, wanted)
    if png is None:
        return None

    def post(connection: Connection) -> Effects:
        is_there = bool(args["edit"]) and places.is_taken(connection, str(args["place"]))
        return picture_post.post(png, args, context.ids, now, is_there=is_there)

    return post


PICTURE: Final = JobKind("picture", Pool.BULK, _draw, tries=1)
"""Tried once: the person has the words already, and may ask again."""

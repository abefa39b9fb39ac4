"""What customers sent is kept: Telegram promises its files to this bot and for a while only."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from bot.delivery.bot_api_client import NotSent
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from storage.delivery import files
from storage.rows import File

_LARGEST_FILE: Final = 20 * 1024 * 1024


async def _fetch(context: JobContext, args: Mapping[str, Any]) -> Finish:
    reply = await context.client.call("getFile", json.dumps({"file_id": args["file_id"]}))
    if not reply.ok:
        raise NotSent(f"getFile: {reply.code}")
    content = await context.client.download(str(reply.result["file_path"]), _LARGEST_FILE)
    file = File(
        id=context.ids.next(),
        name=str(args["kind"]),
        media_type="application/octet-stream",
        created_at=context.clock.now(),
        content=content,
        telegram_file_id=str(args["file_id"]),
    )
    return partial(files.store_file, file=file)


FETCH_FILE: Final = JobKind("fetch_file", Pool.NETWORK, _fetch)

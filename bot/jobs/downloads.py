"""What customers sent is kept: Telegram promises its files to this bot and for a while only."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from bot.delivery.bot_api_client import NotSent
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from handlers.shared.file_quota import QUOTA_WINDOW
from storage.delivery import files
from storage.delivery.file_store import ON_DISK_ABOVE
from storage.rows import File

LARGEST_FILE: Final = 20 * 1024 * 1024


async def _fetch(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    file = await context.database.read(files.find, int(args["file"]))
    if file is None:
        return None
    described = await _describe(context, file)
    size = described.get("file_size") or file.size
    if not await _fits(context, file, size):
        return _leaving(file, size)
    content = await context.client.download(str(described["file_path"]), LARGEST_FILE)
    if not await _fits(context, file, len(content)):  # nobody had said how large it is
        return _leaving(file, len(content))
    return await _storing(context, file, content)


async def fetched(context: JobContext, telegram_file_id: str, most: int) -> bytes:
    """What a file says, of so many bytes at most; raises NotSent for a larger one, and as calls do."""
    described = await _described(context, telegram_file_id)
    if (described.get("file_size") or 0) > most:
        raise NotSent("the file is too large")
    return await context.client.download(str(described["file_path"]), most)


async def _describe(context: JobContext, file: File) -> dict[str, Any]:
    return await _described(context, file.telegram_file_id)


async def _described(context: JobContext, telegram_file_id: str | None) -> dict[str, Any]:
    reply = await context.client.call("getFile", json.dumps({"file_id": telegram_file_id}))
    if not reply.ok or not isinstance(reply.result, dict):
        raise NotSent(f"getFile: {reply.code}")
    return reply.result


async def put_on_disk(context: JobContext, file: File) -> Path:
    """Where a file lies once it was fetched from Telegram, however small it is; raises as calls do."""
    path = context.files.path(file.id)
    if not await asyncio.to_thread(path.exists):
        described = await _describe(context, file)
        content = await context.client.download(str(described["file_path"]), LARGEST_FILE)
        await asyncio.to_thread(context.files.write, file.id, content)
    return path


async def _fits(context: JobContext, file: File, size: int | None) -> bool:
    if file.customer_id is None:
        return True
    since = file.created_at - QUOTA_WINDOW
    used = await context.database.read(files.usage, file.customer_id, since, but=file.id)
    # How many there are was looked at when they were ordered: those that came later do not count here.
    return context.contexts.current.file_quota.admits(replace(used, count=0), size)


def _leaving(file: File, size: int | None) -> Finish:
    return partial(files.leave, file_id=file.id, size=size)


async def _storing(context: JobContext, file: File, content: bytes) -> Finish:
    """A large file is on disk before its row says so: what a crash leaves there alone is swept at night."""
    is_large = len(content) > ON_DISK_ABOVE
    if is_large:
        await asyncio.to_thread(context.files.write, file.id, content)
    digest = await asyncio.to_thread(lambda: sha256(content).hexdigest())
    return partial(
        files.store,
        file_id=file.id,
        content=None if is_large else content,
        size=len(content),
        sha256=digest,
    )


FETCH_FILE: Final = JobKind("fetch_file", Pool.NETWORK, _fetch)

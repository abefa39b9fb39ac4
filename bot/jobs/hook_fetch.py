"""What a hook only points to is fetched with the company's own token, and written as if it had been sent."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.intake import Intake
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from storage import api_keys
from storage.states import KeyUse
from surveys.errors import LoggableError
from surveys.hooks.hook import Fetch
from surveys.hooks.payload import HookPayload
from surveys.records.event_reading import ReadEvent

_WITHIN_S: Final = 20
_LARGEST: Final = 1024 * 1024


class NotFetched(LoggableError):
    """The other side did not hand over what it points to; it is asked again later."""


async def _fetch(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    hook = context.contexts.current.hooks.get(str(args["hook"]))
    keys = await context.database.read(api_keys.in_use, KeyUse.FETCH, str(args["hook"]))
    if hook is None or hook.fetch is None or not keys or keys[-1].secret is None:
        return None
    pointer = HookPayload(args["thing"], args["headers"], {}, args["thing"])
    address = hook.fetch.address(pointer, keys[-1].secret)
    if address is None:
        return None
    found = await _ask(address, hook.fetch, keys[-1].secret)
    intake, now = Intake(context, hook.name), context.clock.now()
    given = hook.events_in(HookPayload(found, pointer.headers, {}, args["thing"]))
    read = [intake.read({"id": "-", **event}, place, now) for place, event in enumerate(given)]
    events = [event for event in read if isinstance(event, ReadEvent)]
    return lambda connection: intake.finish(connection, events, now)


async def _ask(address: str, fetch: Fetch, token: str) -> Any:
    import aiohttp

    limit = aiohttp.ClientTimeout(total=_WITHIN_S)
    headers = {
        fetch.header: fetch.value.replace("{token}", token),
        "Accept": "application/json;charset=utf-8",
    }
    async with (
        aiohttp.ClientSession(timeout=limit) as session,
        # What redirects elsewhere would get the token there.
        session.get(address, headers=headers, allow_redirects=False) as answer,
    ):
        body = await answer.content.read(_LARGEST)
        if answer.status != 200:
            raise NotFetched(str(answer.status))
        return json.loads(body)


HOOK_FETCH: Final = JobKind("hook_fetch", Pool.NETWORK, _fetch)

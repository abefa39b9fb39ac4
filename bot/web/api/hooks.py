"""Hooks: other systems tell what happened in their own way, and prove who they are."""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.jobs.hook_fetch import HOOK_FETCH
from bot.jobs.intake import Intake, IntakeOutcome
from bot.web.api.request import RequestRefused, body_of, from_json, storable, text_of
from bot.web.api.responses import Responses
from storage import api_keys, jobs
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import ApiKey, Job
from storage.states import KeyUse
from surveys.hooks.hook import Hook
from surveys.hooks.payload import HookPayload, from_form


class Hooks:
    """Takes what hooks say."""

    def __init__(
        self,
        database: Database,
        contexts: ContextStore,
        intake: Callable[[str], Intake],
        ids: Ids,
        clock: Clock,
        responses: Responses,
    ) -> None:
        self._database, self._contexts, self._intake = database, contexts, intake
        self._ids, self._clock, self._responses = ids, clock, responses

    async def take(self, request: web.Request) -> web.Response:
        """What one request says counts once; what it points to is fetched by a job."""
        known = self._contexts.current.hooks
        hook = known.get(request.path.rpartition("/")[2])
        if hook is None:
            raise RequestRefused(404, "api-no-hook", possible=", ".join(known))
        body = await body_of(request)
        if _is_ping(hook, body):
            return self._responses.outcome(IntakeOutcome())
        payload = _payload(hook, request, body)
        keys = await self._database.read(api_keys.in_use, KeyUse.HOOK, hook.name)
        if not _is_proven(hook, body, payload, keys):
            raise RequestRefused(401, "api-no-proof", hook=hook.name)
        return self._responses.outcome(await self._write(hook, body, payload))

    async def _write(self, hook: Hook, body: bytes, payload: HookPayload) -> IntakeOutcome:
        things = hook.things_of(payload)
        pointers = [thing for thing in things if hook.is_fetched(thing)]
        if pointers:
            await self._database.write(self._order, hook, pointers)
        digest = hashlib.sha256(body).hexdigest()
        said = [event for thing in things if not hook.is_fetched(thing) for event in hook.events_in(thing)]
        events = [{"id": f"{digest}-{place}", **event} for place, event in enumerate(said)]
        # Who has a token may say the same twice and mean it; a signature can be overheard and sent again.
        outcome = await self._intake(hook.name).take(events, self._clock.now(), once=hook.proof.is_signature)
        outcome.accepted += len(pointers)
        return outcome

    def _order(self, connection: Connection, hook: Hook, pointers: Sequence[HookPayload]) -> None:
        for pointer in pointers:
            headers = {name: text for name, text in pointer.headers.items() if name.startswith("x-")}
            args = {"hook": hook.name, "thing": pointer.thing, "headers": headers}
            digest = hashlib.sha256(repr(pointer.thing).encode()).hexdigest()[:32]
            job = Job(
                self._ids.next(), HOOK_FETCH.name, args, self._clock.now(), f"hook:{hook.name}:{digest}"
            )
            jobs.add(connection, job)


def _is_ping(hook: Hook, body: bytes) -> bool:
    return hook.ping is not None and re.fullmatch(hook.ping.encode(), body.strip()) is not None


def _payload(hook: Hook, request: web.Request, body: bytes) -> HookPayload:
    thing: Any = {}
    if hook.body == "form":
        try:
            thing = storable(from_form(text_of(body)))
        except ValueError:
            raise RequestRefused(400, "api-no-form") from None
    elif body.strip():
        thing = from_json(text_of(body))
    headers = {name.casefold(): text for name, text in request.headers.items()}
    return HookPayload(thing, headers, storable(dict(request.query)), thing)


def _is_proven(hook: Hook, body: bytes, payload: HookPayload, keys: Sequence[ApiKey]) -> bool:
    given = payload.text(hook.proof.path) or ""
    if hook.proof.is_signature:
        return hook.proof.is_signed(body, given, [key.secret for key in keys if key.secret])
    return api_keys.is_among(given, [key.token_hash for key in keys])

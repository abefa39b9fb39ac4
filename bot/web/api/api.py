"""The API: what other programs say of customers and orders, and the numbers that they ask for."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.jobs.intake import Intake
from bot.jobs.kind import JobContext, Pool
from bot.web.api.hooks import Hooks
from bot.web.api.request import RequestRefused, body_of, from_json, text_of
from bot.web.api.responses import Responses, json_response
from bot.web.api.schema import document
from bot.web.server import NAMED
from reports import numbers
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.report import Report
from reports.request import ReportRequest
from storage import api_keys
from storage.engines.database import Database
from storage.ids import Ids
from storage.states import KeyUse
from surveys.records.events import MOST
from surveys.records.refusal import Refusal
from surveys.statistics.periods import Asked, BadWordError, parse
from texts.quoting import inline

_JSON: Final = frozenset(["application/json", "application/x-ndjson", "application/jsonl"])
_LINES: Final = frozenset(["application/x-ndjson", "application/jsonl"])
_PARAMETERS: Final = frozenset(["from", "to", "by", "period", "touchpoint"])
_WORD: Final = 50


class Api:
    """The routes of the API."""

    def __init__(
        self, database: Database, contexts: ContextStore, jobs: JobContext, ids: Ids, clock: Clock,
        configured: SecretStr | None,
    ) -> None:  # fmt: skip
        """`configured` is the key of the configuration."""
        self._database, self._contexts, self._jobs = database, contexts, jobs
        self._ids, self._clock = ids, clock
        self._turn = asyncio.Lock()
        self._configured = [api_keys.hash_of(configured.get_secret_value())] if configured else []
        self.responses = Responses(contexts)
        self.hooks = Hooks(database, contexts, self.intake, ids, clock, self.responses)

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the HTTP server has to take for it."""
        guarded = self.responses.guarded
        return [
            web.post("/api/v1/events", guarded(self.take_events)),
            web.get(f"/api/v1/reports/{NAMED}", guarded(self.show_report)),
            web.post(f"/api/v1/hooks/{NAMED}", guarded(self.hooks.take)),
            web.get("/api/v1/openapi.json", guarded(self.show_schema)),
        ]

    def intake(self, source: str) -> Intake:
        """Where events of a source go."""
        return Intake(self._jobs, source, self._turn)

    async def take_events(self, request: web.Request) -> web.Response:
        """One event, a list of them, or one in each line."""
        await self._check_key(request)
        if request.content_type not in _JSON:
            raise RequestRefused(415, "api-not-json")
        text = text_of(await body_of(request))
        events = events_of(text, in_lines=request.content_type in _LINES)
        return self.responses.outcome(await self.intake("api").take(events, self._clock.now()))

    async def show_report(self, request: web.Request) -> web.Response:
        """The numbers of a report, read beside the customers' updates."""
        await self._check_key(request)
        name = last_part(request)
        if name not in REPORTS:
            raise RequestRefused(404, "api-no-report", possible=", ".join(REPORTS))
        if unknown := sorted(set(request.query) - _PARAMETERS):
            raise RequestRefused(
                422, "api-no-parameter", name=unknown[0], possible=", ".join(sorted(_PARAMETERS))
            )
        current, by = self._contexts.current, request.query.get("by")
        numbers.check_groups(REPORTS[name], by)
        asked = _request(request, REPORTS[name], current.report_context, self._clock.now())
        found = await self._jobs.read(
            Pool.INTERACTIVE, numbers.read_typed, current.report_context, name, asked, current.language
        )
        return web.Response(text=found, content_type="application/json")

    async def show_schema(self, _: web.Request) -> web.Response:
        """OpenAPI of all this; it tells nothing of the company."""
        return json_response(document())

    async def _check_key(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        stored = await self._database.read(api_keys.in_use, KeyUse.API)
        hashes = [*self._configured, *(key.token_hash for key in stored)]
        if scheme.casefold() != "bearer" or not api_keys.is_among(token.strip(), hashes):
            raise RequestRefused(401, "api-no-key")


def last_part(request: web.Request) -> str:
    """What a path says where its route says any name."""
    return request.path.rpartition("/")[2]


def events_of(text: str, *, in_lines: bool = False) -> list[Any]:
    """The events of a body: a list, one, or one in each line. Raises RequestRefused (400, 413).

    A line that is no JSON is a Refusal among the others.
    """
    if in_lines:
        events = [_of_line(line, at) for at, line in enumerate(filter(str.strip, text.split("\n")))]
    else:
        found = from_json(text)
        events = found if isinstance(found, list) else [found]
    if len(events) > MOST:
        raise RequestRefused(413, "api-too-many", most=MOST)
    return events


def _of_line(line: str, position: int) -> Any:
    try:
        return from_json(line)
    except RequestRefused as refused:
        return Refusal(position, refused.text)


def _request(request: web.Request, kind: Report[Any], company: ReportContext, now: datetime) -> ReportRequest:
    """What is asked of a report; raises RequestRefused (422) for words that say no days."""
    words, by = request.query.get("period"), request.query.get("by")
    if words is None:
        days = _day(request, "from"), _day(request, "to")
        asked = numbers.request_of(kind, company, now, *days, by)
    elif request.query.keys() & {"from", "to"}:
        raise RequestRefused(422, "api-period-and-days")
    else:
        asked = ReportRequest(_period(words, now, company.zone), now, by)
    return asked.of_touchpoint(request.query.get("touchpoint") or None)


def _period(words: str, now: datetime, zone: ZoneInfo) -> Asked:
    try:
        asked = parse(words, now, zone)
    except BadWordError as error:
        raise RequestRefused(422, "api-no-period", word=inline(error.word, _WORD)) from None
    if asked.filters:
        raise RequestRefused(422, "api-no-period", word=inline(words, _WORD))
    return asked


def _day(request: web.Request, name: str) -> date | None:
    given = request.query.get(name)
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the business
    except ValueError:
        raise RequestRefused(422, "api-no-day", name=name) from None

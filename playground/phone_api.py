"""The people's side over HTTP: the same verbs as in Python, for the page and for other processes."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from playground.bot_api import answer
from playground.chats import Chat, Group, Topic
from playground.errors import Refusal
from playground.faults import Fault, RuleDetails
from playground.feed import Change
from playground.messages import Message
from playground.params import Params, read_params
from playground.people import Person
from playground.phone_verbs import VERBS, Place
from playground.shapes import dumps
from playground.state import Telegram
from playground.views import (
    call_view,
    change_view,
    group_view,
    person_view,
    strip_view,
    update_view,
    whole,
)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
KEEP_ALIVE_SECONDS = 15.0


class PhoneApi:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/phone/state", self.state),
            web.get("/phone/events", self.events),
            web.get("/phone/updates", self.updates),
            web.get("/phone/calls", self.calls),
            web.get("/phone/file/{path:.+}", self.file),
            web.post("/phone/people", self.add_person),
            web.post("/phone/groups", self.add_group),
            web.post("/phone/groups/{group}/upgrade", self.upgrade),
            web.post("/phone/faults", self.add_fault),
            web.delete("/phone/faults", self.clear_faults),
            web.post("/phone/network", self.switch_network),
            web.post("/phone/clock", self.move_clock),
            web.post("/phone/{person}/{verb}", self.act),
        ]

    async def state(self, request: web.Request) -> web.Response:
        return answer(200, whole(self._telegram))

    async def updates(self, request: web.Request) -> web.Response:
        return answer(200, {"updates": [update_view(update) for update in self._telegram.updates.log]})

    async def calls(self, request: web.Request) -> web.Response:
        calls = self._telegram.calls
        return answer(
            200,
            {
                "calls": [call_view(call) for call in calls.log],
                "refused_by_limiter": calls.refused_by_limiter,
                "refused_by_script": calls.refused_by_script,
            },
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events, one per visible change, until the reader or the server goes."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        with self._telegram.feed.subscribed() as changes:
            try:
                await stream.prepare(request)
                await stream.write(b": welcome\n\n")
                while (line := await self._next_line(changes)) is not None:
                    await stream.write(line)
            except ConnectionResetError:
                return stream
        return stream

    async def _next_line(self, changes: asyncio.Queue[Change]) -> bytes | None:
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                change = await changes.get()
        except TimeoutError:
            return b": still here\n\n"
        if change.what == "closed":
            return None
        strip = {"strip": strip_view(self._telegram)} if change.what == "strip" else {}
        held = len(self._telegram.updates.waiting())
        return f"data: {dumps({**change_view(change), **strip, 'held': held})}\n\n".encode()

    async def file(self, request: web.Request) -> web.Response:
        file = self._telegram.files.by_path(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        # A document may be a web page: it must not run as a part of this one.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.data, content_type=file.mime, headers=headers)

    async def add_person(self, request: web.Request) -> web.Response:
        fields = await read_params(request)
        person = self._telegram.person(
            fields.text("name") or "Anna",
            language=fields.text("language") or "ru",
            username=fields.text("username") or None,
        )
        return answer(200, person_view(person))

    async def add_group(self, request: web.Request) -> web.Response:
        fields = await read_params(request)
        members = [self._person(str(name)) for name in fields.array("members") or ()]
        group = self._telegram.group(
            fields.text("title") or "Support", forum=fields.flag("forum"), members=members
        )
        return answer(200, group_view(group))

    async def upgrade(self, request: web.Request) -> web.Response:
        group = self._telegram.groups.get(int(request.match_info["group"]))
        if group is None:
            raise web.HTTPNotFound
        return answer(200, group_view(group.upgrade()))

    async def add_fault(self, request: web.Request) -> web.Response:
        fields = await read_params(request)
        try:
            fault = Fault(fields.text("fault"))
        except ValueError as error:
            raise _wrong(str(error)) from None
        details: RuleDetails = {
            "chat_id": fields.number("chat_id"),
            "nth": fields.number("nth"),
            "times": fields.number("times"),
            "probability": fields.real("probability", 1.0),
            "retry_after": fields.number("retry_after") or 1,
        }
        if fields.has("seconds"):
            details["seconds"] = fields.real("seconds", 0.0)
        if fields.has("processed"):
            details["processed"] = fields.flag("processed")
        self._telegram.faults.add(fault, fields.text("method") or "*", **details)
        return answer(200, {"rules": len(self._telegram.faults.rules)})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._telegram.faults.clear()
        self._telegram.mend_network()
        return answer(200, {"rules": 0})

    async def switch_network(self, request: web.Request) -> web.Response:
        fails = (await read_params(request)).flag("fails")
        if fails:
            self._telegram.cut_network()
        else:
            self._telegram.mend_network()
        return answer(200, {"fails": fails})

    async def move_clock(self, request: web.Request) -> web.Response:
        fields = await read_params(request)
        clock = self._telegram.clock
        advance, speed = fields.real("advance", 0.0), fields.real("speed", clock.speed)
        if advance < 0 or speed <= 0:
            raise _wrong("time only moves forward")
        clock.speed = speed
        if advance:
            await self._telegram.pass_time(timedelta(seconds=advance))
        return answer(200, {"now": clock.now(), "speed": clock.speed})

    async def act(self, request: web.Request) -> web.Response:
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            raise web.HTTPNotFound
        person = self._person(request.match_info["person"])
        fields = await read_params(request)
        try:
            update = await verb(person, fields, self._place(person, fields))
        except (LookupError, RuntimeError, Refusal) as error:
            raise _wrong(str(error)) from None
        return answer(200, update_view(update) if update else {"ok": True})

    def _person(self, wanted: str) -> Person:
        """By id, or the first of that name."""
        for person in self._telegram.people.values():
            if wanted in (str(person.id), person.name):
                return person
        raise web.HTTPNotFound

    def _place(self, person: Person, fields: Params) -> Place:
        chat: Chat = person.chat
        if (chat_id := fields.number("chat")) is not None:
            found = self._telegram.chat(chat_id)
            if found is None:
                raise _wrong(f"there is no chat {chat_id}")
            chat = found
        topic: Topic | None = None
        if isinstance(chat, Group) and (thread := fields.number("topic")) is not None:
            topic = chat.topics.get(thread)
        return Place(
            chat, topic, self._message(chat, fields, "message"), self._message(chat, fields, "reply_to")
        )

    def _message(self, chat: Chat, fields: Params, name: str) -> Message | None:
        return chat.shown(fields.number(name))


def _wrong(sentence: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=dumps({"error": sentence}), content_type="application/json")


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page from elsewhere must not reach the phones: neither by a name of its own nor by a form."""
    if request.path.startswith("/phone/"):
        origin = request.headers.get("Origin")
        if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
            raise web.HTTPForbidden
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden
    return await handler(request)

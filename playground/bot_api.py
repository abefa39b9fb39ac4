"""The HTTP face of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import hmac
import socket
import struct
import time

from aiohttp import web

from playground.calls import Call
from playground.errors import NOT_FOUND, UNAUTHORIZED, Refusal, too_many_requests
from playground.faults import Fault, Rule
from playground.methods import METHODS, Method
from playground.params import Params, read_params
from playground.polling import Polling
from playground.shapes import Json, JsonObject, dumps
from playground.state import Telegram
from playground.updates import Update

GET_UPDATES = "getUpdates"
NOTES = {"setWebhook": "Webhook was set", "deleteWebhook": "Webhook was deleted"}
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends RST
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


def method_names() -> set[str]:
    return {GET_UPDATES, *(method.name for method in METHODS.values())}


class BotApi:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._polling = Polling(telegram)
        self.closing = asyncio.Event()

    def close(self) -> None:
        """Ends waiting calls: long polls answer with nothing, hangs give up."""
        self.closing.set()
        self._telegram.updates.added.ring()

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            params = await read_params(request)
            name = request.match_info["method"].lower()
            if name == GET_UPDATES.lower():
                return await self._get_updates(request, params)
            method = METHODS.get(name)
            if method is None:
                raise NOT_FOUND
            return await self._perform(request, method, params)
        except Refusal as refusal:
            return answer(refusal.code, refusal.body())

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
        except Refusal as refusal:
            return answer(refusal.code, refusal.body())
        rule = self._telegram.faults.strike("file", None)
        file = self._telegram.files.by_path(request.match_info["path"])
        if rule is not None:
            return await self._spoil(request, rule, b"")
        if file is None:
            return answer(404, NOT_FOUND.body())
        return web.Response(body=file.data, content_type=file.mime)

    def _check_token(self, request: web.Request) -> None:
        given = request.match_info["token"].encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._telegram.token.encode()):
            raise UNAUTHORIZED

    async def _perform(self, request: web.Request, method: Method, params: Params) -> web.StreamResponse:
        call = self._record(method.name, params)
        rule = self._telegram.faults.strike(method.name, call.chat_id)
        if rule is not None:
            call.outcome = rule.fault
            if rule.fault is Fault.TOO_MANY_REQUESTS:
                self._telegram.calls.refused_by_script += 1
                raise too_many_requests(rule.retry_after)
            if rule.fault is Fault.REFUSE:
                self._telegram.calls.refused_by_script += 1
                raise Refusal(rule.code, rule.description)
            if not rule.processed:
                return await self._spoil(request, rule, b"")
        try:
            status, body = 200, accepted(self._run(method, params, call), NOTES.get(method.name))
        except Refusal as refusal:
            status, body = refusal.code, refusal.body()
            if rule is None:
                call.outcome = str(refusal.code)
        if rule is not None:
            return await self._spoil(request, rule, dumps(body).encode())
        return answer(status, body)

    def _run(self, method: Method, params: Params, call: Call) -> Json:
        """Runs without a pause, so nothing comes between the limiter's verdict and the count."""
        chat = self._telegram.chat(call.chat_id) if method.limited and call.chat_id else None
        if chat is None:
            return method.run(self._telegram, params)
        try:
            self._telegram.limiter.check(chat)
        except Refusal:
            self._telegram.calls.refused_by_limiter += 1
            raise
        result = method.run(self._telegram, params)
        self._telegram.limiter.count(chat)
        return result

    async def _get_updates(self, request: web.Request, params: Params) -> web.StreamResponse:
        call = self._record(GET_UPDATES, params)
        rule = self._telegram.faults.strike(GET_UPDATES, None)
        if rule is not None:
            call.outcome = rule.fault
            if rule.fault is Fault.TOO_MANY_REQUESTS:
                self._telegram.calls.refused_by_script += 1
                raise too_many_requests(rule.retry_after)
            if not rule.processed:
                return await self._spoil(request, rule, b"")
        try:
            batch = await self._polling.get_updates(params, self.closing)
        except Refusal as refusal:
            call.outcome = str(refusal.code)
            raise
        body = f'{{"ok":true,"result":[{",".join(update.json() for update in batch)}]}}'.encode()
        rule = self._telegram.faults.outage or rule  # the network may have been cut while it waited
        if rule is not None:
            call.outcome = rule.fault
            return await self._spoil(request, rule, body)
        return await self._hand_over(request, body, batch)

    async def _hand_over(self, request: web.Request, body: bytes, batch: list[Update]) -> web.StreamResponse:
        """Writes the answer here, because only a fully written one counts as handed over."""
        response = web.Response(body=body, content_type="application/json")
        try:
            await response.prepare(request)
            await response.write_eof()
        except ConnectionResetError:
            return response
        if request.transport is not None and not request.transport.is_closing():
            self._telegram.updates.handed(batch)
        return response

    async def _spoil(self, request: web.Request, rule: Rule, body: bytes) -> web.StreamResponse:
        if rule.fault is Fault.HTML_502:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        if rule.fault is Fault.JSON_500:
            return answer(500, Refusal(500, "Internal Server Error").body())
        if rule.fault is Fault.TRUNCATED_JSON:
            return web.Response(body=body[: len(body) // 2], content_type="application/json")
        if rule.fault is Fault.HANG:
            try:
                async with asyncio.timeout(rule.seconds):
                    await self.closing.wait()
            except TimeoutError:
                pass
        reset(request)
        return web.Response()

    def _record(self, name: str, params: Params) -> Call:
        call = Call(name, params.number("chat_id"), time.monotonic(), params)
        return self._telegram.calls.record(call)


def reset(request: web.Request) -> None:
    """Drops the connection as a dying peer does: RST, no answer."""
    if request.transport is None:
        return
    connection = request.transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    request.transport.abort()


def accepted(result: Json, note: str | None) -> JsonObject:
    return {"ok": True, "result": result, **({"description": note} if note else {})}


def answer(status: int, body: JsonObject) -> web.Response:
    return web.Response(status=status, body=dumps(body).encode(), content_type="application/json")

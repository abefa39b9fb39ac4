"""A process that lets a secret and a customer's words fall on every way that leads to its output.

Errors are called after their way, so that a test sees that none of them was closed by accident.
"""

import asyncio
import atexit
import logging
import sqlite3
import sys
import threading
import warnings

import aiohttp
from aiohttp import web
from pydantic import BaseModel, ValidationError
from sqlalchemy import create_engine, text

from bot.observability import logs
from surveys.errors import LoggableError

TOKEN = "987654321:AAF-canary0token1canary2token3canary"
NAME = "Канарейкина Анна"
WORDS = "курьер опоздал, canary in words"
CONTENT = f"{NAME}: {WORDS} {TOKEN} https://api.telegram.org/file/bot{TOKEN}/photos/anna.jpg"

own = logging.getLogger("bot.leaks")
library = logging.getLogger("aiogram.event")


class InLog(Exception): ...


class InCause(Exception): ...


class InContext(Exception): ...


class GroupChat(Exception): ...


class InThread(Exception): ...


class InFinalizer(Exception): ...


class InTask(Exception): ...


class InCallback(Exception): ...


class InServer(Exception): ...


class InLibrary(Exception): ...


class AtExit(Exception): ...


class AtEnd(Exception): ...


class Said(LoggableError): ...


class FromHere(UserWarning): ...


class Finalized:
    def __del__(self) -> None:
        raise InFinalizer(CONTENT)


class Reply(BaseModel):
    score: int


def own_messages() -> None:
    own.info("letter stored update=%d chat=%s", 17, "chat-5")
    own.warning("told %s", CONTENT)
    own.warning("told %r and %s", NAME, InLog(CONTENT))
    own.warning("told %s", {NAME: WORDS})
    own.warning("told %d", CONTENT)
    own.warning(InLog(CONTENT))
    own.warning("token=%s url=%s", TOKEN, f"https://api.telegram.org/bot{TOKEN}/getMe?{TOKEN}")
    own.error("told", exc_info=Said(f"first line\nsecond line \udcff {TOKEN}"))
    own.error("told", extra={"customer": NAME}, stack_info=True)


def raised() -> None:
    try:
        try:
            try:
                raise InContext(CONTENT)
            except InContext:
                int(WORDS)
        except ValueError as error:
            cause = InCause(CONTENT)
            cause.add_note(CONTENT)
            cause.__cause__ = error
            raise InLog(CONTENT) from cause
    except InLog:
        own.exception("raised %s", CONTENT)
    try:
        raise ExceptionGroup(CONTENT, [GroupChat(CONTENT), Said("may be said")])
    except ExceptionGroup:
        own.exception("raised")
    try:
        Reply.model_validate({"score": CONTENT})
    except ValidationError:
        own.exception("raised")


def library_messages() -> None:
    library.warning("update %s", CONTENT)
    library.error(CONTENT, exc_info=InLibrary(CONTENT), extra={"request": CONTENT}, stack_info=True)
    library.error("%d", CONTENT)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("CREATE TABLE t (words TEXT UNIQUE)"))
        for _ in range(2):
            try:
                connection.execute(text("INSERT INTO t VALUES (:words)"), {"words": CONTENT})
            except Exception:
                own.exception("not stored")
    try:
        sqlite3.connect(":memory:").execute(f"SELECT '{CONTENT}")
    except sqlite3.Error:
        own.exception("not read")


def hooks() -> None:
    warnings.warn(CONTENT, FromHere, stacklevel=1)
    thread = threading.Thread(target=in_thread, args=(CONTENT,), name=CONTENT)
    thread.start()
    thread.join()
    Finalized()


def in_thread(content: str) -> None:
    raise InThread(content)


async def in_task(content: str) -> None:
    raise InTask(content)


def in_callback(content: str) -> None:
    raise InCallback(content)


async def in_server(request: web.Request) -> web.Response:
    raise InServer(request.path + CONTENT)


async def in_loop(watched: bool) -> None:
    loop = asyncio.get_running_loop()
    if watched:
        logs.watch(loop)
    await asyncio.wait([loop.create_task(in_task(CONTENT), name=CONTENT)])
    loop.call_soon(in_callback, CONTENT)
    app = web.Application()
    app.router.add_get("/{tail:.*}", in_server)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://{host}:{port}/bot{TOKEN}/getMe") as response:
            assert response.status == 500
        aiohttp.ClientSession(headers={"X-Words": TOKEN})
    await runner.cleanup()


def at_exit() -> None:
    raise AtExit(CONTENT)


def main() -> None:
    logs.install()
    atexit.register(at_exit)
    sys.stdout.write("a lone surrogate \udcff and кириллица\n")
    sys.stderr.write("2026-01-01T00:00:00.000Z INFO bot a lone surrogate \udcff\n")
    for way in (own_messages, raised, library_messages, hooks):
        way()
    for watched in (True, False):
        asyncio.run(in_loop(watched))
    raise AtEnd(CONTENT)


if __name__ == "__main__":
    main()

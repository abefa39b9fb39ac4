"""Feeds over real HTTP on loopback, before a real database: what a spreadsheet gets, and what nobody gets."""

import asyncio
import csv
import io
import logging
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import update

from bot import build
from bot.config.fields import Address
from bot.observability.logs import LogFormatter
from bot.web import feeds as web_feeds
from bot.web.server import HttpServer
from reports import exports
from storage import audit
from storage.api_keys import hash_of
from storage.reports import feeds
from storage.rows import Feed
from storage.states import AuditAction
from storage.tables import customers
from surveys.language.languages import Language
from tests.harness import Harness
from tests.storage.history import at, keep, order
from tests.storage.samples import customer

TRAPS = ['=HYPERLINK("http://a")', "+1", "-2+3", "@x", "\t=1+1", "1/2", "03.04", "0012", "12345678901234567"]


@dataclass(frozen=True)
class Spreadsheet:
    url: str
    session: aiohttp.ClientSession
    harness: Harness

    async def feed(self, export: str = "customers", *, names: bool = False, days: int | None = None) -> str:
        token, now = feeds.new_token(), self.harness.fake_clock.now
        end = now + timedelta(days=days) if days else None
        feed = Feed(self.harness.ids.next(), hash_of(token), export, names, now, expires_at=end)
        await self.harness.database.write(feeds.add, feed, self.harness.ids.next())
        return token

    async def ask(self, token: str, method: str = "GET") -> tuple[int, Any, bytes]:
        async with self.session.request(method, f"{self.url}/feeds/{token}.csv") as response:
            return response.status, response.headers, await response.read()

    async def rows(self, token: str) -> list[dict[str, str]]:
        status, _, body = await self.ask(token)
        assert status == 200
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
async def sheet(harness: Harness, unused_tcp_port_factory: Callable[[], int]) -> AsyncIterator[Spreadsheet]:
    port = unused_tcp_port_factory()
    server = HttpServer(Address("127.0.0.1", port))
    assert await server.listen()
    server.route(build.feeds_of(harness.parts).routes)
    server.show(harness.parts.health, harness.parts.metrics)
    try:
        async with aiohttp.ClientSession() as session:
            yield Spreadsheet(f"http://127.0.0.1:{port}", session, harness)
    finally:
        await server.close()


async def test_a_spreadsheet_reads_the_rows_and_text_stays_text(sheet: Spreadsheet) -> None:
    await keep(sheet.harness.database, *(customer(name=name, external_id=name.strip()) for name in TRAPS))
    read = await sheet.rows(await sheet.feed(names=True))
    assert [row["name"].removeprefix("'") for row in read] == TRAPS
    assert not [row["name"] for row in read if row["name"].lstrip()[0] in "=@"]
    assert "name" not in (await sheet.rows(await sheet.feed()))[0]


async def test_head_tells_what_get_would(sheet: Spreadsheet) -> None:
    token = await sheet.feed("orders")
    assert (await sheet.ask(token, "HEAD"))[2] == b""
    head, (status, headers, body) = (await sheet.ask(token, "HEAD"))[1], await sheet.ask(token)
    assert status == 200
    assert int(head["Content-Length"]) == len(body)
    for told in (head, headers):
        assert told["Content-Type"] == "text/csv; charset=utf-8"
        assert told["Cache-Control"].startswith("private")


async def test_an_address_that_is_unknown_expired_or_revoked_is_one_sentence(sheet: Spreadsheet) -> None:
    database, clock = sheet.harness.database, sheet.harness.fake_clock
    expired, revoked = await sheet.feed(days=1), await sheet.feed()
    assert (await sheet.ask(expired))[0] == (await sheet.ask(revoked))[0] == 200
    clock.now += timedelta(days=1)
    found = {feed.token_hash: feed for feed in await database.read(feeds.everything)}
    number = found[hash_of(revoked)].id
    assert await database.write(feeds.revoke, number, sheet.harness.ids.next(), clock.now, by=None)
    assert not await database.write(feeds.revoke, number, sheet.harness.ids.next(), clock.now, by=None)
    told = {await _told(sheet, token) for token in (expired, revoked, "unknown", "%00", "é" * 300)}
    assert len(told) == 1
    assert "otklik feed add" in told.pop()
    actions = [entry.action for entry in await database.read(audit.latest, 9)]
    assert actions == [AuditAction.FEED_REVOKED, AuditAction.FEED_ADDED, AuditAction.FEED_ADDED]


async def _told(sheet: Spreadsheet, token: str) -> str:
    status, _, body = await sheet.ask(token)
    assert status == 404
    return body.decode()


async def test_reading_is_noted_and_the_file_is_kept_for_a_minute(sheet: Spreadsheet) -> None:
    database, clock = sheet.harness.database, sheet.harness.fake_clock
    token, anna = await sheet.feed("orders"), customer()
    await keep(database, anna, order(anna, at(1, 10)))
    await sheet.ask(token, "HEAD")
    assert (await database.read(feeds.everything))[0].read_at is None
    assert len(await sheet.rows(token)) == 1
    assert (await database.read(feeds.everything))[0].read_at == clock.now
    await keep(database, order(anna, at(2, 10)))
    assert len(await sheet.rows(token)) == 1
    clock.let_pass(web_feeds.KEPT_S)
    assert len(await sheet.rows(token)) == 2


async def test_answers_that_nobody_reads_are_bounded(sheet: Spreadsheet) -> None:
    """More than buffers take: each is under way until it is read."""
    database, large = sheet.harness.database, update(customers).values(attributes={"note": "x" * 32_000})
    await keep(database, *(customer() for _ in range(500)))
    await database.write(lambda connection: connection.execute(large))
    token = await sheet.feed(names=True)
    unread = [await sheet.session.get(f"{sheet.url}/feeds/{token}.csv") for _ in range(web_feeds.MOST)]
    assert {response.status for response in unread} == {200}
    status, headers, _ = await sheet.ask(token)
    assert (status, headers["Retry-After"]) == (503, "60")
    sizes = {len(await response.read()) for response in unread}
    assert len(sizes) == 1
    assert sizes.pop() > 500 * 32_000
    assert (await sheet.ask(token))[0] == 200


async def test_many_at_once_are_given_one_file(sheet: Spreadsheet) -> None:
    token = await sheet.feed()
    answers = await asyncio.gather(*(sheet.ask(token) for _ in range(web_feeds.MOST)))
    assert [status for status, _, _ in answers] == [200] * web_feeds.MOST


async def test_a_token_is_in_no_log(sheet: Spreadsheet, caplog: pytest.LogCaptureFixture) -> None:
    token = await sheet.feed()
    port = int(sheet.url.rpartition(":")[2])
    with caplog.at_level(logging.DEBUG):
        await sheet.ask(token)
        await sheet.ask(token, "POST")
        for bad in (f"GET /feeds/{token}.csv HTP/9", f"G\0T /feeds/{token}.csv HTTP/1.1"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"{bad}\r\nHost: a\r\n\r\n".encode())
            await reader.read(1000)
            writer.close()
    logged = "\n".join(map(LogFormatter().format, caplog.records))
    assert "BadStatusLine" in logged
    assert token not in logged


async def test_a_spreadsheet_reads_it_as_the_document_says(sheet: Spreadsheet) -> None:
    anna = customer()
    await keep(sheet.harness.database, anna, order(anna, at(1, 10), amount_minor=150))
    text = (Path(__file__).parents[3] / "docs" / "integrations.md").read_text(encoding="utf-8")
    russian, english = re.findall(r'=IMPORTDATA\("https://otklik.example(.*?)"[;,] "(.)"[;,] "(\w+)"\)', text)
    [(path, mark)] = re.findall(r'Contents\("https://otklik.example(.*?)"\), \[Delimiter = "(.)"', text)
    assert russian == (path, mark, "ru_RU")
    assert (russian[1], english[1]) == (exports.delimiter(Language.RU), exports.delimiter(Language.EN))
    token = await sheet.feed("orders")
    async with sheet.session.get(sheet.url + path.replace("TOKEN", token)) as response:
        content = (await response.read()).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content), delimiter=mark)
    assert row["amount"] == "1,50"

"""Each hook from a request as that system sends it to the number of the report, and what is refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.jobs.hook_fetch import HOOK_FETCH
from bot.web.api.request import LARGEST
from storage import api_keys
from storage.states import JobState, KeyUse
from storage.tables import jobs
from storage.tables import orders as orders_table
from surveys.hooks.catalogue import BUILT_IN, load
from tests.bot.web.api.conftest import Answer, Program
from tests.bot.web.api.hook_samples import SYSTEMS, Sent, State, System, signed

_PATIENCE_S = 20
_SUMS = select(orders_table.c.amount_minor)


@dataclass
class OtherSide:
    """The system at its end: what it hands over by path, and who asked with which token."""

    url: str
    things: dict[str, Any]
    asked: list[str | None]
    troubles: int = 0
    """How many requests it answers with an error before it hands over anything."""

    async def hand_over(self, request: web.Request) -> web.Response:
        self.asked.append(request.headers.get("Authorization"))
        if self.troubles:
            self.troubles -= 1
            return web.Response(status=503)
        return web.json_response(self.things[request.path])


@pytest.fixture
async def other_side(unused_tcp_port_factory: Callable[[], int]) -> AsyncIterator[OtherSide]:
    port = unused_tcp_port_factory()
    side = OtherSide(f"http://127.0.0.1:{port}", {}, [])
    application = web.Application()
    application.router.add_get("/{path:.*}", side.hand_over)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield side
    await runner.cleanup()


@dataclass
class Wire:
    """A system that is connected: its key is made, and what it points to is fetched on this machine."""

    system: System
    program: Program
    side: OtherSide
    secret: str

    async def tell(self, state: State, secret: str | None = None) -> Answer:
        if self.system.hands_over is not None:
            path, thing = self.system.hands_over(state)
            self.side.things[path] = thing
        return await self.post(self.system.send(secret or self.secret, state))

    async def post(self, sent: Sent) -> Answer:
        path = f"/api/v1/hooks/{self.system.hook}{sent.query}"
        headers = {"Content-Type": "application/octet-stream", **sent.headers}
        answer = await self.program.ask("POST", path, data=BytesIO(sent.body), headers=headers)
        await self.fetched()
        return answer

    async def fetched(self) -> None:
        """The jobs that are due have ended, as the runner works them."""
        runner, clock = self.program.harness.jobs, self.program.harness.fake_clock
        unended = select(jobs.c.id).where(
            jobs.c.kind == HOOK_FETCH.name,
            jobs.c.state.in_([JobState.READY, JobState.RUNNING]),
            jobs.c.due_at <= clock.now,
        )
        async with asyncio.timeout(_PATIENCE_S):
            while await self.program.rows(unended):
                runner.wake()
                await asyncio.sleep(0.01)

    async def orders_of_october(self) -> int | None:
        """By the report, which says None where there are none."""
        found = await self.program.report("complaints?from=2026-10-01&to=2026-11-01")
        assert found.status == 200
        orders: int | None = found.body["rows"][0]["orders"]
        return orders

    async def sums(self) -> list[int]:
        return [amount for (amount,) in await self.program.rows(_SUMS)]


@pytest.fixture(params=list(SYSTEMS.values()), ids=list(SYSTEMS))
async def wire(
    request: pytest.FixtureRequest, program: Program, other_side: OtherSide, tmp_path: Path
) -> Wire:
    system, harness = request.param, program.harness
    harness.jobs.kinds = {**harness.jobs.kinds, HOOK_FETCH.name: HOOK_FETCH}
    _lead_here(program, system.hook, other_side, tmp_path)
    secret = await program.key(system.hook, KeyUse.HOOK, system.hook, readable=system.is_signature)
    if system.hands_over is not None:
        token = f"{other_side.url}/rest/1/secret/" if system.hook == "bitrix24" else "their-token"
        add: Any = api_keys.add
        key = (harness.ids.next(), "theirs", KeyUse.FETCH, system.hook, token, harness.fake_clock.now)
        assert await harness.database.write(add, *key, readable=True)
    return Wire(system, program, other_side, secret)


def _lead_here(program: Program, hook: str, side: OtherSide, folder: Path) -> None:
    """A hook of the company's own replaces the built-in one: the same, but for where it asks."""
    content = (BUILT_IN / f"{hook}.toml").read_text(encoding="utf-8")
    content = content.replace("https://{body:account.subdomain}.amocrm.ru", side.url)
    content = content.replace('within = "https://"', f'within = "{side.url}/"')
    content = content.replace("{meta.href}", f"{side.url}/api/remap/1.2/entity/customerorder/5c1")
    content = content.replace('within = "https://api.moysklad.ru', f'within = "{side.url}')
    (folder / f"{hook}.toml").write_text(content, encoding="utf-8")
    contexts = program.harness.parts.contexts
    contexts.current = replace(contexts.current, hooks=load(folder))


async def test_an_order_is_in_the_report_and_a_cancelled_one_is_not(wire: Wire) -> None:
    answer = await wire.tell(State(total=500, minute=10))
    assert (answer.status, answer.body["accepted"]) == (200, 1)
    assert (await wire.sums(), await wire.orders_of_october()) == ([50_000], 1)
    await wire.tell(State(total=700, minute=20))
    assert (await wire.sums(), await wire.orders_of_october()) == ([70_000], 1)
    assert (await wire.tell(State(total=700, minute=30, is_cancelled=True))).status == 200
    assert await wire.orders_of_october() is None
    if wire.system.hook in ("amocrm", "moysklad"):
        assert set(wire.side.asked) == {"Bearer their-token"}


async def test_a_replayed_or_late_one_changes_nothing(wire: Wire) -> None:
    first = wire.system.send(wire.secret, State(total=500, minute=10))
    await wire.tell(State(total=500, minute=10))
    await wire.tell(State(total=700, minute=20))
    replayed = await wire.post(first)
    assert replayed.status == 200
    assert replayed.body["duplicates"] == wire.system.is_signature
    assert await wire.sums() == [70_000]
    await wire.tell(State(total=600, minute=15))
    assert (await wire.sums(), await wire.orders_of_october()) == ([70_000], 1)


async def test_a_cancelled_order_is_not_brought_back_by_what_is_late(wire: Wire) -> None:
    await wire.tell(State(minute=10))
    await wire.tell(State(minute=20, is_cancelled=True))
    await wire.tell(State(minute=15))
    assert await wire.orders_of_october() is None


async def test_a_forged_one_is_refused(wire: Wire) -> None:
    forged = wire.system.send("forged-forged-forged", State())
    no_proof = replace(forged, headers={}, query="", body=forged.body.replace(b"forged-forged-forged", b""))
    stolen = wire.system.send(await wire.program.key("api"), State())
    for sent in (forged, no_proof, stolen):
        answer = await wire.post(sent)
        assert (answer.status, answer.body["error"]["code"]) == (401, "api-no-proof")
        assert "otklik key add" in answer.body["error"]["message"]
    if wire.system.is_signature:
        right = wire.system.send(wire.secret, State())
        changed = replace(right, body=right.body.replace(b"500", b"999"))
        assert (await wire.post(changed)).status == 401
    assert (await wire.sums(), wire.side.asked) == ([], [])


async def test_a_revoked_key_opens_nothing(wire: Wire) -> None:
    harness = wire.program.harness
    ended = (harness.ids.next(), wire.system.hook, harness.fake_clock.now)
    assert await harness.database.write(api_keys.revoke, *ended)
    assert (await wire.tell(State())).status == 401
    assert await wire.sums() == []


async def test_an_oversized_or_malformed_one_is_refused(wire: Wire) -> None:
    right = wire.system.send(wire.secret, State())
    large = await wire.post(replace(right, body=right.body + b" " * LARGEST))
    assert (large.status, large.body["error"]["code"]) == (413, "api-too-large")
    assert (await _as_if_right(wire, right, wire.system.unreadable)).status == 400
    if wire.system.lacking is not None:
        lacking = await _as_if_right(wire, right, wire.system.lacking)
        assert lacking.status == 422
        assert lacking.body["refused"][0]["message"]
    assert (await wire.sums(), wire.side.asked) == ([], [])


async def _as_if_right(wire: Wire, right: Sent, body: bytes) -> Answer:
    headers = {
        name: signed(body, wire.secret) if "signature" in name.lower() or "hmac" in name.lower() else value
        for name, value in right.headers.items()
    }
    return await wire.post(replace(right, body=body, headers=headers))


async def test_what_was_not_handed_over_is_asked_for_again(wire: Wire) -> None:
    if wire.system.hands_over is None:
        assert (await wire.tell(State())).body["accepted"] == 1
        assert wire.side.asked == []
        return
    wire.side.troubles = 2
    await wire.tell(State())
    assert await wire.sums() == []
    for _ in range(2):
        wire.program.harness.fake_clock.move(minutes=5)
        await wire.fetched()
    assert (await wire.sums(), len(wire.side.asked)) == ([50_000], 3)

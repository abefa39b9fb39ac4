"""Proxies and addresses of the Bot API are tried in turn, and what a proxy refused was not sent."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain, Upload
from tests.proxies import SOCKS_REFUSED, cutting, passing, refusing, socks
from tests.scripted_bot_api import ME, ScriptedBotApi, scripted

TOKEN = "42:test"
HTTPS = "https://telegram.invalid"
ELSEWHERE = "http://telegram.invalid"
REST_S = 300
FILE = (Upload("file0", "a.txt", "text/plain", b"a"),)

CALLS: dict[str, Callable[[BotApiClient], Awaitable[object]]] = {
    "words": lambda api: api.call("sendMessage", "{}"),
    "a file": lambda api: api.call("sendDocument", "{}", FILE),
    "updates": lambda api: api.get_updates(None, ["message"]),
    "a download": lambda api: api.download("photos/1.jpg", 100),
}


class Seconds:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def client(
    api_url: str | Sequence[str],
    proxy: str | Sequence[str] = (),
    monotonic: Callable[[], float] | None = None,
) -> AsyncIterator[BotApiClient]:
    api = BotApiClient(api_url, TOKEN, proxy=proxy, monotonic=monotonic or Seconds())
    try:
        yield api
    finally:
        await api.close()


@pytest.fixture
async def telegram() -> AsyncIterator[ScriptedBotApi]:
    async with scripted(TOKEN) as api:
        yield api


@pytest.fixture
def dead(unused_tcp_port_factory: Callable[[], int]) -> Callable[[str], str]:
    """The address of something that does not listen."""
    return lambda scheme: f"{scheme}://127.0.0.1:{unused_tcp_port_factory()}"


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("status", [403, 407, 502, 503])
async def test_what_a_proxy_refuses_to_carry_was_not_sent(
    status: int, call: Callable[[BotApiClient], Awaitable[object]]
) -> None:
    async with refusing(status) as proxy, client(HTTPS, proxy.address) as api:
        with pytest.raises(NotSent) as caught:
            await call(api)
        assert str(status) in str(caught.value)
        assert set(proxy.asked) == {"telegram.invalid:443"}


async def test_a_proxy_that_asks_for_a_password_has_sent_nothing() -> None:
    """Also where there is nothing to connect: Telegram itself never answers 407."""
    async with refusing(407) as proxy, client(ELSEWHERE, proxy.address) as api:
        with pytest.raises(NotSent):
            await api.call("sendMessage", "{}")


@pytest.mark.parametrize("password", ["", "canary"])
@pytest.mark.parametrize("call", ["words", "a file", "updates"])
async def test_calls_go_through_a_socks_proxy_that_looks_the_name_up(
    telegram: ScriptedBotApi, password: str, call: str
) -> None:
    async with socks(telegram.url, password) as proxy:
        address = proxy.address.replace("//", f"//boris:{password}@") if password else proxy.address
        async with client(ELSEWHERE, address) as api:
            await CALLS[call](api)
        assert proxy.asked == ["telegram.invalid:80"]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
async def test_what_a_socks_proxy_refuses_was_not_sent(
    telegram: ScriptedBotApi, call: Callable[[BotApiClient], Awaitable[object]], dead: Callable[[str], str]
) -> None:
    async with (
        socks(telegram.url, answer=SOCKS_REFUSED) as closed,
        socks(telegram.url, "canary") as locked,
    ):
        wrong = locked.address.replace("//", "//boris:wrong@")
        for address in (closed.address, locked.address, wrong, dead("socks5")):
            async with client(ELSEWHERE, address) as api:
                with pytest.raises(NotSent) as caught:
                    await call(api)
                assert "wrong" not in str(caught.value)
                assert "127.0.0.1" not in str(caught.value)
    assert telegram.calls == []


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_dead_is_passed_over_and_not_asked_for_some_minutes(
    telegram: ScriptedBotApi, dead: Callable[[str], str], scheme: str
) -> None:
    seconds = Seconds()
    async with refusing(503) as first, passing(telegram.url) as second:
        proxies = [dead(scheme), first.address, second.address]
        async with client(ELSEWHERE, proxies[::2], seconds) as api:
            assert await api.ask("getMe") == ME
            assert await api.ask("getMe") == ME
        assert len(second.asked) == 2
        async with client(HTTPS, [first.address, dead("socks5")], seconds) as api:
            for _ in range(3):
                with pytest.raises(NotSent):
                    await api.ask("getMe")
    assert len(first.asked) == 3, "where all are dead each is asked each time"


async def test_a_proxy_that_was_dead_is_asked_again_after_some_minutes(telegram: ScriptedBotApi) -> None:
    seconds = Seconds()
    async with (
        passing(telegram.url) as first,
        passing(telegram.url) as second,
        client(ELSEWHERE, [first.address, second.address], seconds) as api,
    ):
        await api.ask("getMe")
        first.close()
        with suppress(Uncertain):
            await api.ask("getMe")  # its connection may be found broken in the middle of a call
        await api.ask("getMe")
        assert len(first.asked) == 1
        assert second.asked
        await first.start(first.port)
        seconds.now += REST_S - 1
        await api.ask("getMe")
        assert len(first.asked) == 1
        seconds.now += 2
        await api.ask("getMe")
        assert len(first.asked) == 2


async def test_a_proxy_that_breaks_off_is_passed_over_after_the_second_time(telegram: ScriptedBotApi) -> None:
    """A call that broke off may have been carried out: it is nobody's to repeat."""
    async with cutting() as first, passing(telegram.url) as second:
        async with client(ELSEWHERE, [first.address, second.address]) as api:
            for _ in range(2):
                with pytest.raises(Uncertain):
                    await api.call("sendMessage", "{}")
            await api.call("sendMessage", "{}")
        assert (len(first.asked), len(second.asked)) == (2, 1)


async def test_another_server_is_asked_only_when_the_first_is_dead_and_then_for_good(
    dead: Callable[[str], str],
) -> None:
    """Two servers know different updates: going to and fro would ask twice for one, or skip one."""
    seconds = Seconds()
    async with scripted(TOKEN) as second:
        async with client([dead("http"), second.url], (), seconds) as api:
            assert await api.ask("getMe") == ME
            seconds.now += 10 * REST_S
            await api.ask("getMe")
            await api.call("sendDocument", "{}", FILE)
        assert second.calls == ["getMe", "getMe", "sendDocument"]


async def test_all_servers_and_proxies_are_tried_in_turn(
    telegram: ScriptedBotApi, dead: Callable[[str], str]
) -> None:
    async with refusing(407) as closed, passing(telegram.url) as good:
        async with client([HTTPS, ELSEWHERE], [closed.address, dead("socks5"), good.address]) as api:
            # The good proxy speaks no TLS, so the first server cannot be reached through any of them.
            assert await api.ask("getMe") == ME
        assert good.asked[-1] == f"{ELSEWHERE}/bot{TOKEN}/getMe"


async def test_a_refusal_by_telegram_is_no_reason_to_go_another_way(telegram: ScriptedBotApi) -> None:
    telegram.say("sendMessage", {"ok": False, "error_code": 500, "description": "Internal"})
    async with passing(telegram.url) as first, passing(telegram.url) as second:
        async with client(ELSEWHERE, [first.address, second.address]) as api:
            for _ in range(5):
                with pytest.raises(Uncertain):
                    await api.call("sendMessage", "{}")
        assert (len(first.asked), len(second.asked)) == (5, 0)

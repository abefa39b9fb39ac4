"""Updates pushed to a web server: secret, retries, order within a queue, expiry."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from playground import Person, Playground
from playground.bell import Bell
from tests.playground.conftest import Api

Answer = Callable[[dict[str, object]], web.Response]


class Receiver:
    """A bot's web server that answers as the test tells it."""

    def __init__(self) -> None:
        self.got: list[dict[str, object]] = []
        self.secrets: list[str | None] = []
        self.arrived = Bell()
        self.hold: asyncio.Event | None = None
        self.answer: Answer = lambda update: web.Response()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        update: dict[str, object] = await request.json()
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.arrived.ring()
        if self.hold is not None and "callback_query" not in update:
            await self.hold.wait()
        return self.answer(update)

    async def until(self, count: int) -> None:
        assert await self.arrived.until(lambda: len(self.got) >= count, 5), self.got

    def texts(self) -> list[str]:
        return [message["text"] for update in self.got if isinstance(message := update.get("message"), dict)]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    inbox = Receiver()
    app = web.Application()
    app.router.add_post("/", inbox.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    inbox.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield inbox
    await runner.cleanup()


async def test_an_update_is_pushed_once_with_the_secret(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    assert (await api("setWebhook", url=receiver.url, secret_token="s3cret"))[
        "description"
    ] == "Webhook was set"
    assert await telegram.updates.all_confirmed()
    assert receiver.texts() == ["/start"]
    assert receiver.secrets == ["s3cret"]
    assert telegram.updates.log[0].handed


async def test_a_failed_push_is_repeated_after_a_second_doubling_to_sixty(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    receiver.answer = lambda update: web.Response(status=503)
    await api("setWebhook", url=receiver.url)
    for attempt, pause in enumerate((1, 2, 4, 8, 16, 32, 60, 60), start=1):
        await receiver.until(attempt)
        assert await telegram.clock.next_due() == pytest.approx(pause, abs=0.5)
        assert len(receiver.got) == attempt
        telegram.clock.advance(pause)


async def test_retry_after_is_honoured(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    receiver.answer = lambda update: web.Response(status=429, headers={"Retry-After": "100"})
    await api("setWebhook", url=receiver.url)
    assert await telegram.clock.next_due() == pytest.approx(100, abs=0.5)
    receiver.answer = lambda update: web.Response()
    telegram.clock.advance(100)
    assert await telegram.updates.all_confirmed()
    assert len(receiver.got) == 2


async def test_an_update_whose_next_try_would_be_too_late_is_dropped(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    await _ask(api, anna)
    receiver.answer = lambda update: web.Response(status=500, headers={"Retry-After": "200"})
    tap = await anna.tap(await anna.sees("score"), "9")
    await api("setWebhook", url=receiver.url)
    assert await telegram.updates.settled.until(lambda: tap.dropped == "expired", 5)
    assert telegram.updates.log[0].pending


async def test_one_update_at_a_time_per_chat_and_taps_overtake(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    await _ask(api, anna)
    receiver.hold = asyncio.Event()
    await anna.say("one")
    await anna.say("two")
    await telegram.person("Boris").start("b")
    await anna.tap(await anna.sees("score"), "9")
    await api("setWebhook", url=receiver.url)
    await receiver.until(3)
    assert sorted(receiver.texts()) == ["/start", "/start b"]
    receiver.hold.set()
    assert await telegram.updates.all_confirmed()
    assert [text for text in receiver.texts() if text != "/start b"] == ["/start", "one", "two"]


async def test_webhook_info_tells_what_waits_and_what_failed(
    api: Api, telegram: Playground, receiver: Receiver, anna: Person
) -> None:
    receiver.answer = lambda update: web.Response(status=503)
    await api("setWebhook", url=receiver.url, allowed_updates=["message"], max_connections=5)
    await telegram.clock.next_due()
    info = (await api("getWebhookInfo"))["result"]
    assert isinstance(info, dict)
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert (info["max_connections"], info["allowed_updates"]) == (5, ["message"])
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getWebhookInfo"))["result"] == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "allowed_updates": ["message"],
    }


async def test_a_bad_address_or_secret_is_refused(api: Api) -> None:
    assert (await api.refusal("setWebhook", url="ftp://x")).startswith("400 Bad Request: bad webhook")
    assert "unallowed characters" in await api.refusal("setWebhook", url="http://x/", secret_token="a b")


async def _ask(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "9", "callback_data": "9"}]]}
    await api("sendMessage", chat_id=anna.id, text="score", reply_markup=markup)

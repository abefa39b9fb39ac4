"""How an absence is noticed, by a clock that the tests move; two hours of it take no time."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.bot_api_client import BotApiClient
from bot.receiving.polling import PollingConflict
from bot.receiving.webhook import TelegramWebhook
from bot.receiving.webhook_monitor import WebhookMonitor
from bot.schedule.downtime_recovery import DowntimeRecovery
from playground import Playground
from playground.webhook import Webhook
from tests.harness import Harness
from tests.updates import ANN, ANNA
from tests.words import words_of

URL = "https://example.com/telegram"
AGAIN = ("Мы ненадолго пропадали", "We were away for a moment")


@pytest.fixture
def recovery(harness: Harness) -> DowntimeRecovery:
    return harness.parts.recovery


async def _asked_again(harness: Harness) -> list[int]:
    """To whom the question is put once more since this was asked last."""
    return sorted(told.body["chat_id"] for told in await harness.told() if told.text.startswith(AGAIN))


async def test_a_silence_of_two_minutes_in_one_life_asks_open_questions_again_once(
    harness: Harness, recovery: DowntimeRecovery
) -> None:
    await recovery.seen(harness.fake_clock.now)
    await harness.say(ANNA, "/rate")
    harness.fake_clock.move(seconds=100)
    await recovery.seen(harness.fake_clock.now)
    assert await _asked_again(harness) == []
    harness.fake_clock.move(seconds=121)
    await recovery.seen(harness.fake_clock.now)
    assert await _asked_again(harness) == [ANNA.id]
    harness.fake_clock.move(seconds=30)
    await recovery.seen(harness.fake_clock.now)
    assert await _asked_again(harness) == []
    assert harness.metrics.registry.get_sample_value("otklik_asked_again_total") == 1


async def test_what_was_answered_expired_or_not_asked_is_not_asked_again(
    harness: Harness, recovery: DowntimeRecovery
) -> None:
    await harness.say(ANNA, "/rate")
    harness.fake_clock.move(days=2)
    await harness.say(ANN, "/rate")
    await harness.say(ANN, "9")
    await recovery.seen(harness.fake_clock.now)
    harness.fake_clock.move(minutes=3)
    await recovery.seen(harness.fake_clock.now)
    assert await _asked_again(harness) == []


async def test_a_question_in_a_second_absence_is_asked_again_a_second_time(
    harness: Harness, recovery: DowntimeRecovery
) -> None:
    await recovery.seen(harness.fake_clock.now)
    await harness.say(ANNA, "/rate")
    for _ in range(2):
        harness.fake_clock.move(minutes=3)
        await recovery.seen(harness.fake_clock.now)
        assert await _asked_again(harness) == [ANNA.id]


# Behind a webhook -----------------------------------------------------------------------------------


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        playground.webhook = Webhook(URL)  # nobody is pushed to: what Telegram says of it is set by hand
        yield playground


@pytest.fixture
async def door(harness: Harness) -> TelegramWebhook:
    return TelegramWebhook("/telegram", "canary-webhook-secret", 42, harness.worker, harness.fake_clock.clock)


@pytest.fixture
async def monitor(
    harness: Harness, recovery: DowntimeRecovery, telegram: Playground, door: TelegramWebhook
) -> AsyncIterator[WebhookMonitor]:
    client = BotApiClient(telegram.url, telegram.token)
    yield WebhookMonitor(client, door, URL, recovery, harness.fake_clock.clock)
    await client.close()


async def _look(monitor: WebhookMonitor, harness: Harness, times: int) -> None:
    for _ in range(times):
        await monitor.look()
        harness.fake_clock.move(seconds=20)


def _fail(telegram: Playground, at: int) -> None:
    assert telegram.webhook is not None
    telegram.webhook.last_error_at = at


async def test_a_quiet_hour_behind_a_webhook_is_no_absence(
    harness: Harness, recovery: DowntimeRecovery, monitor: WebhookMonitor
) -> None:
    await harness.say(ANNA, "/rate")
    await _look(monitor, harness, times=180)
    assert await _asked_again(harness) == []
    silent_s = recovery.silent_for_s()
    assert silent_s is not None
    assert silent_s < 21


async def test_pushes_that_failed_for_two_minutes_are_an_absence(
    harness: Harness, recovery: DowntimeRecovery, telegram: Playground, monitor: WebhookMonitor
) -> None:
    await harness.say(ANNA, "/rate")
    await _look(monitor, harness, times=1)
    kept = telegram.updates.inject(message={"text": "Telegram tries again, once a minute in the end"})
    for error_at in (1, 1, 2, 2, 2, 3, 3):
        _fail(telegram, error_at)
        await _look(monitor, harness, times=1)
    assert await _asked_again(harness) == []
    telegram.updates.drop(kept, "expired")
    await _look(monitor, harness, times=1)
    assert await _asked_again(harness) == [ANNA.id]


async def test_a_webhook_that_was_taken_by_another_program_ends_this_one(
    telegram: Playground, monitor: WebhookMonitor
) -> None:
    await monitor.look()
    telegram.webhook = Webhook("https://elsewhere.example/telegram")
    with pytest.raises(PollingConflict) as refusal:
        await monitor.look()
    assert "Another program" in words_of(refusal.value)

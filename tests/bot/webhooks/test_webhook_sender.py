"""Other systems are told of what happened: at least once, signed, not for ever, not in one's own network."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.webhooks.webhook_client import WebhookClient
from bot.webhooks.webhook_sender import WebhookSender
from storage.rows import Webhook, WebhookDelivery
from storage.states import DeliveryState
from storage.webhooks import deliveries, subscriptions
from surveys.webhooks.events import EventKind
from surveys.webhooks.retries import BACKOFF
from surveys.webhooks.signature import new_secret
from tests.bot.webhooks.receiver import Receiver, is_signed, listening
from tests.harness import Harness


@pytest.fixture
async def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def url(receiver: Receiver) -> AsyncIterator[str]:
    async with listening(receiver) as address:
        yield address


@pytest.fixture
def sender(harness: Harness) -> WebhookSender:
    return WebhookSender(harness.parts.database, WebhookClient(allow_private=True), harness.parts.clock)


async def _webhook(harness: Harness, url: str, *events: EventKind) -> Webhook:
    number, now = harness.parts.ids.next(), harness.fake_clock.now
    return await harness.parts.database.write(
        subscriptions.add_webhook, number, url, new_secret(), events or None, now
    )


async def _log(harness: Harness, webhook: Webhook) -> list[WebhookDelivery]:
    return await harness.parts.database.read(deliveries.latest_deliveries, webhook.id, 50)


async def _test(harness: Harness, webhook: Webhook) -> None:
    await harness.parts.database.write(deliveries.publish_test, webhook.id, harness.fake_clock.now)


async def test_a_message_is_signed_and_said_once(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    webhook = await _webhook(harness, url)
    await _test(harness, webhook)
    await sender.run_once()
    await sender.run_once()
    assert [one["type"] for one in receiver.events] == ["test"]
    headers, body = receiver.requests[0]
    assert is_signed(webhook.secret, headers, body)
    assert not is_signed(new_secret(), headers, body)
    assert [one.state for one in await _log(harness, webhook)] == [DeliveryState.DELIVERED]


async def test_what_is_not_taken_is_tried_again_later_with_the_same_id_and_given_up_some_day(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    webhook, receiver.status = await _webhook(harness, url), 500
    await _test(harness, webhook)
    for pause in BACKOFF:
        await sender.run_once()
        await sender.run_once()
        harness.fake_clock.move(seconds=pause.total_seconds())
    await sender.run_once()
    assert len(receiver.requests) == len(BACKOFF) + 1
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 1
    last = (await _log(harness, webhook))[0]
    assert (last.state, last.status, last.tries) == (DeliveryState.FAILED, 500, len(BACKOFF) + 1)


async def test_an_event_waits_for_the_one_before_it(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    webhook, receiver.status = await _webhook(harness, url), 503
    await _test(harness, webhook)
    await _test(harness, webhook)
    await sender.run_once()
    assert len(receiver.requests) == 1


async def test_a_redirect_is_not_followed_and_not_taken_for_yes(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    webhook, receiver.status = await _webhook(harness, url), 302
    await _test(harness, webhook)
    await sender.run_once()
    assert len(receiver.requests) == 1
    assert [one.state for one in await _log(harness, webhook)] == [DeliveryState.WAITING]


async def test_a_receiver_that_is_gone_is_told_nothing_any_more(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    webhook, receiver.status = await _webhook(harness, url), 410
    await _test(harness, webhook)
    await sender.run_once()
    found = await harness.parts.database.read(subscriptions.find_webhook, webhook.id)
    assert found is not None
    assert found.ended_at is not None


async def test_a_receiver_that_is_away_holds_up_no_other(
    harness: Harness, sender: WebhookSender, receiver: Receiver, url: str
) -> None:
    away = await _webhook(harness, "http://127.0.0.1:9/hook")
    await _test(harness, away)
    await _test(harness, await _webhook(harness, url))
    await sender.run_once()
    assert len(receiver.requests) == 1
    log = await _log(harness, away)
    assert (log[0].state, log[0].status) == (DeliveryState.WAITING, None)
    assert log[0].due_at - harness.fake_clock.now == timedelta(seconds=5)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_addresses_of_ones_own_network_are_told_nothing(
    harness: Harness, receiver: Receiver, url: str, host: str
) -> None:
    webhook = await _webhook(harness, url.replace("127.0.0.1", host))
    await _test(harness, webhook)
    guarded = WebhookSender(harness.parts.database, WebhookClient(), harness.parts.clock)
    await guarded.run_once()
    assert receiver.requests == []
    last = (await _log(harness, webhook))[0]
    assert (last.state, last.error) == (DeliveryState.FAILED, "PrivateAddress")

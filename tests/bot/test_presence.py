"""How an absence is noticed, by a clock that the tests move; two hours of it take no time."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.intake import SomeoneElsePolls
from bot.lookout import Lookout
from bot.premises import Premises
from bot.presence import Presence
from bot.telegram import Telegram
from bot.web import Webhook as Door
from playground import Playground
from playground.webhook import Webhook
from storage.ids import Ids
from tests.desk import Office, house
from tests.letterbox import TOKEN
from tests.updates import ANN, ANNA

URL = "https://example.com/telegram"
AGAIN = ("Мы ненадолго пропадали", "We were away for a moment")


@pytest.fixture
def presence(office: Office) -> Presence:
    return Presence(office.database, office.sender, Premises(house()), Bot(TOKEN), Ids(), office.metrics)


async def _asked_again(office: Office) -> list[int]:
    """To whom the question is put once more since this was asked last."""
    return sorted(told.body["chat_id"] for told in await office.told() if told.text.startswith(AGAIN))


async def test_a_silence_of_two_minutes_in_one_life_asks_open_questions_again_once(
    office: Office, presence: Presence
) -> None:
    await presence.seen(office.hands.now)
    await office.say(ANNA, "/rate")
    office.hands.move(seconds=120)
    await presence.seen(office.hands.now)
    assert await _asked_again(office) == []
    office.hands.move(seconds=121)
    await presence.seen(office.hands.now)
    assert await _asked_again(office) == [ANNA.id]
    office.hands.move(seconds=30)
    await presence.seen(office.hands.now)
    assert await _asked_again(office) == []
    assert office.metrics.registry.get_sample_value("otklik_asked_again_total") == 1


async def test_what_was_answered_expired_or_not_asked_is_not_asked_again(
    office: Office, presence: Presence
) -> None:
    await office.say(ANNA, "/rate")
    office.hands.move(days=2)
    await office.say(ANN, "/rate")
    await office.say(ANN, "9")
    await presence.seen(office.hands.now)
    office.hands.move(minutes=3)
    await presence.seen(office.hands.now)
    assert await _asked_again(office) == []


async def test_a_question_in_a_second_absence_is_asked_again_a_second_time(
    office: Office, presence: Presence
) -> None:
    await presence.seen(office.hands.now)
    await office.say(ANNA, "/rate")
    for _ in range(2):
        office.hands.move(minutes=3)
        await presence.seen(office.hands.now)
        assert await _asked_again(office) == [ANNA.id]


# Behind a webhook -----------------------------------------------------------------------------------


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        playground.webhook = Webhook(URL)  # nobody is pushed to: what Telegram says of it is set by hand
        yield playground


@pytest.fixture
async def door(office: Office) -> Door:
    return Door("/telegram", "canary-webhook-secret", 42, office.worker, office.hands.clock)


@pytest.fixture
async def lookout(
    office: Office, presence: Presence, telegram: Playground, door: Door
) -> AsyncIterator[Lookout]:
    client = Telegram(telegram.url, telegram.token)
    yield Lookout(client, door, URL, presence, office.hands.clock)
    await client.close()


async def _look(lookout: Lookout, office: Office, times: int) -> None:
    for _ in range(times):
        await lookout.look()
        office.hands.move(seconds=20)


def _fail(telegram: Playground, at: int) -> None:
    assert telegram.webhook is not None
    telegram.webhook.last_error_at = at


async def test_a_quiet_hour_behind_a_webhook_is_no_absence(
    office: Office, presence: Presence, lookout: Lookout
) -> None:
    await office.say(ANNA, "/rate")
    await _look(lookout, office, times=180)
    assert await _asked_again(office) == []
    assert presence.last_heard is not None
    assert (office.hands.now - presence.last_heard).total_seconds() <= 20


async def test_pushes_that_failed_for_two_minutes_are_an_absence(
    office: Office, presence: Presence, telegram: Playground, lookout: Lookout
) -> None:
    await office.say(ANNA, "/rate")
    await _look(lookout, office, times=1)
    kept = telegram.updates.inject(message={"text": "Telegram tries again, once a minute in the end"})
    for error_at in (1, 1, 2, 2, 2, 3, 3):
        _fail(telegram, error_at)
        await _look(lookout, office, times=1)
    assert await _asked_again(office) == []
    telegram.updates.drop(kept, "expired")
    await _look(lookout, office, times=1)
    assert await _asked_again(office) == [ANNA.id]


async def test_a_webhook_that_was_taken_by_another_program_ends_this_one(
    telegram: Playground, lookout: Lookout
) -> None:
    await lookout.look()
    telegram.webhook = Webhook("https://elsewhere.example/telegram")
    with pytest.raises(SomeoneElsePolls, match="Another program"):
        await lookout.look()

"""Why somebody was written to or was not, told from what is stored."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from handlers.why_text import WhyText
from storage import stories, tables
from storage.database import Database
from tests.campaign import Campaign, begun
from tests.updates import ANNA, BORIS, ZOYA


@pytest.fixture
async def campaign(office_database: Database) -> AsyncIterator[Campaign]:
    async with begun(office_database) as running:
        yield running


def _name(connection: Connection) -> None:
    connection.execute(
        update(tables.customers).where(tables.customers.c.telegram_id == ANNA.id).values(external_id="A-7")
    )


async def _lived(campaign: Campaign) -> None:
    """Anna was reminded in the morning after a night, left, came to be invited and said stop."""
    campaign.office.hands.move(hours=11)
    await campaign.say(ANNA, "/rate")
    await campaign.office.database.write(_name)
    await campaign.agree(ANNA)
    await campaign.wait(days=3)
    await campaign.wait(hours=10)
    await campaign.leave(ANNA, "PRICE_HIGH")


async def _told(campaign: Campaign, who: str, language: str) -> str:
    house = campaign.office.premises.house
    since = campaign.now - timedelta(days=90)
    story = await campaign.office.database.read(stories.of, who, since)
    assert story is not None
    return WhyText(house.texts, house.reasons, language, house.zone).of(story)


async def test_the_story_of_a_customer_in_both_languages(campaign: Campaign) -> None:
    await _lived(campaign)
    assert await _told(campaign, "A-7", "ru") == (
        f"Анна · A-7 · {ANNA.id}\n"
        "Согласие на предложения есть.\n"
        "Уход: 19.10.2026 09:00.\n"
        "\n"
        "⏳ 18.10.2026 23:00 · напоминание (nps): ждёт до 19.10.2026 09:00, тихие часы у клиента\n"
        "✅ 19.10.2026 09:00 · напоминание (nps): отправлено\n"
        "⏳ 19.10.2026 09:00 · приглашение вернуться (Дорого): ждёт до 22.10.2026 09:00, ещё не время\n"
        "\n"
        "Что дальше:\n"
        "22.10.2026 09:00 · приглашение вернуться (Дорого), если ничто не помешает"
    )
    await campaign.say(ANNA, "/stop")
    await campaign.wait(days=3)
    told = await _told(campaign, str(ANNA.id), "en")
    assert "Asked us not to write first on 2026-10-19 09:00." in told
    assert told.endswith(
        "🚫 2026-10-22 09:00 · an invitation to come back (Too expensive): not sent, "
        "asked us not to write (/stop)"
    )


async def test_a_message_that_was_let_through_and_did_not_arrive_is_not_called_sent(
    campaign: Campaign,
) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.leave(ANNA, "PRICE_HIGH")
    campaign.letterbox.closed.add(ANNA.id)
    await campaign.wait(days=3)
    told = await _told(campaign, str(ANNA.id), "en")
    assert "not sent, blocked the bot or never began" in told
    assert ": sent" not in told


async def test_an_invitation_that_waits_for_an_open_complaint_names_no_day(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    await campaign.agree(ANNA)
    await campaign.complain(ANNA)
    await campaign.leave(ANNA, "QUALITY")
    told = await _told(campaign, str(ANNA.id), "en")
    assert "Has an open complaint." in told
    assert told.endswith("(Poor quality): waits, the customer's complaint is still open")


async def test_managers_ask_in_the_chat_and_strangers_learn_nothing(campaign: Campaign) -> None:
    await _lived(campaign)
    await campaign.say(BORIS, "/why A-7")
    assert "напоминание (nps): отправлено" in campaign.heard(BORIS)[-1]["text"]
    await campaign.say(BORIS, "/why")
    assert "О ком рассказать?" in campaign.heard(BORIS)[-1]["text"]
    for asked in ("/why nobody", "/why 99999999999999999999"):
        await campaign.say(BORIS, asked)
        assert campaign.heard(BORIS)[-1]["text"].startswith("Такого клиента нет")
    await campaign.say(ZOYA, "/why A-7")
    assert "напоминание" not in campaign.heard(ZOYA)[-1]["text"]


async def test_whoever_was_never_written_to_has_a_short_story(campaign: Campaign) -> None:
    await campaign.say(ANNA, "/start")
    told = await _told(campaign, str(ANNA.id), "en")
    assert told.endswith(
        "Has not been asked about offers.\n\nWe have not started anything with this customer."
    )

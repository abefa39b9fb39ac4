"""Why somebody was written to or was not, told from what is stored."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import Connection

from handlers.outreach.explanation import explain
from handlers.outreach.winback import NO_MORE
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people import addresses, joining
from storage.rows import Customer, CustomerAddress
from surveys.language.languages import LANGUAGES, Language
from surveys.outreach.policy import PolicyReason
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA, BORIS, ZOYA
from texts.catalogue import Texts


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def _name(connection: Connection) -> None:
    [customer_id] = addresses.find(connection, AddressKind.TELEGRAM, [str(ANNA.id)]).values()
    addresses.add(connection, [CustomerAddress(AddressKind.COMPANY, "A-7", customer_id)])


async def _lived(outreach_harness: OutreachHarness) -> None:
    """Anna was reminded in the morning after a night, left, came to be invited and said stop."""
    outreach_harness.harness.fake_clock.move(hours=11)
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.harness.database.write(_name)
    await outreach_harness.agree(ANNA)
    await outreach_harness.wait(days=3)
    await outreach_harness.wait(hours=10)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")


async def _told(outreach_harness: OutreachHarness, who: str, language: str) -> str:
    app = outreach_harness.harness.contexts.current
    told = await outreach_harness.harness.database.read(explain, app, who, language, outreach_harness.now)
    assert told is not None
    return told


async def test_the_story_of_a_customer_in_both_languages(outreach_harness: OutreachHarness) -> None:
    await _lived(outreach_harness)
    assert await _told(outreach_harness, "A-7", "ru") == (
        f"Анна · A-7 · {ANNA.id}\n"
        "Согласие на предложения есть.\n"
        "Уход: 19.10.2026 09:00.\n"
        "\n"
        "⏳ 18.10.2026 23:00 · напоминание (nps): ждёт до 19.10.2026 09:00, тихие часы у клиента\n"
        "✅ 19.10.2026 09:00 · напоминание (nps): отправлено\n"
        "⏳ 19.10.2026 09:00 · приглашение вернуться (Дорого): ждёт до 22.10.2026 09:00, ещё не время\n"
        "\n"
        "Что дальше:\n"
        "22.10.2026 09:00 · приглашение вернуться (Дорого), если ничто не помешает\n"
        "26.10.2026 09:00 · приглашение вернуться (Дорого), если ничто не помешает"
    )
    await outreach_harness.say(ANNA, "/stop")
    await outreach_harness.wait(days=3)
    told = await _told(outreach_harness, str(ANNA.id), "en")
    assert "Asked us not to write first on 2026-10-19 09:00." in told
    assert told.endswith(
        "🚫 2026-10-22 09:00 · an invitation to come back (Too expensive): not sent, "
        "asked us not to write (/stop)\n"
        "\n"
        "Will not come any more:\n"
        "an invitation to come back (Too expensive): asked us not to write (/stop)"
    )


async def _comes(outreach_harness: OutreachHarness) -> bool:
    return "What comes next:" in await _told(outreach_harness, str(ANNA.id), "en")


async def test_a_reminder_of_what_was_answered_does_not_come_any_more(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/rate")
    assert await _comes(outreach_harness)
    await outreach_harness.say(ANNA, "9")
    assert not await _comes(outreach_harness)


async def test_an_invitation_does_not_come_any_more_once_offers_are_not_wanted(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    assert await _comes(outreach_harness)
    outreach_harness.harness.fake_clock.move(minutes=1)
    await outreach_harness.tap(ANNA, f"{NO_MORE}:1")
    assert not await _comes(outreach_harness)


async def test_a_reminder_on_a_day_does_not_come_any_more_once_they_ordered(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.leave(ANNA, "PAUSE_LIFE", return_on=date(2026, 11, 20))
    assert await _comes(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=1)
    await outreach_harness.order(ANNA)
    assert not await _comes(outreach_harness)


async def test_a_message_that_was_let_through_and_did_not_arrive_is_not_called_sent(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.leave(ANNA, "PRICE_HIGH")
    outreach_harness.fake_bot_api.closed.add(ANNA.id)
    await outreach_harness.wait(days=3)
    told = await _told(outreach_harness, str(ANNA.id), "en")
    assert "not sent, blocked the bot or never began" in told
    assert ": sent" not in told


async def test_an_invitation_that_waits_for_an_open_complaint_names_no_day(
    outreach_harness: OutreachHarness,
) -> None:
    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.agree(ANNA)
    await outreach_harness.complain(ANNA)
    await outreach_harness.leave(ANNA, "QUALITY")
    told = await _told(outreach_harness, str(ANNA.id), "en")
    assert "Has an open case." in told
    assert told.endswith("(Poor quality): waits, the customer's case is still open")


async def test_managers_ask_in_the_chat_and_strangers_learn_nothing(
    outreach_harness: OutreachHarness,
) -> None:
    await _lived(outreach_harness)
    await outreach_harness.say(BORIS, "/why A-7")
    assert "напоминание (nps): отправлено" in outreach_harness.heard(BORIS)[-1]["text"]
    await outreach_harness.say(BORIS, "/why")
    assert "О ком рассказать?" in outreach_harness.heard(BORIS)[-1]["text"]
    for asked in ("/why nobody", "/why 99999999999999999999"):
        await outreach_harness.say(BORIS, asked)
        assert outreach_harness.heard(BORIS)[-1]["text"].startswith("Такого клиента нет")
    await outreach_harness.say(ZOYA, "/why A-7")
    assert "напоминание" not in outreach_harness.heard(ZOYA)[-1]["text"]


async def test_whoever_was_never_written_to_has_a_short_story(outreach_harness: OutreachHarness) -> None:
    await outreach_harness.say(ANNA, "/start")
    told = await _told(outreach_harness, str(ANNA.id), "en")
    assert told.endswith(
        "Has not been asked about offers.\n\nWe have not started anything with this customer."
    )


def test_every_reason_of_the_policy_is_said_in_both_languages() -> None:
    texts = Texts()
    said = {texts.text(language, reason.text_id) for language in LANGUAGES for reason in PolicyReason}
    assert len(said) == len(LANGUAGES) * len(PolicyReason)


async def test_the_story_says_with_whom_a_customer_was_joined_and_with_whom_not(
    outreach_harness: OutreachHarness,
) -> None:
    def happens(connection: Connection) -> None:
        effects = Effects()
        for number in (1, 2):
            effects.add(Customer(number, None, Language.RU, outreach_harness.now, external_id=f"A-{number}"))
        flush(connection, [effects])
        [anna] = addresses.find(connection, AddressKind.TELEGRAM, [str(ANNA.id)]).values()
        for number, proof in enumerate((Proof.CONTACT, Proof.LINK), 1):
            joining.join(connection, number, (anna, number), proof, outreach_harness.now)

    await outreach_harness.say(ANNA, "/start")
    await outreach_harness.harness.database.write(happens)
    told = await _told(outreach_harness, "A-1", "ru")
    assert "поделился своим контактом" in told
    assert "у обоих есть номер клиента в компании" in told
    assert "both have an id of the company" in await _told(outreach_harness, "A-2", "en")

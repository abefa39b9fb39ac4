"""The customer's own night: their time zone from a button, a town in words or a place, asked for once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from storage import tables
from storage.engines.database import Database
from surveys.questions.message_kind import MessageKind
from tests.harness import Harness, SentCall
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, Person, Raw, message, said, sent, tapped

REMINDED = "Вы не успели ответить"


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


def _text(harness: Harness, text_id: str, person: Person = ANNA, **values: str) -> str:
    return harness.contexts.current.texts.text((person.language or "")[:2], text_id, **values)


async def _zone(harness: Harness) -> str | None:
    [row] = await harness.customers()
    zone: str | None = row["timezone"]
    return zone


async def _asked(harness: Harness, person: Person = ANNA) -> SentCall:
    """The question about the zone, from the settings."""
    page = await harness.say(person, "/settings")
    label = next(one for one in page.buttons if one.startswith("🕐"))
    [question] = await harness.deliver(tapped(person, page.buttons[label]))
    assert question.text == _text(harness, "zone-question", person)
    return question


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_the_settings_show_the_zone_and_a_button_changes_it(harness: Harness, person: Person) -> None:
    page = await harness.say(person, "/settings")
    moscow = {ANNA: "Москва", ANN: "Moscow"}[person]
    assert any(label.startswith("🕐") and moscow in label for label in page.buttons)
    question = await _asked(harness, person)
    label = next(one for one, data in question.buttons.items() if data == "zone:Asia/Yekaterinburg")
    [told] = await harness.deliver(tapped(person, question.buttons[label]))
    assert told.method == "editMessageText"
    assert "14:00" in told.text  # noon in Moscow
    assert await _zone(harness) == "Asia/Yekaterinburg"
    page = await harness.say(person, "/settings")
    assert any({ANNA: "Екатеринбург", ANN: "Yekaterinburg"}[person] in label for label in page.buttons)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Владивосток", "Asia/Vladivostok"),
        ("я из Перми", None),
        ("+7", "Asia/Novosibirsk"),
        ("Сызрань", "Europe/Samara"),
    ],
)
async def test_a_town_in_words_answers_the_question_and_nothing_is_kept_of_it(
    harness: Harness, words: str, zone: str | None
) -> None:
    await _asked(harness)
    told = await harness.say(ANNA, words)
    assert await _zone(harness) == zone
    kept = [row["words"] for row in await harness.rows(tables.messages)]
    assert kept == ([] if zone else [words])
    if zone is None:
        assert told.text == _text(harness, "zone-unknown")


@pytest.mark.parametrize(
    "extra", [{}, {"venue": {"title": "Зал", "address": "Мира, 1"}}], ids=["place", "venue"]
)
async def test_a_shared_place_answers_the_question_and_is_not_stored(harness: Harness, extra: Raw) -> None:
    await _asked(harness)
    place = {"latitude": 56.84, "longitude": 60.61}
    venue = {"venue": extra["venue"] | {"location": place}} if extra else {}
    [told] = await harness.deliver(sent(ANNA, location=place, **venue))
    assert "Екатеринбург" in told.text
    assert await _zone(harness) == "Asia/Yekaterinburg"
    assert await harness.rows(tables.messages) == []


async def test_a_place_in_the_ocean_is_asked_about_again_and_kept(harness: Harness) -> None:
    await _asked(harness)
    [told] = await harness.deliver(sent(ANNA, location={"latitude": 0.0, "longitude": -30.0}))
    assert told.text == _text(harness, "zone-unknown")
    assert await _zone(harness) is None
    assert [row["kind"] for row in await harness.rows(tables.messages)] == [MessageKind.LOCATION]


async def test_an_unknown_town_is_asked_about_again_and_the_next_one_counts(harness: Harness) -> None:
    await _asked(harness)
    again = await harness.say(ANNA, "Мухосранск")
    assert again.text == _text(harness, "zone-unknown")
    assert "zone:Asia/Omsk" in again.buttons.values()
    await harness.say(ANNA, "Омск")
    assert await _zone(harness) == "Asia/Omsk"


async def test_unasked_a_town_and_a_place_are_words_like_any_others(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await harness.say(ANNA, "Омск")
    await harness.deliver(sent(ANNA, location={"latitude": 56.84, "longitude": 60.61}))
    assert await _zone(harness) is None
    assert len(await harness.rows(tables.messages)) == 2


async def test_a_reply_to_the_question_is_its_answer_and_one_to_anything_else_is_not(
    harness: Harness,
) -> None:
    question = await _asked(harness)
    await harness.deliver(said(ANNA, "Омск", reply_to_message=message(ANNA, text="Привезём завтра")))
    assert await _zone(harness) is None
    await harness.deliver(said(ANNA, "Томск", reply_to_message=message(ANNA, text=question.text)))
    assert await _zone(harness) == "Asia/Tomsk"


async def test_words_that_were_hardly_meant_as_a_town_are_kept_as_ever(harness: Harness) -> None:
    await _asked(harness)
    for words in ("Спасибо, хорошего вам дня, и приходите ещё", "А зачем?", "Нет!"):
        assert (await harness.say(ANNA, words)).text == _text(harness, "message-kept")


async def test_after_the_answer_the_next_town_is_words_again(harness: Harness) -> None:
    await _asked(harness)
    await harness.say(ANNA, "Омск")
    await harness.say(ANNA, "Казань")
    assert await _zone(harness) == "Asia/Omsk"
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["Казань"]


async def test_an_hour_later_the_question_waits_for_no_words_but_its_buttons_work(harness: Harness) -> None:
    question = await _asked(harness)
    harness.fake_clock.move(hours=1, minutes=1)
    await harness.say(ANNA, "Омск")
    assert await _zone(harness) is None
    await harness.deliver(tapped(ANNA, question.buttons[next(iter(question.buttons))]))
    assert await _zone(harness) == "Europe/Moscow"


async def test_a_survey_that_was_asked_since_gets_the_words(harness: Harness) -> None:
    await _asked(harness)
    harness.fake_clock.move(minutes=1)
    await harness.say(ANNA, "/complain")
    harness.fake_clock.move(minutes=1)
    await harness.deliver(said(ANNA, "Казань"))
    assert await _zone(harness) is None


async def test_words_that_are_no_town_answer_the_open_survey(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    harness.fake_clock.move(minutes=1)
    await _asked(harness)
    await harness.say(ANNA, "9")
    assert [row["score"] for row in await harness.rows(tables.answers)] == [9]
    await harness.say(ANNA, "Томск")
    assert await _zone(harness) == "Asia/Tomsk"


async def test_a_stop_is_a_stop_also_while_the_zone_is_awaited(harness: Harness) -> None:
    await _asked(harness)
    await harness.say(ANNA, "/stop")
    [row] = await harness.customers()
    assert row["stopped_at"] is not None
    assert row["timezone"] is None


async def test_forged_zones_change_nothing(harness: Harness) -> None:
    await _asked(harness)
    for data in ("zone:Нарния", "zone:../etc/passwd", "zone:Europe/Atlantis"):
        await harness.deliver(tapped(ANNA, data))
    assert await _zone(harness) is None


async def test_the_first_consent_asks_once_and_the_next_does_not(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    thanks, question = await harness.deliver(tapped(ANNA, "offers:yes"))
    assert thanks.text == _text(harness, "consent-given")
    assert question.text == _text(harness, "zone-question")
    assert question.buttons[next(iter(question.buttons))] == "zone:Europe/Moscow"
    assert len(await harness.deliver(tapped(ANNA, "offers:yes"))) == 1
    harness.fake_clock.move(days=30)
    assert len(await harness.deliver(tapped(ANNA, "offers:yes"))) == 1


async def test_whose_zone_is_known_is_not_asked_and_a_refusal_asks_nothing(harness: Harness) -> None:
    question = await _asked(harness)
    assert len(await harness.deliver(tapped(ANNA, "offers:no"))) == 1
    await harness.deliver(tapped(ANNA, question.buttons[next(iter(question.buttons))]))
    assert len(await harness.deliver(tapped(ANNA, "offers:yes"))) == 1


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Vladivostok", 6), ("America/New_York", 0), ("Asia/Kolkata", 7)]
)
async def test_nobody_is_reminded_in_the_night_of_their_own_zone(
    outreach_harness: OutreachHarness, zone: str, hours: int
) -> None:
    """Three days after the question it is day in Moscow, where the business is."""
    outreach_harness.harness.fake_clock.move(hours=hours)
    await outreach_harness.say(ANNA, "/settings")
    await outreach_harness.tap(ANNA, f"zone:{zone}")
    await outreach_harness.say(ANNA, "/rate")
    await outreach_harness.wait(days=2, hours=12)
    for _ in range(48):
        if any(REMINDED in body["text"] for body in outreach_harness.heard(ANNA)):
            break
        await outreach_harness.wait(hours=1)
    assert any(REMINDED in body["text"] for body in outreach_harness.heard(ANNA))
    local = outreach_harness.now.astimezone(ZoneInfo(zone))
    assert timedelta(hours=9) <= timedelta(hours=local.hour) < timedelta(hours=21)

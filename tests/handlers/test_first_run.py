"""The owner's first words with the bot: language, name, zone, and a look at what customers see."""

from typing import Any

import pytest

from storage import tables
from tests.desk import Office, Told
from tests.handlers.test_nps_command import NEUTRAL
from tests.updates import ANNA, BORIS, ZOYA, Person, said, sent, tapped

LENA = Person(500_000_401, "Лена", "ru")


async def _tap(office: Office, person: Person, data: str) -> Told:
    """A tap and the one thing that is said to it."""
    [told] = [told for told in await office.deliver(tapped(person, data)) if not told.is_menu]
    return told


async def _chosen(office: Office) -> dict[str, Any]:
    return {row["name"]: row["value"] for row in await office.rows(tables.settings)}


async def _set_up(office: Office, person: Person = BORIS) -> Told:
    await office.say(person, "/start")
    await _tap(office, person, "setup:language:ru")
    await office.say(person, "Булочная № 1")
    return await office.say(person, "Екатеринбург")


async def test_an_owner_sets_the_bot_up_with_taps_alone(office: Office) -> None:
    language = await office.say(BORIS, "/start")
    assert list(language.buttons) == ["Русский", "English"]
    name = await _tap(office, BORIS, language.buttons["English"])
    assert name.method == "editMessageText"
    assert "What is your company called" in name.text
    zone = await _tap(office, BORIS, name.buttons["Кофейня «Подсолнух»"])
    assert next(iter(zone.buttons)) == "Moscow +3"
    done = await _tap(office, BORIS, zone.buttons["Yekaterinburg +5"])
    assert "it is 14:00 where you are" in done.text
    assert await _chosen(office) == {
        "business": {"name": "Кофейня «Подсолнух»", "timezone": "Asia/Yekaterinburg", "language": "en"}
    }


async def test_what_is_typed_is_understood_as_well(office: Office) -> None:
    done = await _set_up(office)
    assert "«Булочная № 1», Екатеринбург (UTC+5): у вас сейчас 14:00" in done.text
    chosen = await _chosen(office)
    assert chosen["business"]["timezone"] == "Asia/Yekaterinburg"
    assert "Булочная № 1" in (await office.say(ANNA, "/start")).text


@pytest.mark.parametrize("words", ["Нарния", "по-нашему", "5"])
async def test_a_zone_that_is_not_understood_is_asked_again_in_one_sentence(
    office: Office, words: str
) -> None:
    await office.say(BORIS, "/start")
    await _tap(office, BORIS, "setup:language:ru")
    await _tap(office, BORIS, "setup:name:")
    assert "Не нашёл такого места" in (await office.say(BORIS, words)).text
    assert "Готово" in (await office.say(BORIS, "+5")).text


async def test_a_name_that_is_too_long_is_not_taken(office: Office) -> None:
    await office.say(BORIS, "/start")
    await _tap(office, BORIS, "setup:language:ru")
    assert "слишком длинно" in (await office.say(BORIS, "я" * 65)).text
    assert "Где вы работаете" in (await office.say(BORIS, "я" * 64)).text


async def test_the_language_can_be_typed_and_anything_else_asks_again(office: Office) -> None:
    await office.say(BORIS, "/start")
    assert "На каком языке" in (await office.say(BORIS, "какой ещё язык?")).text
    assert "What is your company called" in (await office.say(BORIS, "English")).text


async def test_the_last_button_puts_the_survey_to_the_owner(office: Office) -> None:
    done = await _set_up(office)
    question = await _tap(office, BORIS, done.buttons["Пройти опрос самому"])
    assert "Булочная № 1" in question.text
    assert "9" in question.buttons


async def test_words_of_the_set_up_answer_no_survey_that_was_open_before(office: Office) -> None:
    question = await office.say(BORIS, "/rate")
    await office.tap(BORIS, question.buttons["9"])
    await office.told()
    office.hands.move(minutes=1)
    await _set_up(office)
    assert [row["words"] for row in await office.rows(tables.answers)] == [None]
    assert await office.rows(tables.messages) == []


async def test_a_survey_that_asks_in_the_middle_gets_its_answer_and_the_set_up_goes_on(
    office: Office,
) -> None:
    await office.say(BORIS, "/start")
    await _tap(office, BORIS, "setup:language:ru")
    office.hands.move(minutes=1)
    question = await office.say(BORIS, "/rate")
    await office.tap(BORIS, question.buttons["3"])
    await office.told()
    await office.deliver(said(BORIS, "Долго ждал"))
    assert "Долго ждал" in {row["words"] for row in await office.rows(tables.answers)}
    office.hands.move(minutes=1)
    assert "Как называется ваша компания" in (await office.say(BORIS, "/start")).text
    assert "Где вы работаете" in (await office.say(BORIS, "Булочная")).text


@pytest.mark.parametrize("word", ["/help", "/team"])
async def test_other_commands_interrupt_and_the_set_up_resumes(office: Office, word: str) -> None:
    await office.say(BORIS, "/start")
    await _tap(office, BORIS, "setup:language:ru")
    await office.deliver(said(BORIS, word))
    await office.deliver(sent(BORIS, location={"latitude": 55.7, "longitude": 37.6}))
    assert "Где вы работаете" in (await office.say(BORIS, "Булочная")).text


async def test_a_button_of_an_earlier_step_says_so_and_changes_nothing(office: Office) -> None:
    await office.say(BORIS, "/start")
    await _tap(office, BORIS, "setup:language:ru")
    assert "уже позади" in await office.tap(BORIS, "setup:language:en")
    assert await office.told() == []
    await _tap(office, BORIS, "setup:name:")
    await _tap(office, BORIS, "setup:zone:Europe/Moscow")
    assert "уже позади" in await office.tap(BORIS, "setup:zone:Asia/Omsk")
    assert (await _chosen(office))["business"]["timezone"] == "Europe/Moscow"


async def test_after_it_start_greets_and_setup_begins_anew_with_what_is_set(office: Office) -> None:
    await _set_up(office)
    greeting, hint, *_ = await office.deliver(said(BORIS, "/start"))
    assert greeting.text.startswith("Здравствуйте! Это «Булочная № 1»")
    assert "/setup" in hint.text
    await office.say(BORIS, "/setup")
    name = await _tap(office, BORIS, "setup:language:ru")
    assert list(name.buttons) == ["Булочная № 1"]
    zone = await _tap(office, BORIS, name.buttons["Булочная № 1"])
    assert next(iter(zone.buttons)) == "Екатеринбург +5"


async def test_a_new_owner_of_a_bot_that_nobody_set_up_sets_it_up(office: Office) -> None:
    [link] = await office.deliver(tapped(BORIS, "invite:owner"))
    payload = link.text.rpartition("start=")[2].strip()
    welcome, language, *_ = await office.deliver(said(LENA, f"/start {payload}"))
    assert "Теперь вы в команде" in welcome.text
    assert list(language.buttons) == ["Русский", "English"]


async def test_only_owners_set_up(office: Office) -> None:
    for person in (ANNA, ZOYA):
        assert (await office.say(person, "/start")).text.startswith("Здравствуйте!")
        assert (await office.say(person, "/setup")).text == NEUTRAL
        await office.tap(person, "setup:language:en")
        assert await office.told() == []
    assert await _chosen(office) == {}


async def test_two_owners_at_once_do_not_mix(office: Office) -> None:
    [link] = await office.deliver(tapped(BORIS, "invite:owner"))
    await office.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    await office.say(BORIS, "/start")
    for owner in (BORIS, LENA):
        await _tap(office, owner, "setup:language:ru")
    await office.say(BORIS, "Первая")
    await office.say(LENA, "Вторая")
    assert "«Первая»" in (await office.say(BORIS, "Москва")).text
    assert "«Вторая»" in (await office.say(LENA, "Омск")).text

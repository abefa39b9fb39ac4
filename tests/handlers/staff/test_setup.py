"""The owner's first words with the bot: language, name, zone, and a look at what customers see."""

from typing import Any

import pytest

from storage import tables
from tests.handlers.manager.test_nps_command import NEUTRAL
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, Person, said, sent, tapped
from tests.words import interface

LENA = Person(500_000_401, "Лена", "ru")


async def _tap(harness: Harness, person: Person, data: str) -> SentCall:
    """A tap and the one thing that is said to it."""
    [told] = [told for told in await harness.deliver(tapped(person, data)) if not told.is_menu]
    return told


async def _chosen(harness: Harness) -> dict[str, Any]:
    return {row["name"]: row["value"] for row in await harness.rows(tables.settings)}


async def _set_up(harness: Harness, person: Person = BORIS) -> SentCall:
    await harness.say(person, "/start")
    await _tap(harness, person, "setup:language:ru")
    await harness.say(person, "Булочная № 1")
    return await harness.say(person, "Екатеринбург")


async def test_an_owner_sets_the_bot_up_with_taps_alone(harness: Harness) -> None:
    language = await harness.say(BORIS, "/start")
    assert list(language.buttons) == ["Русский", "English"]
    name = await _tap(harness, BORIS, language.buttons["English"])
    assert name.method == "editMessageText"
    assert "What is your company called" in name.text
    zone = await _tap(harness, BORIS, name.buttons["Кофейня «Подсолнух»"])
    assert next(iter(zone.buttons)) == "Moscow +3"
    done = await _tap(harness, BORIS, zone.buttons["Yekaterinburg +5"])
    assert "it is 14:00 where you are" in done.text
    assert await _chosen(harness) == {
        "business": {"name": "Кофейня «Подсолнух»", "timezone": "Asia/Yekaterinburg", "language": "en"}
    }


async def test_what_is_typed_is_understood_as_well(harness: Harness) -> None:
    done = await _set_up(harness)
    assert "«Булочная № 1», Екатеринбург (UTC+5): у вас сейчас 14:00" in done.text
    chosen = await _chosen(harness)
    assert chosen["business"]["timezone"] == "Asia/Yekaterinburg"
    assert "Булочная № 1" in (await harness.say(ANNA, "/start")).text


@pytest.mark.parametrize("words", ["Нарния", "по-нашему", "5"])
async def test_a_zone_that_is_not_understood_is_asked_again_in_one_sentence(
    harness: Harness, words: str
) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    await _tap(harness, BORIS, "setup:name:")
    assert "Не нашёл такого места" in (await harness.say(BORIS, words)).text
    assert "Готово" in (await harness.say(BORIS, "+5")).text


async def test_a_name_that_is_too_long_is_not_taken(harness: Harness) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    assert "слишком длинно" in (await harness.say(BORIS, "я" * 65)).text
    assert "Где вы работаете" in (await harness.say(BORIS, "я" * 64)).text


async def test_the_language_can_be_typed_and_anything_else_asks_again(harness: Harness) -> None:
    await harness.say(BORIS, "/start")
    assert "На каком языке" in (await harness.say(BORIS, "какой ещё язык?")).text
    assert "What is your company called" in (await harness.say(BORIS, "English")).text


async def test_the_last_button_puts_the_survey_to_the_owner(harness: Harness) -> None:
    done = await _set_up(harness)
    question = await _tap(harness, BORIS, done.buttons["Пройти опрос самому"])
    assert "Булочная № 1" in question.text
    assert "9" in question.buttons


async def test_words_of_the_set_up_answer_no_survey_that_was_open_before(harness: Harness) -> None:
    question = await harness.say(BORIS, "/rate")
    await harness.tap(BORIS, question.buttons["9"])
    await harness.told()
    harness.fake_clock.move(minutes=1)
    await _set_up(harness)
    assert [row["given"] for row in await harness.rows(tables.conversations)] == [{"score": 9}]
    assert await harness.rows(tables.messages) == []


async def test_a_survey_that_asks_in_the_middle_gets_its_answer_and_the_set_up_goes_on(
    harness: Harness,
) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    harness.fake_clock.move(minutes=1)
    question = await harness.say(BORIS, "/rate")
    await harness.tap(BORIS, question.buttons["3"])
    await harness.told()
    await harness.deliver(said(BORIS, "Долго ждал"))
    [preview] = await harness.rows(tables.conversations)
    assert "Долго ждал" in preview["given"].values()
    harness.fake_clock.move(minutes=1)
    assert "Как называется ваша компания" in (await harness.say(BORIS, "/start")).text
    assert "Где вы работаете" in (await harness.say(BORIS, "Булочная")).text


@pytest.mark.parametrize("word", ["/help", "/team"])
async def test_other_commands_interrupt_and_the_set_up_resumes(harness: Harness, word: str) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    await harness.deliver(said(BORIS, word))
    await harness.deliver(sent(BORIS, location={"latitude": 55.7, "longitude": 37.6}))
    assert "Где вы работаете" in (await harness.say(BORIS, "Булочная")).text


async def test_a_button_of_an_earlier_step_says_so_and_changes_nothing(harness: Harness) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    assert "уже позади" in await harness.tap(BORIS, "setup:language:en")
    assert await harness.told() == []
    await _tap(harness, BORIS, "setup:name:")
    await _tap(harness, BORIS, "setup:zone:Europe/Moscow")
    assert "уже позади" in await harness.tap(BORIS, "setup:zone:Asia/Omsk")
    assert (await _chosen(harness))["business"]["timezone"] == "Europe/Moscow"


async def test_after_it_start_greets_and_setup_begins_anew_with_what_is_set(harness: Harness) -> None:
    await _set_up(harness)
    greeting, *_ = await harness.deliver(said(BORIS, "/start"))
    assert greeting.text.startswith("Здравствуйте! Вы в команде «Булочная № 1», ваша роль: владелец.")
    assert "/setup" in greeting.text
    await harness.say(BORIS, "/setup")
    name = await _tap(harness, BORIS, "setup:language:ru")
    assert list(name.buttons) == ["Булочная № 1"]
    zone = await _tap(harness, BORIS, name.buttons["Булочная № 1"])
    assert next(iter(zone.buttons)) == "Екатеринбург +5"


async def test_a_new_owner_of_a_bot_that_nobody_set_up_sets_it_up(harness: Harness) -> None:
    [link] = await harness.deliver(tapped(BORIS, "invite:owner"))
    payload = link.text.rpartition("start=")[2].strip()
    welcome, language, *_ = await harness.deliver(said(LENA, f"/start {payload}"))
    assert "Теперь вы в команде" in welcome.text
    assert list(language.buttons) == ["Русский", "English"]


async def test_only_owners_set_up(harness: Harness) -> None:
    for person in (ANNA, ZOYA):
        assert (await harness.say(person, "/start")).text.startswith("Здравствуйте!")
        assert (await harness.say(person, "/setup")).text == NEUTRAL
        await harness.tap(person, "setup:language:en")
        assert await harness.told() == []
    assert await _chosen(harness) == {}


async def test_two_owners_at_once_do_not_mix(harness: Harness) -> None:
    [link] = await harness.deliver(tapped(BORIS, "invite:owner"))
    await harness.deliver(said(LENA, f"/start {link.text.rpartition('start=')[2].strip()}"))
    await harness.say(BORIS, "/start")
    for owner in (BORIS, LENA):
        await _tap(harness, owner, "setup:language:ru")
    await harness.say(BORIS, "Первая")
    await harness.say(LENA, "Вторая")
    assert "«Первая»" in (await harness.say(BORIS, "Москва")).text
    assert "«Вторая»" in (await harness.say(LENA, "Омск")).text


@pytest.mark.parametrize(
    "asked", ["какой у нас nps за октябрь?", "жалобы за прошлый месяц", "а жалобы", "сколько ушло?"]
)
async def test_a_question_for_numbers_is_shown_and_becomes_no_name(harness: Harness, asked: str) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    report = await harness.say(BORIS, asked)
    assert "данные на" in report.text
    zone = await harness.say(BORIS, "Булочная № 1")
    assert "«Булочная № 1»" in zone.text
    assert "данные на" in (await harness.say(BORIS, asked)).text
    assert "«Булочная № 1», Омск" in (await harness.say(BORIS, "Омск")).text


@pytest.mark.parametrize("name", ["NPS Групп", "Отток", "Дело вкуса", "Возврат №1"])
async def test_a_company_may_be_called_as_a_report_is(harness: Harness, name: str) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    assert name in (await harness.say(BORIS, name)).text
    assert f"«{name}», Омск" in (await harness.say(BORIS, "Омск")).text


@pytest.mark.parametrize("slip", ["спасибо", "не знаю", "ок"])
async def test_a_name_that_was_typed_is_shown_and_can_be_taken_back(harness: Harness, slip: str) -> None:
    await harness.say(BORIS, "/start")
    await _tap(harness, BORIS, "setup:language:ru")
    zone = await harness.say(BORIS, slip)
    assert f"«{slip}»" in zone.text
    name = await _tap(harness, BORIS, zone.buttons[interface("button-setup-name")])
    assert name.method == "editMessageText"
    assert "Как называется ваша компания" in name.text
    await harness.say(BORIS, "Булочная")
    await harness.say(BORIS, "Омск")
    assert (await _chosen(harness))["business"]["name"] == "Булочная"

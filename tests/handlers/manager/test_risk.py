"""`/risk`: managers see who may leave and why, page by page; nobody else does."""

from dataclasses import replace
from datetime import timedelta

from storage.reports import totals
from surveys.roles import Role
from tests.handlers.manager.test_nps_command import NEUTRAL, lines
from tests.handlers.manager.test_report_commands import BELLA, SIMA, button, enrolled, press
from tests.harness import NOON, Harness
from tests.storage.history import case, keep, order
from tests.storage.samples import answer, conversation, customer
from tests.updates import ANNA, BORIS, ZOYA

DAY = timedelta(days=1)


async def _company(harness: Harness) -> None:
    anna = customer(name="Анна <b>", external_id="K-1")
    dina = customer(name="Дина", blocked_at=NOON - 4 * DAY)
    await keep(harness.database, anna, customer(9_001, id=7, blocked_at=NOON - 5 * DAY))
    talk = conversation(anna)
    low = answer(talk, 3, day=(NOON - 9 * DAY).date(), answered_at=NOON - 9 * DAY)
    bought = [order(anna, NOON - days * DAY, amount_minor=18_000_00) for days in (92, 78, 64)]
    await keep(harness.database, dina, talk, low, *bought, replace(case(anna, NOON - DAY), number=417))
    await harness.database.write(totals.rebuild)


async def test_one_customer_may_leave_in_the_singular(harness: Harness) -> None:
    await enrolled(harness)
    dina = customer(9_002, name="Дина", id=8)
    await keep(harness.database, dina, case(dina, NOON - DAY))
    await harness.database.write(totals.rebuild)
    assert lines((await harness.say(BORIS, "/risk")).text)[0] == "⚠️ Может уйти 1 клиент"


async def test_each_is_told_with_the_reason_in_words(harness: Harness) -> None:
    await enrolled(harness)
    await _company(harness)
    told = await harness.say(BORIS, "/risk")
    assert [line for line in lines(told.text) if line] == [
        "⚠️ Могут уйти 2 клиента",
        "молчат дольше обычного: 1 · низкая оценка: 1 · ждут ответа: 1 · заблокировали бота: 1",
        "1. Анна <b> · K-1 · 54 000 ₽ за год",
        "молчит 64 дн., обычно заказывает раз в 14 дн.; оценка 3, 6 окт. 2026; открыто обращение 417",
        "2. Без имени",
        "заблокировал бота 10 окт. 2026",
        "Что клиенту писали и что запланировано: /why и его номер",
    ]
    english = await harness.say(BELLA, "/risk")
    assert [line for line in lines(english.text) if line][:4] == [
        "⚠️ 2 customers may leave",
        "silent for longer than usual: 1 · low score: 1 · waiting for an answer: 1 · blocked the bot: 1",
        "1. Анна <b> · K-1 · 54,000 ₽ a year",
        "silent for 64 d, usually orders every 14 d; score 3, 6 Oct 2026; case 417 is open",
    ]


async def test_without_a_sign_that_is_said_and_what_it_takes(harness: Harness) -> None:
    told = lines((await harness.say(BORIS, "/risk")).text)
    assert told[0].startswith("🌤 Признаков ухода не видно")
    assert told[1].endswith("Загрузить заказы: /import")


async def test_the_list_is_paged_in_place_and_sorted_by_a_button(harness: Harness) -> None:
    people = [
        customer(9_000 + number, external_id=f"K-{number}", blocked_at=NOON - number * DAY)
        for number in range(1, 13)
    ]
    dear = order(people[11], NOON - 9 * DAY, amount_minor=5_00)
    await keep(harness.database, *people, dear)
    first = await harness.say(BORIS, "/risk")
    assert "1. K-12 · 5 ₽ за год" in lines(first.text)
    assert "С 1 по 5 из 12" in lines(first.text)
    assert "‹" not in first.buttons
    recent = await press(harness, BORIS, button(first, "Недавние"))
    assert recent.method == "editMessageText"
    page, seen = recent, lines(recent.text)
    for _ in range(2):
        page = await press(harness, BORIS, button(page, "›"))
        seen += lines(page.text)
    named = [line.split(" · ")[0] for line in seen if " K-" in line]
    assert named == [f"{number}. K-{number}" for number in range(1, 13)]
    assert "С 11 по 12 из 12" in lines(page.text)
    assert "›" not in page.buttons
    back = await press(harness, BORIS, button(page, "По деньгам"))
    assert "1. K-12 · 5 ₽ за год" in lines(back.text)


async def test_plain_words_ask_for_it(harness: Harness) -> None:
    told = await harness.say(BORIS, "кто рискует уйти")
    assert lines(told.text)[0].startswith("🌤 Признаков ухода не видно")


async def test_nobody_else_learns_of_it(harness: Harness) -> None:
    await enrolled(harness)
    await _company(harness)
    page = (await harness.say(BORIS, "/risk")).buttons["Недавние"]
    for person in (ANNA, ZOYA, SIMA):
        assert (await harness.say(person, "/risk")).text == NEUTRAL
        assert (await harness.tap(person, page)).startswith("Эта кнопка больше не работает")
        assert await harness.told() == []
    assert Role.SUPPORT.reads_numbers is False

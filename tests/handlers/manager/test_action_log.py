"""Managers note what they did; it can be listed and taken back, and stands in the reports' JSON."""

from datetime import date

from storage import tables
from tests.handlers.manager.test_nps_command import NEUTRAL
from tests.handlers.manager.test_report_commands import BELLA, SIMA, enrolled, press
from tests.harness import Harness
from tests.updates import ANNA, BORIS


async def test_what_was_done_is_noted_listed_and_taken_back(harness: Harness) -> None:
    await enrolled(harness)
    noted = await harness.say(BORIS, "/action Новый курьер  в Центре /stop @anna")
    assert noted.text.startswith("Записал за 15.10.2026: «Новый курьер в Центре")
    assert "/stop" not in noted.text
    await harness.say(BELLA, "/action 2026-10-02 Prices cut")
    listed = await harness.say(BORIS, "/actions")
    lines = listed.text.splitlines()
    assert lines[1].startswith("1. 15.10.2026 · Новый курьер")
    assert lines[2] == "2. 02.10.2026 · Prices cut"
    left = await press(harness, BELLA, listed.buttons["✖ 1"])
    assert left.text.splitlines()[1:] == ["1. 02.10.2026 · Prices cut"]
    assert await harness.tap(BORIS, noted.buttons["✖ Убрать запись"]) == "Этой записи уже нет."
    rows = await harness.rows(tables.manager_actions)
    assert [row["day"] for row in rows] == [date(2026, 10, 15), date(2026, 10, 2)]
    assert [row["undone_at"] is None for row in rows] == [False, True]


async def test_nothing_too_much_or_tomorrow_is_explained(harness: Harness) -> None:
    for words in ("/action", "/action " + "н" * 201, "/action 2026-10-16 завтра", "/action 2026-10-01"):
        assert "Напишите после команды, что вы сделали" in (await harness.say(BORIS, words)).text
    assert (await harness.say(BORIS, "/actions")).text.startswith("Пока ничего не записано")
    assert await harness.rows(tables.manager_actions) == []
    assert "2 кассы" in (await harness.say(BORIS, "/action 2 кассы вместо одной")).text


async def test_nobody_else_notes_or_reads(harness: Harness) -> None:
    await enrolled(harness)
    noted = await harness.say(BORIS, "/action Скидка")
    for person in (ANNA, SIMA):
        assert (await harness.say(person, "/action Скидка")).text == NEUTRAL
        assert (await harness.say(person, "/actions")).text == NEUTRAL
        await harness.tap(person, noted.buttons["✖ Убрать запись"])
        assert await harness.told() == []
    [row] = await harness.rows(tables.manager_actions)
    assert row["undone_at"] is None

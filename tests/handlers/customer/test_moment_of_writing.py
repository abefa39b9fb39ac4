"""The moment something was written decides its day, however late it was handed over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import tables
from tests.handlers.customer.survey_talk import current, option, says
from tests.harness import NOON, Harness
from tests.updates import ANNA, ZOYA, message, said, tapped, update

LAST_OF_OCTOBER = datetime(2026, 10, 31, 20, 40, tzinfo=UTC)
"""23:40 in Moscow."""


def at(moment: datetime) -> dict[str, int]:
    return {"date": int(moment.timestamp())}


async def rated_late(harness: Harness, written: datetime, handed_over: datetime) -> None:
    harness.fake_clock.now = written - timedelta(minutes=5)
    await harness.deliver(said(ANNA, "/rate"))
    harness.fake_clock.now = handed_over
    await harness.deliver(said(ANNA, "3", **at(written)))


async def test_a_score_counts_on_the_day_on_which_it_was_written(harness: Harness) -> None:
    await rated_late(harness, LAST_OF_OCTOBER, LAST_OF_OCTOBER + timedelta(minutes=50))
    row = await current(harness, "score")
    assert (row["day"], row["answered_at"]) == (date(2026, 10, 31), LAST_OF_OCTOBER)
    assert await harness.scores() == {3: 1}
    [total] = await harness.rows(tables.score_days)
    assert total["day"] == date(2026, 10, 31)


async def test_a_complaint_is_opened_when_it_was_written(harness: Harness) -> None:
    await says(harness, ANNA, "/complain", "Качество")
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=3)
    await harness.deliver(said(ANNA, "Разбито", **at(written)))
    [case] = await harness.rows(tables.cases)
    assert (case["opened_at"], case["day"]) == (written, written.date())


async def test_what_is_kept_was_received_when_it_was_written(harness: Harness) -> None:
    await says(harness, ANNA, "/start")
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=20)
    await harness.deliver(said(ANNA, "Где мой заказ?", **at(written)))
    [row] = await harness.rows(tables.messages)
    assert row["received_at"] == written


async def test_a_day_that_is_named_is_reckoned_from_when_it_was_written(harness: Harness) -> None:
    await says(harness, ANNA, "/leave", "Стало меньше денег")
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=20)
    await harness.deliver(said(ANNA, "через месяц", **at(written)))
    assert (await current(harness, "return"))["option"] == "2026-11-15"


async def test_an_answer_in_time_is_in_time_though_it_was_handed_over_late(harness: Harness) -> None:
    await says(harness, ANNA, "/rate")
    harness.fake_clock.move(days=14, hours=-1)
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=3)
    await harness.deliver(said(ANNA, "9", **at(written)))
    assert await harness.scores() == {9: 1}


async def test_a_correction_in_time_takes_the_place_of_the_score(harness: Harness) -> None:
    receipt = await says(harness, ANNA, "/rate", "2")
    await harness.deliver(tapped(ANNA, option(receipt, "change")))
    written = harness.fake_clock.now + timedelta(minutes=10)
    harness.fake_clock.move(hours=3)
    await harness.deliver(said(ANNA, "9", **at(written)))
    assert await harness.scores() == {9: 1}


@pytest.mark.parametrize("hours", [-49, -24 * 400, 2], ids=["three days ago", "last year", "tomorrow"])
async def test_a_moment_that_cannot_be_is_not_believed(harness: Harness, hours: int) -> None:
    await harness.deliver(said(ANNA, "/rate"))
    await harness.deliver(said(ANNA, "3", **at(NOON + timedelta(hours=hours))))
    row = await current(harness, "score")
    assert (row["day"], row["answered_at"]) == (NOON.date(), NOON)


async def test_an_edit_was_written_when_it_was_edited(harness: Harness) -> None:
    await says(harness, ANNA, "/start", "Где мой заказ?")
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=1)
    new = message(ANNA, text="Где мой заказ 551?", **at(written - timedelta(hours=2)))
    edit = update(edited_message=new | {"edit_date": int(written.timestamp())})
    await harness.deliver(edit)
    assert (await harness.rows(tables.messages))[-1]["received_at"] == written


async def test_a_tap_has_no_moment_of_its_own(harness: Harness) -> None:
    asking = await says(harness, ANNA, "/rate")
    harness.fake_clock.move(hours=20)
    await harness.deliver(tapped(ANNA, option(asking, "9")))
    assert (await current(harness, "score"))["answered_at"] == harness.fake_clock.now


async def test_a_stranger_came_when_they_wrote(harness: Harness) -> None:
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=20)
    await harness.deliver(said(ZOYA, "/start", **at(written)))
    [zoya] = await harness.customers()
    assert zoya["joined_at"] == written


async def test_what_was_written_in_a_row_and_came_together_is_one_burst(harness: Harness) -> None:
    await says(harness, ANNA, "/complain", "Качество", "Разбито", "В магазине")
    written = harness.fake_clock.now
    harness.fake_clock.move(hours=3)
    await harness.deliver(
        *(said(ANNA, f"И ещё {n}", **at(written + timedelta(minutes=n))) for n in range(1, 4))
    )
    rows = [row for row in await harness.rows(tables.messages) if row["case_id"]]
    assert [row["received_at"] for row in rows] == [written + timedelta(minutes=n) for n in range(1, 4)]

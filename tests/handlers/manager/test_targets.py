"""A target stands beside its number, with how far the number is from it; without one nothing is said."""

from dataclasses import replace
from datetime import timedelta

from surveys.statistics.targets import Targets
from tests.handlers.manager.test_nps_command import given, lines
from tests.handlers.manager.test_report_commands import BELLA, enrolled
from tests.handlers.records import Past
from tests.harness import Harness
from tests.storage.history import keep
from tests.storage.samples import customer
from tests.updates import BORIS


def aim(harness: Harness, **targets: float | timedelta) -> None:
    harness.contexts.current = replace(
        harness.contexts.current,
        targets=Targets(**targets),  # type: ignore[arg-type]  # by name
    )


async def told(harness: Harness, words: str) -> list[str]:
    return [line for line in lines((await harness.say(BORIS, words)).text) if "🎯" in line]


async def test_nps_is_held_against_points_and_never_a_share_of_the_plan(harness: Harness) -> None:
    await enrolled(harness)
    await given(harness.database, [10] * 30 + [0] * 10)
    assert await told(harness, "/nps") == []
    aim(harness, nps=60)
    assert await told(harness, "/nps") == ["🎯 План +60: отклонение −10, не выполнен"]
    aim(harness, nps=-20)
    assert await told(harness, "/nps") == ["🎯 План −20: отклонение +70, выполнен"]
    english = lines((await harness.say(BELLA, "/nps")).text)
    assert "🎯 Target −20: off by +70, met" in english


async def test_fewer_complaints_and_quicker_replies_are_better(harness: Harness) -> None:
    past = Past()
    past.orders(400)
    for _ in range(10):
        past.case("delivery", is_closed=True)
    await past.write(harness.database)
    aim(harness, complaints_per_100=2.0, first_reply=timedelta(minutes=1))
    found = await told(harness, "/complaints")
    assert found[0] == "🎯 План не больше 2,0 на 100 заказов: отклонение +0,5, не выполнен"
    assert "🎯 План не больше 1 мин: отклонение +" in found[1]
    aim(harness, complaints_per_100=2.5)
    assert await told(harness, "/complaints") == [
        "🎯 План не больше 2,5 на 100 заказов: отклонение 0,0, выполнен"
    ]


async def test_churn_of_a_month_is_held_against_its_target(harness: Harness) -> None:
    now = harness.fake_clock.now
    stayed = [customer(joined_at=now - timedelta(days=90)) for _ in range(19)]
    left = customer(joined_at=now - timedelta(days=90), left_at=now - timedelta(days=30))
    await keep(harness.database, *stayed, left)
    aim(harness, churn=0.03)
    assert await told(harness, "/churn 2026-09") == [
        "🎯 План не больше 3,0 %: отклонение +2,0 п. п., не выполнен"
    ]
    assert await told(harness, "/churn 365d") == []

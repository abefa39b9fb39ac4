"""An alert is raised once, whoever else raises it at the same moment, and again once it may be."""

import asyncio
from datetime import timedelta

from storage import alerts
from storage.engines.database import Database
from surveys.statistics.alert_kinds import AlertKind
from tests.storage.samples import NOW

DROP, UNANSWERED = AlertKind.NPS_DROP, AlertKind.UNANSWERED
WEEK = timedelta(days=7)


async def test_of_eight_at_the_same_moment_one_raises_it(database: Database) -> None:
    for moment in (NOW, NOW + WEEK):
        raising = (database.write(alerts.raise_alert, DROP, "Центр", moment, moment + WEEK) for _ in range(8))
        assert sorted(await asyncio.gather(*raising)) == [False] * 7 + [True]


async def test_it_is_silent_for_its_time_and_a_fact_for_ever(database: Database) -> None:
    async def rises(kind: AlertKind, subject: str, days: float, silent: timedelta | None) -> bool:
        at = NOW + timedelta(days=days)
        return await database.write(
            alerts.raise_alert, kind, subject, at, None if silent is None else at + silent
        )

    assert await rises(DROP, "", 0, WEEK)
    assert await rises(DROP, "Центр", 0, WEEK)
    assert not await rises(DROP, "", 6.9, WEEK)
    assert await rises(DROP, "", 7, WEEK)
    assert not await rises(DROP, "", 13, WEEK)
    assert await rises(UNANSWERED, "7", 0, None)
    assert not await rises(UNANSWERED, "7", 400, None)
    assert await database.read(alerts.raised, UNANSWERED, ["7", "8"]) == {"7"}


async def test_what_a_clock_of_the_future_raised_is_not_silent(database: Database) -> None:
    ahead = NOW + timedelta(days=300)
    assert await database.write(alerts.raise_alert, DROP, "", ahead, ahead + WEEK)
    assert await database.write(alerts.raise_alert, DROP, "", NOW, NOW + WEEK)
    assert not await database.write(alerts.raise_alert, DROP, "", NOW, NOW + WEEK)


async def test_a_kind_is_muted_by_each_for_themselves_until_it_is_over(database: Database) -> None:
    await database.write(alerts.mute, 1, DROP, NOW + WEEK)
    await database.write(alerts.mute, 1, DROP, NOW + WEEK)
    await database.write(alerts.mute, 2, UNANSWERED, NOW + WEEK)
    assert await database.read(alerts.muted, DROP, NOW) == {1}
    assert await database.read(alerts.muted, DROP, NOW + WEEK) == set()
    await database.write(alerts.unmute, 1, DROP)
    assert await database.read(alerts.muted, DROP, NOW) == set()


async def test_what_is_old_is_forgotten(database: Database) -> None:
    await database.write(alerts.raise_alert, UNANSWERED, "7", NOW, None)
    assert await database.write(alerts.forget, NOW) == 0
    assert await database.write(alerts.forget, NOW + WEEK) == 1

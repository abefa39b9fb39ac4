"""Running totals equal a recount, whatever was answered, corrected and erased."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, insert, select, text

from storage.effects import Effects, Total, flush
from storage.engines.database import Database
from storage.reports import nps, totals
from storage.rows import Answer
from storage.tables import answers, metadata
from storage.tables import score_days as table
from surveys.statistics.periods import Asked, Period
from tests.storage import outside
from tests.storage.samples import MOSCOW, TODAY, answer, conversation, customer

DAYS = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)]


def _total(given: Answer, score: int) -> Total:
    place, segment = given.touchpoint or "", given.segment or ""
    return Total(given.day, given.survey_id, given.question_id, place, segment, score)


@dataclass(frozen=True)
class Event:
    """What one customer does; `score` None erases the answer."""

    who: int
    score: int | None
    day: date
    touchpoint: str | None
    segment: str | None


_events = st.builds(
    Event,
    who=st.integers(0, 5),
    score=st.none() | st.integers(0, 10),
    day=st.sampled_from(DAYS),
    touchpoint=st.sampled_from([None, "доставка", "зал"]),
    segment=st.sampled_from([None, "new"]),
)


def _live(connection: Connection, events: Sequence[Event]) -> None:
    """As handlers do it: an answer is counted, a correction moves the count, an erasure takes it back."""
    known: dict[int, Answer] = {}
    for one in events:
        effects = Effects()
        old = known.pop(one.who, None)
        if old is not None and old.score is not None:
            effects.count(_total(old, old.score), -1)
        if one.score is None:
            if old is not None:
                effects.change(old, score=None)
        elif old is None:
            talk = effects.add(conversation(effects.add(customer())))
            new = answer(talk, one.score, day=one.day, touchpoint=one.touchpoint, segment=one.segment)
            known[one.who] = effects.add(new)
            effects.count(_total(new, one.score))
        else:
            known[one.who] = effects.change(old, score=one.score)
            effects.count(_total(old, one.score))
        flush(connection, [effects])


def _slow_recount(connection: Connection) -> Counter[tuple[str, int]]:
    scored = answers.c.score.is_not(None)
    rows = connection.execute(select(answers.c.touchpoint, answers.c.score, answers.c.day).where(scored))
    return Counter((row.touchpoint or "", row.score) for row in rows if DAYS[1] <= row.day < DAYS[3])


def _empty(connection: Connection) -> None:
    for one in reversed(metadata.sorted_tables):
        connection.execute(delete(one))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(_events, max_size=20))
async def test_totals_equal_a_slow_recount_after_any_history(database: Database, events: list[Event]) -> None:
    await database.write(_empty)
    await database.write(_live, events)
    assert await database.read(totals.differences) == []
    found = await database.read(lambda look: nps.distribution(look, "nps", DAYS[1], DAYS[3], by="touchpoint"))
    flat = {(name, score): n for name, scores in found.items() for score, n in scores.items()}
    assert flat == await database.read(_slow_recount)
    before = await database.read(_stored)
    await database.write(totals.rebuild)
    assert await database.read(_stored) == before
    assert await database.read(totals.differences) == []


def _stored(connection: Connection) -> set[tuple[object, ...]]:
    return {tuple(row) for row in connection.execute(select(table).where(table.c.n != 0))}


async def test_every_kind_of_difference_is_told_and_mended(database: Database) -> None:
    await database.write(_live, [Event(n, n, TODAY, None, None) for n in (0, 1, 2)])
    key = (TODAY, "nps", "score", "", "")
    month = (TODAY.replace(day=1), *key[1:])

    def spoil(connection: Connection) -> None:
        connection.execute(text("UPDATE score_days SET n = 5 WHERE score = 0"))
        connection.execute(text("DELETE FROM score_months WHERE score = 1"))
        connection.execute(insert(table), [dict(zip(table.columns.keys(), (*key, 10, 3), strict=True))])

    await database.write(spoil)
    assert await database.read(totals.differences) == [
        ("score_days", *key, 0, 1, 5),
        ("score_days", *key, 10, 0, 3),
        ("score_months", *month, 1, 1, 0),
    ]
    await database.write(totals.rebuild)
    assert await database.read(totals.differences) == []


async def test_answers_without_a_score_are_not_counted(database: Database) -> None:
    def keep(connection: Connection) -> None:
        effects = Effects()
        talk = effects.add(conversation(effects.add(customer())))
        effects.add(answer(talk, None, question_id="why", kind="text", words="долго ждали"))
        flush(connection, [effects])

    await database.write(keep)
    assert await database.read(totals.differences) == []
    await database.write(totals.rebuild)
    assert await database.read(_stored) == set()


async def test_a_recount_while_answers_arrive_finds_no_difference(database: Database) -> None:
    """An answer and its total that are committed between the two looks are in both or in neither."""
    await database.write(_live, [Event(1, 9, TODAY, None, None)])

    def recount(connection: Connection) -> list[tuple[object, ...]]:
        assert connection.execute(select(table.c.n)).scalar_one() == 1
        outside.execute(database.url, "UPDATE answers SET score = 3")
        outside.execute(database.url, "UPDATE score_days SET score = 3")
        outside.execute(database.url, "UPDATE score_months SET score = 3")
        outside.execute(database.url, "UPDATE latest_score_days SET band = 0")
        outside.execute(database.url, "UPDATE latest_score_months SET band = 0")
        return totals.differences(connection)

    assert await database.read(recount) == []
    assert await database.read(totals.differences) == []


async def test_a_rebuild_while_answers_arrive_counts_each_once(database: Database) -> None:
    """Otherwise an answer that is committed between deleting and counting would be there twice."""
    await database.write(_live, [Event(n, 9, TODAY, None, None) for n in range(5)])
    talks = [(anna := customer(), conversation(anna)) for _ in range(30)]

    def arrive(connection: Connection, number: int) -> None:
        anna, talk = talks[number]
        effects = Effects()
        effects.add(anna)
        effects.add(talk)
        effects.count(_total(effects.add(answer(talk, 9)), 9))
        flush(connection, [effects])

    async with asyncio.TaskGroup() as tasks:
        for number in range(30):
            tasks.create_task(database.write(arrive, number))
            if number % 5 == 0:
                tasks.create_task(database.write(totals.rebuild))
    assert await database.read(totals.differences) == []


_ONE_MORE = """
INSERT INTO score_days VALUES ('2026-11-02', 'nps', 'score', '', '', 9, 1)
ON CONFLICT (day, survey_id, question_id, touchpoint, segment, score) DO UPDATE SET n = score_days.n + 1
"""


async def test_a_total_that_moves_during_a_rebuild_waits_for_its_end(database: Database) -> None:
    await database.write(_live, [Event(n, 9, TODAY, None, None) for n in range(5)])
    await database.write(lambda found: found.execute(delete(table)))
    moving: list[Future[object]] = []

    def move(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT INTO score_days"):
            moving.append(outside.begin(database.url, _ONE_MORE))
            wait(moving, timeout=0.3)

    def rebuild(connection: Connection) -> None:
        event.listen(connection, "before_cursor_execute", move)
        totals.rebuild(connection)
        event.remove(connection, "before_cursor_execute", move)

    await database.write(rebuild)
    await asyncio.wrap_future(moving[0])
    assert [row[-1] for row in await database.read(_stored)] == [6]


async def test_a_distribution_is_of_whole_days_and_of_what_was_asked_for(database: Database) -> None:
    events = [
        Event(1, 9, DAYS[0], "зал", "new"),
        Event(2, 9, DAYS[1], "зал", "new"),
        Event(3, 9, DAYS[1], "зал", None),
        Event(4, 0, DAYS[2], "доставка", None),
        Event(5, 5, DAYS[3], "доставка", None),
    ]
    await database.write(_live, events)

    async def found(survey: str = "nps", *, by: str | None = None, **only: str) -> dict[str, dict[int, int]]:
        return await database.read(
            lambda look: nps.distribution(look, survey, DAYS[1], DAYS[3], by=by, **only)
        )

    assert await found() == {"": {9: 2, 0: 1}}
    assert await found(by="touchpoint") == {"зал": {9: 2}, "доставка": {0: 1}}
    assert await found(by="segment", touchpoint="зал") == {"new": {9: 1}, "": {9: 1}}
    assert await found("csat") == {}


async def test_a_score_that_was_taken_back_leaves_no_empty_group(database: Database) -> None:
    await database.write(_live, [Event(1, 9, TODAY, "зал", None), Event(1, None, TODAY, None, None)])
    tomorrow = TODAY + timedelta(days=1)
    found = await database.read(lambda look: nps.distribution(look, "nps", TODAY, tomorrow, by="touchpoint"))
    assert found == {}


async def test_the_nps_report_is_made_of_totals_of_two_periods(database: Database) -> None:
    september = [Event(1, 0, DAYS[0], None, None)]
    october = [Event(2, 9, DAYS[1], "зал", None), Event(3, 7, DAYS[2], "зал", None)]
    await database.write(_live, [*september, *october])
    period = Period(DAYS[1], DAYS[3], MOSCOW)
    report = await database.read(nps.report, "nps", "score", Asked(period, period.before, {}))
    assert (report.whole.counts.n, report.whole.nps) == (2, 50.0)
    assert report.whole.previous.detractors == 1
    assert [group.name for group in report.groups] == ["зал"]
    filtered = await database.read(
        nps.report, "nps", "score", Asked(period, period.before, {"touchpoint": "дом"})
    )
    assert filtered.whole.counts.n == 0

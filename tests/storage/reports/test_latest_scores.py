"""NPS counts people: of each the latest score of a period, of surveys about events the latest about each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text

from storage.effects import Effects, Total, flush
from storage.engines.database import Database
from storage.people import joining
from storage.reports import nps, totals
from storage.rows import Answer, Conversation
from storage.tables import answers, metadata
from surveys.records.proof import Proof
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import Counts
from tests.storage.samples import MOSCOW, answer, conversation, customer
from tests.surveys.statistics.vectors import Vector, near, of_function

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FIRST = date(2026, 8, 30)
PERIODS = [
    (date(2026, 9, 1), date(2026, 10, 1)),
    (date(2026, 9, 1), date(2026, 9, 16)),
    (date(2026, 8, 30), date(2026, 10, 2)),
    (date(2026, 9, 30), date(2026, 10, 1)),
    (date(2026, 8, 1), date(2026, 12, 1)),
]


@dataclass(frozen=True)
class Scored:
    who: int
    days: int
    score: int
    touchpoint: str | None
    event: int | None = None
    corrects: bool = False


_histories = st.lists(
    st.builds(
        Scored,
        who=st.integers(0, 3),
        days=st.integers(0, 70),
        score=st.integers(0, 10),
        touchpoint=st.sampled_from([None, "hall", "web"]),
        event=st.sampled_from([None, None, 1, 2]),
        corrects=st.booleans(),
    ),
    max_size=14,
)


def _total(one: Answer) -> Total:
    return Total(one.day, one.survey_id, one.question_id, one.touchpoint or "", "", one.score or 0)


class _Company:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._talks: dict[int, Conversation] = {}
        self._last: dict[int, Answer] = {}
        self._questions = count()

    def hear(self, one: Scored) -> None:
        effects = Effects()
        if one.who not in self._talks:
            self._talks[one.who] = effects.add(conversation(effects.add(customer())))
        last = self._last.get(one.who)
        if last is not None and one.corrects:
            effects.count(_total(last), -1)
            given = effects.change(last, score=one.score)
        else:
            given = effects.add(self._answer(one, effects))
        effects.count(_total(given))
        self._last[one.who] = given
        flush(self._connection, [effects])

    def _answer(self, one: Scored, effects: Effects) -> Answer:
        """In a conversation of its own, as each asking is."""
        first = self._talks[one.who]
        talk = effects.add(replace(first, id=first.id + 1_000 * (1 + next(self._questions))))
        day = FIRST + timedelta(days=one.days)
        return answer(
            talk,
            one.score,
            day=day,
            answered_at=datetime.combine(day, time(9), UTC),
            touchpoint=one.touchpoint,
            event_id=one.event,
        )

    def join(self) -> None:
        """The first two become one person."""
        if {0, 1} <= self._talks.keys():
            both = self._talks[0].customer_id, self._talks[1].customer_id
            joining.join(self._connection, 999_999_999, both, Proof.LINK, NOON)


def _recounted(connection: Connection, start: date, end: date) -> dict[str, Counter[str]]:
    """The latest of each person and event, in the plainest way."""
    rows = connection.execute(select(answers).where(answers.c.score.is_not(None))).mappings()
    inside = sorted(
        (row for row in rows if start <= row["day"] < end), key=lambda r: (r["answered_at"], r["id"])
    )
    latest = {(row["customer_id"], row["event_id"]): row for row in inside}
    found: dict[str, Counter[str]] = {}
    for row in latest.values():
        band = "promoters" if row["score"] >= 9 else "passives" if row["score"] >= 7 else "detractors"
        found.setdefault(row["touchpoint"] or "", Counter())[band] += 1
    return found


def _play(connection: Connection, history: list[Scored]) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    company = _Company(connection)
    for one in history:
        company.hear(one)
    company.join()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=_histories)
async def test_people_equal_a_slow_recount_after_any_history(
    database: Database, history: list[Scored]
) -> None:
    await database.write(_play, history)
    assert await database.read(totals.differences) == []
    for start, end in PERIODS:
        period = Period(start, end, MOSCOW)
        found = await database.read(nps.latest, "nps", "score", period, "touchpoint", {})
        expected = await database.read(_recounted, start, end)
        assert found == {name: Counts(**bands) for name, bands in expected.items()}
    months = await database.read(nps.monthly, "nps", "score", date(2026, 8, 1), date(2026, 12, 1), {})
    september = await database.read(_recounted, date(2026, 9, 1), date(2026, 10, 1))
    whole = sum((Counts(**bands) for bands in september.values()), Counts())
    assert months.get(date(2026, 9, 1), Counts()) == whole


def _daily_zeros(connection: Connection) -> None:
    """Thirty people are content; one gives a nought on each of 31 days."""
    company = _Company(connection)
    for who in range(30):
        company.hear(Scored(who, 40, 10, None))
    for day in range(31):
        company.hear(Scored(99, 33 + day, 0, None))


OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1), MOSCOW)
ASKED = Asked(OCTOBER, OCTOBER.before, {})


async def test_one_person_is_one_however_often_they_score(database: Database) -> None:
    await database.write(_daily_zeros)
    whole = (await database.read(nps.report, "nps", "score", ASKED)).whole
    assert (whole.people, whole.counts) == (31, Counts(30, 0, 1))
    assert round(whole.nps or 0) == 94
    assert whole.answers > 31


async def test_all_answers_are_a_choice_without_an_interval(database: Database) -> None:
    await database.write(_daily_zeros)
    whole = (await database.read(nps.report, "nps", "score", ASKED, all_answers=True)).whole
    assert whole.counts.detractors == whole.answers - 30
    assert whole.people == 31
    assert (whole.interval, whole.change) == (None, None)


async def test_what_was_linked_wrongly_is_told_and_mended(database: Database) -> None:
    await database.write(_daily_zeros)

    def spoil(connection: Connection) -> None:
        connection.execute(text("UPDATE answers SET latest_until = NULL WHERE score = 0"))

    await database.write(spoil)
    assert {line[0] for line in await database.read(totals.differences)} == {
        "answers",
        "latest_score_days",
        "latest_score_months",
    }
    await database.write(totals.rebuild)
    assert await database.read(totals.differences) == []


def _said(connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
    """Each survey of a kind by its name; the day is the business's, as the bot stores it."""
    effects = Effects()
    people = {one["customer"]: effects.add(customer()) for one in given}
    for one in given:
        at = datetime.fromisoformat(one["at"])
        talk = effects.add(conversation(people[one["customer"]], survey_id=one["kind"]))
        day = at.astimezone(MOSCOW).date()
        said = answer(talk, one["score"], day=day, answered_at=at)
        effects.add(said)
        if said.score is not None:
            effects.count(_total(said))
    flush(connection, [effects])


@pytest.mark.parametrize("vector", of_function("nps_period"))
async def test_the_latest_of_each_person_in_a_month_of_the_business(
    database: Database, vector: Vector
) -> None:
    given, expected = vector["input"], vector["expected"]
    await database.write(_said, given["answers"])
    start = date.fromisoformat(f"{given['period'][:7]}-01")
    month = Period(start, (start + timedelta(days=31)).replace(day=1), MOSCOW)
    asked = Asked(month, month.before, {})
    whole = (await database.read(nps.report, given["kind"], "score", asked)).whole
    found = {"n": whole.people, "nps": whole.nps}
    found |= {name: getattr(whole.counts, name) for name in ("promoters", "passives", "detractors")}
    assert found == near(vector, expected)

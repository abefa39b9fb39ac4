"""Causes and remedies of the complaints that were closed in October."""

from datetime import timedelta
from typing import Any

from storage.engines.database import Database
from storage.people import erasure
from storage.reports import closed_cases
from storage.rows import Case
from surveys.cases.source import CaseSource
from surveys.statistics.causes_report import as_json
from tests.storage.history import asked, at, case, keep
from tests.storage.samples import customer

OCTOBER = 10


async def _closed(database: Database, **filters: str) -> dict[str, Any]:
    return as_json(await database.read(closed_cases.report, asked(OCTOBER, **filters)))


def _told(rows: list[dict[str, Any]], kind: str = "cause") -> dict[str, Any]:
    return {row[kind]: None if row["hidden"] else (row["cases"], row["people"]) for row in rows}


async def test_causes_are_of_complaints_closed_in_the_period_and_still_closed(database: Database) -> None:
    people = [customer() for _ in range(12)]

    def closed(n: int, **given: Any) -> Case:
        values: dict[str, Any] = {"closed_at": at(5, 10), "cause": "delivery"} | given
        return case(people[n], at(20, 9), **values)

    await keep(
        database,
        *people,
        *(closed(n, remedy="refund", touchpoint="shop") for n in range(6)),
        closed(0, remedy="refund", touchpoint="shop"),
        *(closed(n, cause="defect", touchpoint="call") for n in range(6, 12)),
        closed(1, closed_at=at(30, 9, 20, 59)),  # still September in Moscow
        closed(1, closed_at=at(31, 10, 21)),  # already November
        closed(1, closed_at=None, solved_at=at(6, 10)),  # opened again
        closed(1, source=CaseSource.SCORE),
    )
    found = await _closed(database)
    assert (found["cases"], found["people"], found["hidden"]) == (13, 12, False)
    assert list(_told(found["causes"]).items()) == [("delivery", (7, 6)), ("defect", (6, 6))]
    assert list(_told(found["remedies"], "remedy").items()) == [("refund", (7, 6)), ("(none)", (6, 6))]
    [delivery, _] = found["causes"]
    assert delivery["share_low"] < delivery["share"] == 7 / 13 < delivery["share_high"]
    in_shop = await _closed(database, touchpoint="shop")
    assert (in_shop["cases"], _told(in_shop["causes"])) == (7, {"delivery": (7, 6)})


async def test_a_cause_of_few_people_is_hidden_also_from_a_filter_and_from_the_difference(
    database: Database,
) -> None:
    people = [customer() for _ in range(20)]

    def closed(n: int, cause: str, touchpoint: str) -> Case:
        return case(people[n], at(1, 10), closed_at=at(2, 10), cause=cause, touchpoint=touchpoint)

    await keep(
        database,
        *people,
        *(closed(n, "delivery", "shop") for n in range(7)),
        *(closed(n, "staff", "shop") for n in range(7, 13)),
        closed(13, "staff", "call"),
        *(closed(n, "defect", "call") for n in range(14, 20)),
        *(closed(0, "payment", "shop") for _ in range(9)),  # many cases, one person
    )
    everywhere = _told((await _closed(database))["causes"])
    assert everywhere == {"payment": None, "delivery": (7, 7), "staff": (7, 7), "defect": None}
    in_shop = _told((await _closed(database, touchpoint="shop"))["causes"])
    assert in_shop == {"payment": None, "delivery": (7, 7), "staff": None}
    by_phone = await _closed(database, touchpoint="call")
    assert (by_phone["cases"], _told(by_phone["causes"])) == (7, {"defect": None, "staff": None})


async def test_of_four_people_only_how_many_cases_is_told(database: Database) -> None:
    people = [customer() for _ in range(4)]
    await keep(
        database, *people, *(case(one, at(1, 10), closed_at=at(2, 10), cause="staff") for one in people)
    )
    assert await _closed(database) == {
        "cases": 4, "people": 4, "hidden": True, "causes": [], "remedies": [],
    }  # fmt: skip


async def test_the_case_of_somebody_forgotten_has_no_cause(database: Database) -> None:
    anna = customer()
    await keep(database, anna, case(anna, at(1, 10)))
    await database.write(erasure.begin, anna.id, at(1, 10) + timedelta(days=1))
    assert (await _closed(database))["cases"] == 0

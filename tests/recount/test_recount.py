"""Every number of every report equals a slow recount of what happened, whatever happened."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import isclose
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import Connection

from reports import nps, numbers
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.request import ReportRequest
from storage.engines.database import Database
from storage.reports import totals
from surveys.statistics import nps_report
from surveys.statistics.periods import Asked, Period
from tests.recount.complaints import complaints_document
from tests.recount.customers import base_document, churn_document, winback_document
from tests.recount.frames import Frames, Json
from tests.recount.history import ZONES, History
from tests.recount.purchases import retention_document, risk_document
from tests.recount.scores import nps_document, words_document

HISTORIES: Final = 200
AT_ONCE: Final = 25


def _periods(dice: Random, today: date, zone: ZoneInfo) -> list[Asked]:
    """A whole month, and one of: broken ranges, a day on which clocks change, until today, one to come."""
    days = [
        (date(2026, 9, 1), date(2026, 11, 1)),
        (date(2026, 9, 6), date(2026, 10, 26)),
        (date(2026, 8, 31), date(2026, 9, 2)),
        (today - timedelta(days=29), today + timedelta(days=1)),
        (date(2026, 8, 1), today + timedelta(days=1)),
        (date(2026, 11, 30), date(2026, 12, 5)),
        *((day, day + timedelta(days=1)) for day in (today, date(2026, 9, 5), date(2026, 10, 25), date(2026, 10, 4))),
    ]
    month = dice.choice([(date(2026, 9, 1), date(2026, 10, 1)), (date(2026, 10, 1), date(2026, 11, 1))])
    periods = [Period(*one, zone) for one in (month, dice.choice(days))]
    return [Asked(one, one.before, {}) for one in periods]


def _views(asked: Asked, dice: Random) -> Iterator[tuple[str, Asked, str | None]]:
    """Each report by each of its groups and under each of its filters."""
    for name, kind in REPORTS.items():
        filters: list[Mapping[str, str]] = [{}]
        if kind.touchpoints is not None:
            filters.append({"touchpoint": dice.choice(["shop", "delivery", "nowhere"])})
        if "segment" in kind.groups:
            filters.append({"segment": dice.choice(["new", "gold", "nobody"])})
        for one in filters:
            for by in [None, *kind.groups]:
                if not one or by is None or dice.random() < 0.3:
                    yield name, Asked(asked.period, asked.previous, one), by


def _expected(frames: Frames, context: ReportContext, name: str, asked: Asked, by: str | None) -> Json:
    match name:
        case "nps":
            return nps_document(frames, asked, by)
        case "complaints":
            return complaints_document(frames, asked, by)
        case "churn":
            return churn_document(frames, asked, by)
        case "retention":
            return retention_document(frames, asked)
        case "winback":
            return winback_document(frames, asked, pd.Timedelta(context.return_window))
        case "base":
            return base_document(frames, asked)
        case "risk":
            return risk_document(frames, asked)
        case "words":
            return words_document(frames, asked, [theme.id for theme in context.themes.themes])
    raise AssertionError(f"nobody recounts {name}")


def _found(connection: Connection, context: ReportContext, name: str, request: ReportRequest) -> Json:
    found: Json = json.loads(numbers.read_json(connection, context, name, request))
    for row in found["rows"]:
        if name == "risk":
            row.pop("id", None)  # it is the row's
    return found


def _compare(where: str, found: Any, expected: Any) -> None:
    """Equal up to the rounding of floats; groups with as many people stand in any order."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for key in expected:
            _compare(f"{where}.{key}", found[key], expected[key])
    elif isinstance(expected, list):
        assert len(found) == len(expected), f"{where}: {found} != {expected}"
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            _compare(f"{where}[{place}]", one, other)
    elif isinstance(expected, float) and isinstance(found, int | float):
        assert isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9), f"{where}: {found} != {expected}"
    else:
        assert found == expected, f"{where}: {found} != {expected}"


def _in_order(name: str, rows: list[Json]) -> list[Json]:
    """The groups of a table by name: those with as many people stand in any order."""
    key = {"nps": "group", "words": "theme", "winback": "campaign", "complaints": "group", "risk": "since"}.get(name)
    return [rows[0], *sorted(rows[1:], key=lambda row: str(row[key]))] if key else rows


def _recounted(connection: Connection, seed: int) -> None:
    """One history, every report of it; nothing of it is left behind."""
    dice, zone = Random(seed), ZoneInfo(ZONES[seed % len(ZONES)])
    with connection.begin_nested() as savepoint:
        history = History(connection, dice, zone)
        now = history.live(dice.choice([0, 3, 20, 40, 60]))
        assert totals.differences(connection) == [], seed
        frames, context = Frames.of(history.record, now), history.app.report_context
        for asked in _periods(dice, now.astimezone(zone).date(), zone):
            for name, narrowed, by in _views(asked, dice):
                request = ReportRequest(narrowed, now, by)
                where = f"history {seed}, {name} by {by} of {narrowed.filters} in {asked.period}"
                found = _found(connection, context, name, request)
                expected = _expected(frames, context, name, narrowed, by)
                for one in (found, expected):
                    one["rows"] = _in_order(name, one["rows"])
                _compare(where, found, expected)
            _compare_all_answers(connection, context, frames, ReportRequest(asked, now), seed)
        savepoint.rollback()


def _compare_all_answers(
    connection: Connection, context: ReportContext, frames: Frames, request: ReportRequest, seed: int
) -> None:
    found = nps_report.as_json(nps.read_all(connection, context, request))
    expected = nps_document(frames, request.asked, None, all_answers=True)
    expected.pop("actions")
    for one in (found, expected):
        one["rows"] = _in_order("nps", one["rows"])
    _compare(f"history {seed}, all answers in {request.period}", found, expected)


@pytest.mark.parametrize("first", range(0, HISTORIES, AT_ONCE))
async def test_every_number_equals_a_recount_after_any_history(database: Database, first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        await database.write(_recounted, seed)

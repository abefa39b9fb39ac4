"""Every number of every report equals a slow recount of what happened, whatever happened."""

import json
from collections.abc import Callable, Iterator, Mapping
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
from reports.request import ReportRequest
from storage.engines.database import Database
from storage.reports import totals
from surveys.catalogue.files import load_themes
from surveys.outreach.winback_invitations import RETURN_WINDOW
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
        *(
            (day, day + timedelta(days=1))
            for day in (today, date(2026, 9, 5), date(2026, 10, 25), date(2026, 10, 4))
        ),
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


_DOCUMENTS: Final[Mapping[str, Callable[[Frames, Asked, str | None], Json]]] = {
    "nps": nps_document,
    "complaints": complaints_document,
    "churn": churn_document,
    "retention": lambda frames, asked, _: retention_document(frames, asked),
    "winback": lambda frames, asked, _: winback_document(frames, asked, pd.Timedelta(RETURN_WINDOW)),
    "base": lambda frames, asked, _: base_document(frames, asked),
    "risk": lambda frames, asked, _: risk_document(frames, asked),
    "words": lambda frames, asked, _: words_document(frames, asked, [one.id for one in load_themes().themes]),
}
"""How each report is recounted; a report without it fails."""


def _compare(where: str, found: Any, expected: Any) -> None:
    """Equal up to the rounding of floats."""
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


def _recounted(connection: Connection, seed: int, *, wholly: bool) -> None:
    """One history and every report of it, `wholly` in all views; nothing of it is left behind."""
    dice, zone = Random(seed), ZoneInfo(ZONES[seed % len(ZONES)])
    with connection.begin_nested() as savepoint:
        history = History(connection, dice, zone)
        now = history.live(dice.choice([0, 3, 20, 40, 60]))
        assert totals.differences(connection) == [], seed
        frames, context = Frames.of(history.record, now), history.app.report_context
        periods = _periods(dice, now.astimezone(zone).date(), zone)
        for asked in periods if wholly else [dice.choice(periods)]:
            views = list(_views(asked, dice))
            if not wholly:
                some = dice.sample(list(REPORTS), len(REPORTS) // 2)
                views = [dice.choice([one for one in views if one[0] == name]) for name in some]
            for name, narrowed, by in views:
                where = f"history {seed}, {name} by {by} of {narrowed.filters} in {asked.period}"
                found = numbers.read_json(connection, context, name, ReportRequest(narrowed, now, by))
                _compare(
                    where,
                    *_comparable(name, json.loads(found), _DOCUMENTS[name](frames, narrowed, by)),
                )
            where = f"history {seed}, all answers in {asked.period}"
            every = nps_report.as_json(nps.read_all(connection, context, ReportRequest(asked, now)))
            expected = nps_document(frames, asked, None, all_answers=True)
            _compare(where, *_comparable("nps", every | {"actions": []}, expected))
        savepoint.rollback()


def _comparable(name: str, *documents: Json) -> Iterator[Json]:
    """Without the ids of rows, and groups of as many people in one order."""
    key = {
        "nps": "group",
        "words": "theme",
        "winback": "campaign",
        "complaints": "group",
        "risk": "since",
    }.get(name)
    for one in documents:
        whole, *rows = ({cell: value for cell, value in row.items() if cell != "id"} for row in one["rows"])
        yield one | {"rows": [whole, *(sorted(rows, key=lambda row: str(row[key])) if key else rows)]}


@pytest.mark.parametrize("first", range(0, HISTORIES, AT_ONCE))
async def test_every_number_equals_a_recount_after_any_history(
    database: Database, engine: str, first: int
) -> None:
    """Each history on one of the engines, half of the reports of it in one view each."""
    for seed in range(first + (engine == "sqlite"), first + AT_ONCE, 2):
        await database.write(_recounted, seed, wholly=False)


@pytest.mark.torture
@pytest.mark.parametrize("first", range(0, HISTORIES, AT_ONCE))
async def test_every_view_equals_a_recount_after_any_history(database: Database, first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        await database.write(_recounted, seed, wholly=True)

"""What managers did stands as numbered marks on the trends and in the reports' JSON; targets are a band."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from reports import numbers
from reports.catalogue import REPORTS
from reports.charts.drawing import draw
from reports.charts.trend import ActionMark, TrendChart
from reports.job import PictureJob
from reports.picture import chart_of
from reports.request import ReportRequest
from storage import manager_actions
from storage.engines.database import Database
from storage.rows import ManagerAction
from surveys.statistics.periods import parse
from surveys.statistics.targets import Targets
from tests.bot import report_data
from tests.harness import app_context
from tests.reports.charts.geometry import faults
from tests.storage.history import at, keep
from tests.storage.samples import customer

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MANY = [10] * 20 + [8] * 10 + [3] * 10
DAYS = (date(2025, 1, 1), date(2026, 9, 12), date(2026, 9, 13), date(2026, 10, 3), date(2026, 11, 20))


async def _acted(database: Database) -> None:
    for number, day in enumerate(DAYS, start=1):
        action = ManagerAction(number, day, f"Дело {number} /stop", 7, NOW)
        await database.write(manager_actions.add, action)
    assert await database.write(manager_actions.undo, 3, NOW)
    assert not await database.write(manager_actions.undo, 3, NOW)


async def _trend(database: Database) -> TrendChart:
    context = replace(app_context().report_context, targets=Targets(nps=40))
    request = ReportRequest(parse("", NOW, context.zone), NOW)
    chart = await database.read(chart_of, context, PictureJob("nps", request, "ru", 1, "p", False))
    assert isinstance(chart, TrendChart)
    return chart


async def test_the_trend_bears_the_marks_of_its_months_with_a_line_each(database: Database) -> None:
    await report_data.scores(database, {date(2026, 9, 30): MANY, date(2026, 11, 3): MANY})
    assert (await _trend(database)).actions == ()
    await _acted(database)
    trend = await _trend(database)
    assert trend.actions == (ActionMark(1, DAYS[1]), ActionMark(2, DAYS[3]), ActionMark(3, DAYS[4]))
    assert trend.target == (40.0, 100.0)
    *_, running, target, first, second, third = trend.heading.notes
    assert running == "В пунктире месяц, который ещё идёт"
    assert target == "Серая полоса — план: +40"
    assert first.startswith("1 – 12 сент.: Дело 2")
    assert [line[0] for line in (second, third)] == ["2", "3"]
    assert draw(trend).startswith(b"\x89PNG")


async def test_where_only_a_handful_told_why_the_churn_of_each_month_has_its_target_and_marks(
    database: Database,
) -> None:
    stayed = [customer(joined_at=at(20, 9)) for _ in range(36)]
    left = [customer(joined_at=at(20, 9), left_at=at(5, 11)) for _ in range(4)]
    await keep(database, *stayed, *left)
    await _acted(database)
    context = replace(app_context().report_context, targets=Targets(churn=0.05))
    request = ReportRequest(parse("", NOW, context.zone), NOW)
    trend = await database.read(chart_of, context, PictureJob("churn", request, "ru", 1, "p", False))
    assert isinstance(trend, TrendChart)
    assert [month.counts for month in trend.months] == [(0, 40), (4, 40)]
    assert [month.value for month in trend.months] == [0.0, 10.0]
    assert trend.target == (0.0, 5.0)
    assert trend.actions == (ActionMark(1, DAYS[3]), ActionMark(2, DAYS[4]))
    assert trend.heading.headline == "За ноябрь 2026: 10,0 % (от 4,0 до 23,1)"
    assert faults(trend) == []


async def test_the_json_of_a_report_has_the_actions_of_its_days(database: Database) -> None:
    await _acted(database)
    context = app_context().report_context
    for name, kind in REPORTS.items():
        request = numbers.request_of(kind, context, NOW, date(2026, 9, 13), date(2026, 11, 20), None)
        found = json.loads(await database.read(numbers.read_json, context, name, request))
        assert found["actions"] == [{"day": "2026-10-03", "text": "Дело 4 /stop"}]

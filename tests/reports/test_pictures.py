"""What the pictures of the reports show, on real databases; no picture where there is too little to show."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reports.charts.canvas import WIDTH
from reports.charts.drawing import Chart
from reports.charts.pareto import ChartSummary, ParetoChart
from reports.charts.text_layout import QUIET, wrapped
from reports.charts.trend import Scale, TrendChart
from reports.complaints import COMPLAINTS
from reports.document import Table
from reports.formatter import Formatter
from reports.job import PictureJob
from reports.picture import chart_of
from reports.request import ReportRequest
from storage import manager_actions
from storage.engines.database import Database
from storage.rows import ManagerAction
from surveys.statistics.periods import parse
from surveys.statistics.rates import poisson_interval
from surveys.statistics.scores import Counts, nps, nps_interval
from tests.bot import report_data
from tests.harness import app_context

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FEW, MANY = [10, 9, 8, 7, 0], [10] * 20 + [8] * 10 + [3] * 10


async def _nps(database: Database, words: str = "", language: str = "en") -> TrendChart | None:
    chart = await _picture(database, "nps", words, language)
    assert chart is None or isinstance(chart, TrendChart)
    return chart


async def test_each_month_has_its_number_its_interval_and_its_n(database: Database) -> None:
    await report_data.scores(
        database, {date(2026, 9, 30): MANY[:20], date(2026, 9, 1): MANY[20:], date(2026, 11, 3): FEW}
    )
    trend = await _nps(database)
    assert trend is not None
    assert trend.scale is Scale.POINTS
    assert [month.start for month in trend.months] == [date(2026, number, 1) for number in (9, 10, 11)]
    september, october, november = trend.months
    interval = nps_interval(Counts.of_scores(MANY))
    assert interval is not None
    assert (september.value, september.low, september.high) == (25.0, interval.low, interval.high)
    assert [month.counts for month in trend.months] == [(40,), (0,), (5,)]
    assert october.value is None
    assert [month.is_few for month in trend.months] == [False, False, True]
    assert [month.is_running for month in trend.months] == [False, False, True]
    assert november.value == nps(Counts.of_scores(FEW))


async def test_the_heading_says_whose_numbers_they_are_and_of_when(database: Database) -> None:
    await report_data.scores(database, {date(2026, 10, 5): MANY, date(2026, 11, 3): FEW}, "доставка")
    russian = await _nps(database, "touchpoint:доставка", "ru")
    english = await _nps(database, "touchpoint:доставка", "en")
    assert russian is not None
    assert english is not None
    assert russian.heading.title == "NPS по месяцам"
    assert russian.heading.company == app_context().business
    assert russian.heading.period == "октябрь 2026 – ноябрь 2026 · доставка"
    assert russian.heading.headline == "NPS ноябрь 2026: +20 (от −39 до +64)"
    assert english.heading.period == "October 2026 – November 2026 · доставка"
    assert len(english.heading.notes) == 3


def test_a_long_name_of_the_company_leaves_room_for_the_days_in_a_picture() -> None:
    context = replace(app_context().report_context, business="Рога, копыта и партнёры " * 5)
    request = ReportRequest(parse("touchpoint:" + "зал" * 13, NOW, context.zone), NOW)
    formatter = Formatter.of(context, "ru", request)
    heading = formatter.heading("NPS", "сентябрь 2026 – октябрь 2026", "")
    lines = wrapped(f"{heading.company} · {heading.period}", QUIET, WIDTH, 2)
    assert "октябрь 2026" in "".join(lines)
    assert not lines[-1].endswith("2…")


async def test_a_year_ends_with_the_month_that_was_asked_for(database: Database) -> None:
    await report_data.scores(
        database, {date(2025 + (number // 12), number % 12 + 1, 9): MANY for number in range(23)}
    )
    trend = await _nps(database, "2026-06")
    assert trend is not None
    assert [trend.months[0].start, trend.months[-1].start] == [date(2025, 7, 1), date(2026, 6, 1)]
    assert len(trend.months) == 12
    whole_year = await _nps(database, "2026")
    assert whole_year is not None
    assert whole_year.months[-1].start == date(2026, 11, 1)


async def test_only_the_touchpoint_that_was_asked_for_counts(database: Database) -> None:
    days = {date(2026, 10, 5): MANY, date(2026, 11, 3): MANY}
    await report_data.scores(database, days, "доставка")
    await report_data.scores(database, days, "зал")
    both, one = await _nps(database), await _nps(database, "touchpoint:зал")
    assert both is not None
    assert one is not None
    assert [month.counts for month in both.months] == [(80,), (80,)]
    assert [month.counts for month in one.months] == [(40,), (40,)]


async def test_one_month_with_enough_answers_is_no_trend(database: Database) -> None:
    await report_data.scores(database, {date(2026, 10, 5): MANY, date(2026, 11, 3): FEW[:4]})
    assert await _nps(database) is None
    await report_data.scores(database, {date(2026, 11, 4): FEW[:1]})
    trend = await _nps(database)
    assert trend is not None
    assert len(trend.months) == 2


async def test_a_month_with_too_few_answers_keeps_its_secret(database: Database) -> None:
    await report_data.scores(
        database, {date(2026, 9, 5): MANY, date(2026, 10, 5): FEW[:4], date(2026, 11, 3): MANY}
    )
    trend = await _nps(database)
    assert trend is not None
    secret = trend.months[1]
    assert (secret.value, secret.low, secret.high, secret.counts) == (None, None, None, (4,))


# Complaints -------------------------------------------------------------------------------------------

MONTHS = [date(2026, number, 10) for number in (9, 10, 11)]


def _request(words: str) -> ReportRequest:
    return ReportRequest(parse(words, NOW, app_context().zone), NOW)


async def _picture(database: Database, report: str, words: str = "", language: str = "en") -> Chart | None:
    context = app_context().report_context
    request = _request(words)
    job = PictureJob(report, request, language, chat_id=1, place="picture:1", replaces=False)
    kept = PictureJob.from_json(json.loads(json.dumps(job.to_json())), context.zone)
    assert kept == job
    return await database.read(chart_of, context, kept)


async def test_complaints_are_held_against_the_orders_of_their_month(database: Database) -> None:
    await report_data.cases(database, {MONTHS[0]: 3, MONTHS[1]: 8, MONTHS[2]: 1})
    await report_data.orders(database, {MONTHS[0]: 200, MONTHS[1]: 100, MONTHS[2]: 50})
    trend = await _picture(database, "complaints", language="ru")
    assert isinstance(trend, TrendChart)
    assert trend.scale is Scale.RATE
    assert [month.value for month in trend.months] == [1.5, 8.0, 2.0]
    assert [month.counts for month in trend.months] == [(3, 200), (8, 100), (1, 50)]
    interval = poisson_interval(8)
    assert trend.months[1].low == pytest.approx(interval.low)
    assert trend.months[1].high == pytest.approx(interval.high)
    assert trend.heading.headline == "За ноябрь 2026: 2,0 (от 0,1 до 11,1)"


async def test_without_orders_complaints_are_counted_and_the_picture_says_what_is_missing(
    database: Database,
) -> None:
    await report_data.cases(database, {MONTHS[0]: 6, MONTHS[2]: 5})
    trend = await _picture(database, "complaints")
    assert isinstance(trend, TrendChart)
    assert trend.scale is Scale.COUNT
    assert [month.value for month in trend.months] == [6.0, 0.0, 5.0]
    assert "import" in trend.heading.notes[0]


async def test_too_few_months_of_complaints_are_shown_by_category(database: Database) -> None:
    await report_data.cases(database, {MONTHS[2]: 4}, "quality")
    assert await _picture(database, "complaints") is None
    await report_data.cases(database, {MONTHS[2]: 9}, "delivery")
    await report_data.cases(database, {MONTHS[2]: 20}, None)
    found = await _picture(database, "complaints")
    assert isinstance(found, ParetoChart)
    assert [(cause.label, cause.people) for cause in found.causes] == [("🚚 Delivery", 9), ("📦 Quality", 4)]
    assert [(round(cause.low or 0, 1), round(cause.high or 0, 1)) for cause in found.causes] == [
        (4.1, 17.1), (1.1, 10.2),
    ]  # fmt: skip
    # Nobody knows what it is about, so it is no bar, however much it is.
    assert found.rest == ChartSummary("No topic", 20)


async def test_words_and_picture_put_the_same_together_under_the_same_name(database: Database) -> None:
    counts = {"delivery": 9, "quality": 7, "service": 6, "app": 3, "other": 2}
    for category, n in counts.items():
        await report_data.cases(database, {MONTHS[2]: n}, category)
    context, request = app_context().report_context, _request("2026-11")
    found = await _picture(database, "complaints", "2026-11")
    assert isinstance(found, ParetoChart)
    report = await database.read(COMPLAINTS.main.read, context, request)
    blocks = COMPLAINTS.main.render(report, Formatter.of(context, "en", request))
    [table] = [block.rows for block in blocks if isinstance(block, Table)]
    rest = found.rest
    assert rest is not None
    drawn = [(cause.label, str(cause.people)) for cause in found.causes]
    assert [*drawn, (rest.label, str(rest.people))] == [row[:2] for row in table]
    assert table[-1] == ("The rest", "5", "")
    assert [part.rsplit(" ", 1)[1] for part in rest.content] == ["3", "2"]


async def test_a_month_that_has_only_begun_is_left_out_and_one_that_runs_is_framed(
    database: Database,
) -> None:
    await report_data.scores(database, {date(2026, 9, 5): MANY, date(2026, 10, 5): MANY})
    trend = await _nps(database)
    assert trend is not None
    assert [month.start.month for month in trend.months] == [9, 10]
    await report_data.scores(database, {date(2026, 11, 2): FEW[:1]})
    trend = await _nps(database)
    assert trend is not None
    assert [month.is_running for month in trend.months] == [False, False, True]
    assert trend.heading.notes[-1] == "Dashed: the month that is running"


async def test_what_was_done_after_the_months_of_a_picture_is_not_on_it(database: Database) -> None:
    await report_data.cases(database, {date(2026, 5, 10): 6, date(2026, 6, 10): 5, MONTHS[2]: 5})
    for number, day in enumerate((date(2026, 6, 30), date(2026, 7, 1)), start=1):
        await database.write(manager_actions.add, ManagerAction(number, day, "done", 7, NOW))
    trend = await _picture(database, "complaints", "2026-06")
    assert isinstance(trend, TrendChart)
    assert [mark.day for mark in trend.actions] == [date(2026, 6, 30)]

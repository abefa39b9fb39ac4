"""What is said and drawn of those who order again, in both languages, for a phone."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reports import retention
from reports.charts.drawing import draw
from surveys.language.languages import LANGUAGES
from surveys.statistics import retention_report
from surveys.statistics.periods import Period
from surveys.statistics.retention_report import OrderPattern, OrderTotals, RetentionReport
from tests.harness import NOON, app_context
from tests.reports.figures import formatter, told

YEAR = Period(date(2025, 11, 1), date(2026, 10, 16), app_context().zone)
SUMMER = Period(date(2026, 6, 1), date(2026, 10, 16), app_context().zone)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _new(months: str, customers: int) -> OrderPattern:
    """Customers with an order in each month that has a 1, the first month first."""
    bits = sum(1 << place for place, bit in enumerate(months) if bit == "1")
    return OrderPattern(bits, True, months.count("1") > 1, False, customers)


SOME = (
    _new("10000", 80), _new("11001", 20), _new("01000", 9), _new("00100", 150), _new("00110", 50),
    _new("00010", 1_200), _new("00011", 300), _new("00001", 40),
    OrderPattern(0, False, True, True, 500),
)  # fmt: skip


def _report(
    *patterns: OrderPattern,
    period: Period = SUMMER,
    before: int = 800,
    since: datetime = LONG_AGO,
    silent: int | None = 118,
) -> RetentionReport:
    new = sum(one.customers * one.months.bit_count() for one in patterns)
    old = sum(3 * one.customers for one in patterns if not one.months)
    totals = OrderTotals(new + old, new * 350_000, new)
    return retention_report.build(period, NOON, patterns, totals, before, since, silent)


def test_cohorts_in_full() -> None:
    assert told(retention.render(_report(*SOME), formatter("ru"))) == [
        "🔁 Удержание, 1 июн. – 15 окт. 2026: через месяц после первого заказа возвращаются "
        "23 % (18–28), n = 309",
        "          n  1м 2м 3м  4м",
        "июнь    100  20  0  0 20*",
        "авг.    200  25 0*  –   –",
        "сент. 1 500 20*  –  –   –",
        "% заказавших в 1-й, 2-й… месяц после первого; «–» ещё впереди, * месяц идёт",
        "Повторная покупка 37 % (35–39), n = 2 349",
        "Заказов на клиента 1,6 · средний заказ 3 500 ₽",
        "Молчат дольше обычного: 118 · /risk",
        "1 июн. – 15 окт. 2026 · данные на 15 окт. 12:00",
    ]


def test_customers_of_old_seem_new_where_orders_begin() -> None:
    report = _report(*SOME, since=datetime(2026, 5, 1, tzinfo=UTC))
    said = told(retention.render(report, formatter("ru")))
    assert said[0].endswith("возвращаются 25 % (20–31), n = 200")  # June and July are not settled
    assert said[-2] == "Заказы известны с 1 мая 2026: давние клиенты в первых месяцах выглядят новыми"
    assert not any(
        "заказывал раньше" in line for line in told(retention.render_purchases(report, formatter("ru")))
    )
    full = [_new("1" * 9 + "0", 50)] + [_new("0" * place + "11", 50) for place in range(9)]
    october = Period(date(2026, 1, 1), date(2026, 10, 16), SUMMER.zone)
    told(
        retention.render(
            _report(*full, period=october, since=datetime(2025, 12, 5, tzinfo=UTC)), formatter("ru")
        )
    )


def test_purchases_and_the_value_of_a_customer() -> None:
    patterns = [replace(one, was_there=True, is_new=False) for one in SOME]
    report = _report(*patterns, period=YEAR, before=5_000)
    said = told(retention.render_purchases(report, formatter("ru")))
    assert said[1:] == [
        "Повторная покупка 37 % (35–39), n = 2 349",
        "Заказов на клиента 1,6 · средний заказ 3 500 ₽",
        "Из тех, кто заказывал раньше (17 нояб. 2024 – 31 окт. 2025), заказали снова 47 % (46–48), n = 5 000",
        "Клиент ещё принесёт около 4 153 ₽ выручки (CLV): 5 571 ₽ в год × r/(1+d−r), r = 47 %, d = 10 %",
        "Отменённые заказы не в счёт; два заказа за день это два заказа, но не повторная покупка.",
        "1 нояб. 2025 – 15 окт. 2026 · данные на 15 окт. 12:00",
    ]
    english = told(retention.render_purchases(report, formatter("en")))
    assert english[-3].startswith("A customer will bring another")
    few = _report(*SOME[:3], period=YEAR)
    assert "хотя бы 200" in told(retention.render_purchases(few, formatter("ru")))[-3]


def test_what_is_not_known_is_said() -> None:
    for language in LANGUAGES:
        nothing = retention_report.unknown(SUMMER, NOON)
        for render in (retention.render, retention.render_purchases):
            [only] = told(render(nothing, formatter(language)))
            assert "/import" in only
        nobody = told(retention.render(_report(silent=None), formatter(language)))
        assert formatter(language).text("retention-nobody") in nobody
        october = Period(date(2026, 10, 1), date(2026, 10, 16), SUMMER.zone)
        lonely = told(retention.render(_report(_new("1", 30), period=october), formatter(language)))
        assert any("/retention 365d" in line for line in lonely)
        small = told(retention.render(_report(_new("11", 9)), formatter(language)))
        assert formatter(language).text("retention-cohorts-small") in small
        told(retention.render(_report(*SOME), formatter(language)))


def test_a_closed_month_has_no_star() -> None:
    closed = replace(_report(*SOME), period=replace(SUMMER, end=date(2026, 11, 1)))
    over = replace(closed, now=datetime(2026, 11, 2, tzinfo=UTC))
    assert not any("*" in line for line in told(retention.render(over, formatter("ru")))[1:-5])


def test_the_picture_prints_each_share_and_leaves_months_to_come_empty() -> None:
    chart = retention.chart_of(_report(*SOME), formatter("ru"))
    assert chart is not None
    assert [(one.name, one.customers, one.shares) for one in chart.cohorts] == [
        ("июн", 100, (0.2, 0.0, 0.0, 0.2)),
        ("авг", 200, (0.25, 0.0)),
        ("сен", 1_500, (0.2,)),
    ]
    assert chart.heading.headline == "Через месяц возвращаются 23 % (18–28)".replace(
        " %", "\N{NO-BREAK SPACE}%"
    )
    assert draw(chart).startswith(b"\x89PNG")
    assert retention.chart_of(_report(_new("11", 9)), formatter("en")) is None


def test_of_days_to_come_nothing_is_claimed() -> None:
    to_come = Period(date(2026, 12, 1), date(2027, 1, 1), app_context().zone)
    for render in (retention.render, retention.render_purchases):
        said = told(render(_report(*SOME, period=to_come), formatter("ru")))
        assert (said[0].endswith("декабрь 2026: период ещё не начался"), len(said)) == (True, 2)

"""Pictures to draw: the usual ones, and what people type into names."""

from dataclasses import replace
from datetime import date

from reports.charts.arms import ChartArm, ChartWave, WinbackChart
from reports.charts.canvas import Heading
from reports.charts.cohorts import ChartCohort, CohortChart
from reports.charts.pareto import ChartCause, ChartSummary, ParetoChart
from reports.charts.trend import ActionMark, Month, Scale, TrendChart
from surveys.questions.reasons import ReasonClass
from surveys.statistics.rates import Count, per_100
from surveys.statistics.scores import Counts, Level, level, nps, nps_interval, wilson
from surveys.statistics.shares import Share

NAMES = (
    "Доставка",
    "$x^2$ и $\\frac{1}{2}$",
    "Очень длинное имя точки касания, которое кто-то набрал целиком " * 8,
    "Ж" * 400,
    "שלום עולם (12)",
    "مرحبا",
    "\u202eевопрос\u202c\u200f\u2066",
    "😀🚚🏳️‍🌈 Доставка ✅",
    "日本語の店",
    "",
    "две\nстроки\tи табуляция",
    "\ud800 одинокая половина",
    "{braces} %s \\n <b>&amp;</b>",
)


def heading(name: str = "Подсолнух", *notes: str) -> Heading:
    return Heading(name or "NPS", name, f"ноябрь 2026 · {name}", name, notes)


def nps_trend(
    answers: list[tuple[int, int, int]], language: str = "ru", name: str = "Подсолнух"
) -> TrendChart:
    """From promoters, passives and detractors of each month, the last of which is November 2026."""
    first = 2026 * 12 + 10 - len(answers) + 1
    months = tuple(
        _nps_month(date((first + place) // 12, (first + place) % 12 + 1, 1), Counts(*counts))
        for place, counts in enumerate(answers)
    )
    return TrendChart(heading(name, name), months, Scale.POINTS, ("n",), language, (40.0, 60.0))


def _nps_month(start: date, counts: Counts) -> Month:
    score, interval = nps(counts), nps_interval(counts)
    if score is None or interval is None or level(counts.n) is Level.HIDDEN:
        return Month(start, None, counts=(counts.n,))
    is_few = level(counts.n) is Level.FEW
    return Month(start, score, interval.low, interval.high, (counts.n,), is_few, start.month == 11)


def complaints(counts: list[Count], language: str = "ru") -> TrendChart:
    months = tuple(_rate_month(date(2026, place + 1, 1), count) for place, count in enumerate(counts))
    return TrendChart(heading(), months, Scale.RATE, ("жалоб", "заказов"), language)


def _rate_month(start: date, count: Count) -> Month:
    rate, numbers = per_100(count), (count.events, count.exposure)
    if rate is None:
        return Month(start, None, counts=numbers)
    return Month(start, rate.value, rate.low, rate.high, numbers)


def columns(counts: list[int], language: str = "ru") -> TrendChart:
    months = tuple(Month(date(2026, place + 1, 1), float(count)) for place, count in enumerate(counts))
    return TrendChart(heading(), months, Scale.COUNT, (), language)


def causes(
    number: int, language: str = "ru", *, name: str = "Дорого", money: str = "₽ в месяц", rest: int = 0
) -> ParetoChart:
    """So many causes, and so many people for others."""
    kinds = list(ReasonClass)
    found = tuple(
        ChartCause(name, people, kinds[place % 4], 1000.0 * (place % 3), people / 2, people * 1.5)
        for place, people in enumerate(range(2 * number, 0, -2))
    )
    words = dict.fromkeys(kinds, name)
    others = (
        ChartSummary(name, rest, 1000.0 * rest, tuple(f"{name} {n}" for n in range(1, 20))) if rest else None
    )
    return ParetoChart(heading(name, name), found, "Люди", language, others, money, words, name)


def acted(trend: TrendChart, *days: date) -> TrendChart:
    """The trend with a mark and a line for each of these days."""
    marks = tuple(ActionMark(number, day) for number, day in enumerate(days, start=1))
    notes = [f"{mark.number} – 3 авг.: вторая смена курьеров в выходные" for mark in marks]
    return replace(trend, actions=marks, heading=replace(trend.heading, notes=(*trend.heading.notes, *notes)))


def cohorts(number: int, customers: int, share: float, language: str = "ru") -> CohortChart:
    """So many months with so many new customers, of whom that share comes again each month."""
    found = tuple(
        ChartCohort("дек", customers, (share,) * (number - place), is_running=True) for place in range(number)
    )
    return CohortChart(heading("Подсолнух", "В пунктире месяц"), found, "клиентов", "+", language)


def waves(
    arms: list[tuple[Share, Share | None]], language: str = "ru", name: str = "«Скучаем»"
) -> WinbackChart:
    found = tuple(
        ChartWave(name, _arm(name, treated), None if holdout is None else _arm(name, holdout), name)
        for treated, holdout in arms
    )
    return WinbackChart(heading(name), found, language)


def _arm(name: str, share: Share) -> ChartArm:
    interval = wilson(share.x, share.n)
    if interval is None:
        return ChartArm(name, None)
    return ChartArm(f"{name}: {share.x} / {share.n}", share.value, interval.low, interval.high)

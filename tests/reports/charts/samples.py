"""Pictures to draw: the usual ones, and what people type into names."""

from datetime import date

from reports.charts.arms import ChartArm, ChartWave, WinbackChart
from reports.charts.canvas import Heading
from reports.charts.pareto import ChartCause, ParetoChart
from reports.charts.trend import Month, Scale, TrendChart
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
    number: int, language: str = "ru", *, name: str = "Дорого", money: str = "₽ в месяц"
) -> ParetoChart:
    kinds = list(ReasonClass)
    found = tuple(
        ChartCause(name, 2 * (number - place), kinds[place % 4], 1000.0 * (place % 3), place < 3)
        for place in range(number)
    )
    words = dict.fromkeys(kinds, name)
    return ParetoChart(heading(name), found, "Люди", "Остальное", language, money, words, name)


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

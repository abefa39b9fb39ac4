"""The NPS report in words, for a phone: the answer first, then n, interval and the period before.

Babel is imported where a date is written: only reports need it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import escape

from handlers.texts import Texts
from surveys.nps_report import Group, NpsReport
from surveys.periods import Period
from surveys.statistics import Counts, Level, level, nps, signed

_BAR_CELLS = 20
_GROUPS_SHOWN = 6
_NAME_SHOWN = 100


def as_html(report: NpsReport, texts: Texts, language: str, now: datetime, touchpoint: str | None) -> str:
    """At most a dozen lines, all escaped."""
    table = escape(_distribution(report.whole.counts, texts, language))
    above, below = _around(report, texts, language, now, touchpoint)
    return _page(map(escape, above), f"<pre>{table}</pre>" if table else "", map(escape, below))


def as_plain(report: NpsReport, texts: Texts, language: str, now: datetime, touchpoint: str | None) -> str:
    """The same for a terminal."""
    table = _distribution(report.whole.counts, texts, language)
    above, below = _around(report, texts, language, now, touchpoint)
    return _page(above, table, below)


def _page(above: Iterable[str], table: str, below: Iterable[str]) -> str:
    return "\n".join([*above, *(["", table] if table else []), *below])


def _around(
    report: NpsReport, texts: Texts, language: str, now: datetime, touchpoint: str | None
) -> tuple[list[str], list[str]]:
    """The lines above and below the distribution."""
    groups = [] if report.whole.level is Level.HIDDEN else _by_group(report)
    foot = _foot(report, texts, language, now, touchpoint)
    return _headline(report, texts, language), [*groups, "", *foot]


def _headline(report: NpsReport, texts: Texts, language: str) -> list[str]:
    whole = report.whole
    period = label(report.period, language)
    if whole.counts.n == 0:
        return [texts.say(language, "nps-none", period=period)]
    if whole.nps is None or whole.interval is None or whole.level is Level.HIDDEN:
        return [texts.say(language, "nps-hidden", period=period, n=whole.counts.n)]
    head = texts.say(language, "nps-head", period=period, nps=signed(whole.nps))
    low, high = signed(whole.interval.low), signed(whole.interval.high)
    if whole.level is Level.FEW:
        return [head, texts.say(language, "nps-few", n=whole.counts.n, low=low, high=high)]
    interval = texts.say(language, "nps-interval", low=low, high=high, n=whole.counts.n)
    return [head, interval, *_before(whole, report.previous, texts, language)]


def _before(whole: Group, previous: Period, texts: Texts, language: str) -> list[str]:
    period = label(previous, language)
    score, n = nps(whole.previous), whole.previous.n
    if score is None or level(n) is Level.HIDDEN:
        return [texts.say(language, "nps-previous-hidden", period=period, n=n)]
    lines = [texts.say(language, "nps-previous", period=period, nps=signed(score), n=n)]
    change = whole.change
    if change is None or level(n) is not Level.FULL:
        return lines
    if not change.is_significant:
        return [*lines, texts.say(language, "nps-change-noise")]
    words = {"change": signed(change.points), "low": signed(change.low), "high": signed(change.high)}
    return [*lines, texts.say(language, "nps-change-significant", **words)]


def _distribution(counts: Counts, texts: Texts, language: str) -> str:
    if level(counts.n) is Level.HIDDEN:
        return ""
    rows = (("9–10", counts.promoters), ("7–8 ", counts.passives), ("0–6 ", counts.detractors))
    return "\n".join(
        texts.say(
            language,
            "nps-row",
            label=name,
            share=f"{round(100 * n / counts.n):3d}",
            bar="▇" * max(round(_BAR_CELLS * n / counts.n), 1 if n else 0),
            n=str(n),
        )
        for name, n in rows
    )


def _by_group(report: NpsReport) -> list[str]:
    named = [group for group in report.groups if group.name]
    if not named:
        return []
    shown = [
        f"{group.name}  {signed(group.nps) if group.nps is not None else '–'} ({group.counts.n})"
        for group in named[:_GROUPS_SHOWN]
        if group.level is not Level.HIDDEN
    ]
    return ["", *shown] if shown else []


def _foot(report: NpsReport, texts: Texts, language: str, now: datetime, touchpoint: str | None) -> list[str]:
    from babel.dates import format_datetime

    time = format_datetime(now.astimezone(report.period.zone), "d MMM HH:mm", locale=language)
    lines = [texts.say(language, "nps-foot", dates=_dates(report.period, language), time=time)]
    if touchpoint:
        lines.append(texts.say(language, "nps-foot-touchpoint", touchpoint=touchpoint[:_NAME_SHOWN]))
    return lines


def label(period: Period, language: str) -> str:
    """A whole or running month by its name, anything else by its dates."""
    from babel.dates import format_date

    last = period.end - timedelta(days=1)
    if period.start.day == 1 and (period.start.year, period.start.month) == (last.year, last.month):
        return str(format_date(period.start, "LLLL y", locale=language))
    return _dates(period, language)


def _dates(period: Period, language: str) -> str:
    last = period.end - timedelta(days=1)
    return f"{_day(period.start, language)} – {_day(last, language)}"


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, "d MMM y", locale=language))

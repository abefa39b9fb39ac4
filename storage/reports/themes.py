"""What customers wrote about in a period: people by theme, and examples of their words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, func, literal_column, select

from storage.reports.grouping import Only, matches
from storage.tables import answers, comment_themes
from surveys.statistics import words_report
from surveys.statistics.periods import Asked, Period
from surveys.statistics.words_report import ThemeCounts, ThemeQuote, WordsReport

QUOTES: Final = 3
"""Examples of a theme."""
_LOOKED_AT: Final = 12
"""The newest comments of a theme among which examples of different people are looked for."""


def report(connection: Connection, asked: Asked, themes: Sequence[str]) -> WordsReport:
    """What people wrote about in a period beside the one before it, by these themes, with examples."""
    now, before = (counts(connection, period, asked.filters) for period in (asked.period, asked.previous))
    built = words_report.build(asked.period, asked.previous, now, before, themes)
    found = quotes(connection, asked.period, asked.filters, [group.theme for group in built.shown])
    groups = [replace(group, quotes=found.get(group.theme, ())) for group in built.groups]
    return replace(built, groups=groups)


def counts(connection: Connection, period: Period, only: Only) -> dict[str | None, ThemeCounts]:
    """People and comments by theme, under None of all; themes that nobody wrote about are missing."""
    theme = comment_themes.c.theme
    people = func.count(answers.c.customer_id.distinct())
    polarity = func.avg(answers.c.sentiment)
    by_theme = _of_period(
        select(theme, people, func.count(), polarity), period.start, period.end, only
    ).group_by(theme)
    found: dict[str | None, ThemeCounts] = {
        row[0]: ThemeCounts(row[1], row[2], _number(row[3])) for row in connection.execute(by_theme)
    }
    # A comment of several themes is one, so that each counts once whatever its themes.
    each = _of_period(
        select(answers.c.id, answers.c.customer_id, answers.c.sentiment).distinct(),
        period.start,
        period.end,
        only,
    ).subquery()
    whole = select(
        func.count(each.c.customer_id.distinct()), func.count(), func.avg(each.c.sentiment)
    ).select_from(each)
    n, comments, mean = connection.execute(whole).one()
    return {**found, None: ThemeCounts(n, comments, _number(mean))}


def quotes(
    connection: Connection, period: Period, only: Only, themes: Sequence[str]
) -> Mapping[str, tuple[ThemeQuote, ...]]:
    """The newest words about each of the themes, of up to QUOTES people; themes without any are missing."""
    if not themes:
        return {}
    theme, newest = comment_themes.c.theme, comment_themes.c.answer_id.desc()
    place = func.row_number().over(partition_by=theme, order_by=newest).label("place")
    ranked = (
        _of_period(
            select(theme, answers.c.id, answers.c.customer_id, answers.c.day, answers.c.words, place),
            period.start,
            period.end,
            only,
        )
        .where(theme.in_(themes), answers.c.words.is_not(None), answers.c.words != "")
        .subquery()
    )
    rows = connection.execute(
        select(ranked.c.theme, ranked.c.customer_id, ranked.c.day, ranked.c.words)
        .where(ranked.c.place <= _LOOKED_AT)
        .order_by(ranked.c.theme, ranked.c.place)
    )
    found: dict[str, dict[int, ThemeQuote]] = {}
    for name, customer_id, day, words in rows:
        of_theme = found.setdefault(name, {})
        if len(of_theme) < QUOTES:
            of_theme.setdefault(customer_id, ThemeQuote(day, words))
    return {name: tuple(of_theme.values()) for name, of_theme in found.items()}


def touchpoints(start: date, end: date) -> Select[Any]:
    """Touchpoints of the comments of days [start, end), each as often as it stands."""
    return _of_period(select(answers.c.touchpoint, literal_column("1").label("n")), start, end, {})


def _of_period(statement: Select[Any], start: date, end: date, only: Only) -> Select[Any]:
    return (
        statement.join_from(comment_themes, answers, answers.c.id == comment_themes.c.answer_id)
        .where(comment_themes.c.day >= start, comment_themes.c.day < end, answers.c.superseded_at.is_(None))
        .where(*matches(answers, only))
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

"""What customers wrote about in a period: people by theme, and examples of their words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select
from sqlalchemy import case as when

from storage.reports.grouping import Only, matches
from storage.tables import answers, comment_themes
from surveys.sentiment.polarity import NEUTRAL_BELOW
from surveys.statistics import words_report
from surveys.statistics.periods import Asked, Period
from surveys.statistics.words_report import ThemeCounts, ThemeGroup, ThemeQuote, WordsReport

Ts = TypeVarTuple("Ts")

QUOTES: Final = 3
"""Examples of a theme."""
IS_ILL: Final = comment_themes.c.sentiment <= -NEUTRAL_BELOW
"""The condition that a comment speaks ill."""
_LOOKED_AT: Final = 12
"""The newest comments of a theme among which examples of different people are looked for."""


def report(connection: Connection, asked: Asked, themes: Sequence[str]) -> WordsReport:
    """What people wrote about in a period beside the one before it, by these themes, with examples."""
    now, before = (counts(connection, period, asked.filters) for period in (asked.period, asked.previous))
    built = words_report.build(asked.period, asked.previous, now, before, themes)
    found = quotes(connection, asked.period, asked.filters, [group.theme for group in built.shown])
    groups = [replace(group, quotes=found.get(group.theme, ())) for group in built.groups]
    return replace(built, groups=groups)


def causes(connection: Connection, asked: Asked, themes: Sequence[str]) -> list[ThemeGroup]:
    """What the comments of a period that speak ill are about, themes of most people first, with such words.

    What few people speak ill of is missing.
    """
    period = asked.period
    found = counts(connection, period, asked.filters, IS_ILL)
    shown = words_report.build(period, asked.previous, found, {}, themes).shown
    said = quotes(connection, period, asked.filters, [group.theme for group in shown], IS_ILL)
    return [replace(group, quotes=said.get(group.theme, ())) for group in shown]


def counts(
    connection: Connection, period: Period, only: Only, *conditions: ColumnElement[bool]
) -> dict[str | None, ThemeCounts]:
    """People and comments by theme, under None of all; themes that nobody wrote about are missing.

    The polarity of all is not worked out: a comment of several themes would count more than once. Further
    conditions are on the rows of themes.
    """
    rows = comment_themes.c
    people = func.count(rows.customer_id.distinct())
    displeased = func.count(when((IS_ILL, rows.customer_id)).distinct())
    by_theme = select(rows.theme, people, func.count(), func.avg(rows.sentiment), displeased)
    by_theme = by_theme.where(*conditions).group_by(rows.theme)
    found: dict[str | None, ThemeCounts] = {
        theme: ThemeCounts(n, comments, None if mean is None else float(mean), ill)
        for theme, n, comments, mean, ill in connection.execute(
            _of_period(by_theme, period.start, period.end, only)
        )
    }
    whole = select(people, func.count(rows.answer_id.distinct())).where(*conditions)
    n, comments = connection.execute(_of_period(whole, period.start, period.end, only)).one()
    return {**found, None: ThemeCounts(n, comments)}


def quotes(
    connection: Connection,
    period: Period,
    only: Only,
    themes: Sequence[str],
    *conditions: ColumnElement[bool],
) -> Mapping[str, tuple[ThemeQuote, ...]]:
    """The newest words about each of the themes, of up to QUOTES people; themes without any are missing.

    Further conditions are on the rows of themes.
    """
    if not themes:
        return {}
    theme, newest = comment_themes.c.theme, comment_themes.c.answer_id.desc()
    place = func.row_number().over(partition_by=theme, order_by=newest).label("place")
    wanted = select(theme, comment_themes.c.answer_id, place).where(theme.in_(themes), *conditions)
    ranked = _of_period(wanted, period.start, period.end, only).subquery()
    rows = connection.execute(
        select(ranked.c.theme, answers.c.customer_id, answers.c.day, answers.c.words)
        .join_from(ranked, answers, answers.c.id == ranked.c.answer_id)
        .where(
            ranked.c.place <= _LOOKED_AT,
            answers.c.superseded_at.is_(None),
            answers.c.words.is_not(None),
            answers.c.words != "",
        )
        .order_by(ranked.c.theme, ranked.c.place)
    )
    found: dict[str, dict[int, ThemeQuote]] = {}
    for name, customer_id, day, words in rows:
        found.setdefault(name, {}).setdefault(customer_id, ThemeQuote(day, words))
    return {
        name: tuple(words_report.different_first(of_theme.values())[:QUOTES])
        for name, of_theme in found.items()
    }


def touchpoints(start: date, end: date) -> Select[Any]:
    """Touchpoints of the comments of days [start, end), each as often as it stands."""
    found = select(answers.c.touchpoint, literal_column("1").label("n")).join_from(
        comment_themes, answers, answers.c.id == comment_themes.c.answer_id
    )
    return _of_period(found, start, end, {})


def _of_period(statement: Select[*Ts], start: date, end: date, only: Only) -> Select[*Ts]:
    """Without a filter the rows of themes are enough, which their index holds."""
    found = statement.where(comment_themes.c.day >= start, comment_themes.c.day < end)
    if only:
        wanted = answers.c.id == comment_themes.c.answer_id, *matches(answers, only)
        found = found.where(select(answers.c.id).where(*wanted).exists())
    return found

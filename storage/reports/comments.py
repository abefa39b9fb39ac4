"""The comments beside the scores of a survey, the newest first. Who wrote them is counted and not told."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, FromClause, and_, literal_column, select

from storage.reports import nps as scores
from storage.reports.grouping import Only, matches, named, without
from storage.tables import answers, comment_themes
from surveys.statistics import comments_report, suppression
from surveys.statistics.comments_report import LOOKED_AT, CommentsReport, NpsComment, ScoreBand
from surveys.statistics.periods import Asked, Period


def report(
    connection: Connection,
    question: tuple[str, str],
    asked: Asked,
    themes: Sequence[str],
    page: int,
    band: ScoreBand | None = None,
) -> CommentsReport:
    """The comments of a period, of those who gave a score of that band if one is named, a page of them.

    `question` are the ids of the survey and of the question whose scores stand beside the comments.
    """
    period, only = asked.period, asked.filters
    is_secret = scores.hides_choice(connection, *question, period, only) or any(
        value
        in comments_report.hidden_groups(newest(connection, question, period, without(only, name)), name)
        for name, value in only.items()
    )
    found = newest(connection, question, period, only)
    if band is not None:
        is_secret = is_secret or band in comments_report.hidden_bands(found)
        found = newest(connection, question, period, only, band)
    people = scores.latest(connection, *question, period, "touchpoint", without(only, "touchpoint"))
    built = comments_report.build(
        period,
        _with_themes(connection, found),
        themes,
        page,
        band=band,
        is_secret=is_secret,
        secret=suppression.hidden({name: counts.n for name, counts in people.items()}),
    )
    return replace(built, words=_words(connection, [one.answer_id for one in built.page]))


def newest(
    connection: Connection,
    question: tuple[str, str],
    period: Period,
    only: Only,
    band: ScoreBand | None = None,
) -> list[NpsComment]:
    """The newest comments of a period, LOOKED_AT at most, without their themes."""
    survey_id, question_id = question
    said, given = answers.alias("said"), answers.alias("given")
    beside = and_(
        given.c.conversation_id == said.c.conversation_id,
        given.c.question_id == question_id,
        given.c.superseded_at.is_(None),
    )
    wanted = (
        select(
            said.c.id,
            said.c.customer_id,
            said.c.day,
            given.c.score,
            named(said.c.touchpoint),
            named(said.c.segment),
            said.c.sentiment,
        )
        .join_from(said, given, beside, isouter=band is None)
        .where(is_comment(said), said.c.survey_id == survey_id, *matches(said, only))
        .where(said.c.day >= period.start, said.c.day < period.end)
        .order_by(said.c.day.desc(), said.c.id.desc())
        .limit(LOOKED_AT)
    )
    if band is not None:
        wanted = wanted.where(given.c.score.between(*band.limits))
    return [NpsComment(*row) for row in connection.execute(wanted)]


def is_comment(rows: FromClause) -> ColumnElement[bool]:
    """The condition that an answer is a comment that stands and has words, as the partial index says it."""
    return and_(
        rows.c.kind == literal_column("'text'"),
        rows.c.words.is_not(None),
        rows.c.words != literal_column("''"),
        rows.c.superseded_at.is_(None),
    )


def _with_themes(connection: Connection, found: Sequence[NpsComment]) -> list[NpsComment]:
    rows = connection.execute(
        select(comment_themes.c.answer_id, comment_themes.c.theme)
        .where(comment_themes.c.answer_id.in_([one.answer_id for one in found]))
        .order_by(comment_themes.c.answer_id, comment_themes.c.theme)
    )
    themes: dict[int, tuple[str, ...]] = {}
    for answer_id, theme in rows:
        themes[answer_id] = (*themes.get(answer_id, ()), theme)
    return [replace(one, themes=themes.get(one.answer_id, ())) for one in found]


def _words(connection: Connection, answer_ids: Collection[int]) -> dict[int, str]:
    found = select(answers.c.id, answers.c.words).where(answers.c.id.in_(answer_ids))
    return {answer_id: words for answer_id, words in connection.execute(found) if words}

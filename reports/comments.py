"""The comments behind the NPS: the newest first, a page at a time, of all scores or of one band of them."""

from functools import partial
from typing import Final

from reports.context import ReportContext
from reports.document import Block, Quotation
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import comments
from surveys.sentiment.polarity import Sentiment
from surveys.statistics.comments_report import CommentsReport, NpsComment, ScoreBand
from surveys.statistics.scores import Level
from texts.quoting import quoted, shortened

_LENGTH: Final = 300
_THEMES: Final = 5
_THEMES_OF_ONE: Final = 2
_COLOURS: Final = {Sentiment.NEGATIVE: "🔴", Sentiment.NEUTRAL: "🟡", Sentiment.POSITIVE: "🟢"}

_SENTIMENTS: Final = {
    Sentiment.NEGATIVE: "comments-negative",
    Sentiment.NEUTRAL: "comments-neutral",
    Sentiment.POSITIVE: "comments-positive",
}


def read(
    connection: Connection, context: ReportContext, request: ReportRequest, band: ScoreBand | None = None
) -> CommentsReport:
    """A page of the comments of the period, and how many people wrote them."""
    themes = [theme.id for theme in context.themes.themes]
    return comments.report(connection, context.nps_question, request.asked, themes, request.page, band)


def render(report: CommentsReport, formatter: Formatter) -> list[Block]:
    """How many wrote, with which sentiment and about what; then each comment, shortened and made harmless."""
    foot = formatter.foot(report.period)
    period = formatter.label_of(report.period)
    if report.level is Level.HIDDEN:
        name = "comments-few" if report.people else "comments-none"
        return [formatter.text(name, period=period), "", foot]
    blocks: list[Block] = [_head(report, formatter, period), *_counts(report, formatter)]
    for one in report.page:
        blocks += ["", _line(one, formatter), Quotation(_words(report, one))]
    return [*blocks, "", foot]


def _head(report: CommentsReport, formatter: Formatter, period: str) -> str:
    if report.band is not None:
        period = formatter.text("comments-band", period=period, scores=_scores(report.band))
    people = formatter.many("comments-people", report.people)
    counted = formatter.many("comments-counted", report.comments)
    name = "comments-newest" if report.is_part else "comments-head"
    return formatter.text(name, period=period, people=people, comments=counted)


def _counts(report: CommentsReport, formatter: Formatter) -> list[str]:
    """By band of score, sentiment and theme, how many people; what may not be told is left out."""
    number, text = formatter.number, formatter.text
    sentiments = [
        f"{_COLOURS[one]} {text(_SENTIMENTS[one])} {number(report.sentiments[one])}"
        for one in Sentiment
        if one in report.sentiments
    ]
    bands = [f"{_scores(band)}: {number(n)}" for band, n in report.bands.items()]
    themes = [f"{formatter.label('theme', name)} {number(n)}" for name, n in report.themes[:_THEMES]]
    lines = [" · ".join(sentiments)] if sentiments else []
    for name, parts in (("comments-scores", bands), ("comments-themes", themes)):
        lines += [text(name, counts=" · ".join(parts))] if parts else []
    return lines


def _scores(band: ScoreBand) -> str:
    lowest, highest = band.limits
    return f"{lowest}–{highest}"


def _line(one: NpsComment, formatter: Formatter) -> str:
    """`🔴 12 окт. 2026 · оценка 3 · Доставка · Ожидание`, of which what may not be told is left out."""
    colour = "⚪" if one.sentiment is None else _COLOURS[one.sentiment]
    score = None if one.score is None else formatter.text("comments-score", score=str(one.score))
    touchpoint = formatter.label("touchpoint", one.touchpoint) if one.touchpoint else None
    themes = ", ".join(formatter.label("theme", name) for name in one.themes[:_THEMES_OF_ONE])
    return " · ".join(filter(None, [f"{colour} {formatter.day(one.day)}", score, touchpoint, themes]))


def _words(report: CommentsReport, one: NpsComment) -> str:
    words = " ".join(quoted(report.words.get(one.answer_id, "")).split())
    return shortened(words, _LENGTH) or "…"


def _of(band: ScoreBand, button: str) -> Tab[CommentsReport]:
    return Tab(partial(read, band=band), render, button, has_picture=False, pages=_pages, beside="words")


def _pages(report: CommentsReport) -> int:
    return report.pages


TABS: Final = {
    "words": Tab(read, render, "button-comments", has_picture=False, pages=_pages),
    "low": _of(ScoreBand.DETRACTORS, "button-comments-detractors"),
    "mid": _of(ScoreBand.PASSIVES, "button-comments-passives"),
    "high": _of(ScoreBand.PROMOTERS, "button-comments-promoters"),
}
"""All comments, and those of each band of scores, by the names of their tabs."""

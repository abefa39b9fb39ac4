"""`/words`: what customers write about, theme by theme, and what they say of each."""

from typing import Final

from reports.context import ReportContext
from reports.document import Block, Quotation, Table, bar
from reports.formatter import Formatter
from reports.report import Report, Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import themes
from surveys.sentiment.polarity import Sentiment, sentiment_of
from surveys.statistics import words_report
from surveys.statistics.scores import Level
from surveys.statistics.words_report import ThemeCounts, ThemeGroup, WordsReport
from texts.quoting import quoted, shortened

_BAR: Final = 8
_THEMES: Final = 10
_QUOTED: Final = 5
"""Themes of which words are shown in a chat."""
_LENGTH: Final = 200
_COLOURS: Final = {Sentiment.NEGATIVE: "🔴", Sentiment.NEUTRAL: "🟡", Sentiment.POSITIVE: "🟢"}


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> WordsReport:
    """The themes of the comments of the period and of the one before it."""
    return themes.report(connection, request.asked, [theme.id for theme in context.themes.themes])


def render(report: WordsReport, formatter: Formatter) -> list[Block]:
    """How many wrote, then a row for each theme with its people and which way they lean."""
    if report.level is Level.HIDDEN:
        return _nothing(report, formatter)
    rows = [_row(group, report, formatter) for group in report.shown[:_THEMES]]
    table: list[Block] = [Table(tuple(rows), has_bars=True)] if rows else [formatter.text("words-no-themes")]
    return [_head(report, formatter), "", *table, *_changes(report, formatter), *_rest(report, formatter), "",
            formatter.text("words-how"), formatter.foot(report.period)]  # fmt: skip


def _nothing(report: WordsReport, formatter: Formatter) -> list[Block]:
    if not formatter.has_begun(report.period):
        return list[Block](formatter.not_begun(report.period))
    name = "words-few" if report.whole.people else "words-none"
    return [formatter.text(name, period=formatter.label_of(report.period)), "", formatter.foot(report.period)]


def _head(report: WordsReport, formatter: Formatter) -> str:
    people = formatter.many("words-people", report.whole.people)
    return formatter.text("words-head", period=formatter.label_of(report.period), people=people)


def _row(group: ThemeGroup, report: WordsReport, formatter: Formatter) -> tuple[str, ...]:
    largest = report.shown[0].counts.people
    name = f"{_colour(group.counts)} {formatter.label('theme', group.theme)}"
    return name, formatter.number(group.counts.people), bar(group.counts.people, largest, _BAR)


def _colour(counts: ThemeCounts) -> str:
    return "⚪" if counts.polarity is None else _COLOURS[sentiment_of(counts.polarity)]


def _changes(report: WordsReport, formatter: Formatter) -> list[str]:
    """Nothing is said of a change that may be chance."""
    lines = []
    for group in report.shown:
        change = group.change
        if change is not None and change.is_proven:
            name = "words-rose" if change.value > 0 else "words-fell"
            theme = formatter.label("theme", group.theme)
            lines.append(formatter.text(name, theme=theme, n=group.previous.x))
    return lines[:3]


def _rest(report: WordsReport, formatter: Formatter) -> list[str]:
    rest = [group for group in report.groups if not group.theme and group.level is not Level.HIDDEN]
    return [formatter.many("words-without", group.counts.people) for group in rest]


def render_quotes(report: WordsReport, formatter: Formatter) -> list[Block]:
    """What people say of each theme that enough of them wrote about, shortened and made harmless."""
    if report.level is Level.HIDDEN:
        return _nothing(report, formatter)
    blocks: list[Block] = [_head(report, formatter)]
    for group in report.shown[:_QUOTED]:
        blocks += ["", f"{_colour(group.counts)} {formatter.label('theme', group.theme)}"]
        for quote in group.quotes:
            words = " ".join(quoted(quote.words).split())
            blocks.append(Quotation(f"{formatter.day(quote.day)} · {shortened(words, _LENGTH) or '…'}"))
    return [*blocks, "", formatter.foot(report.period)]


WORDS: Final = Report(
    name="words",
    main=Tab(read, render, "button-words", has_picture=False),
    others={"quotes": Tab(read, render_quotes, "button-quotes", has_picture=False)},
    as_json=words_report.as_json,
    touchpoints=themes.touchpoints,
)

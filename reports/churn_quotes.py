"""What leavers said in their own words: with the day and the reason, without the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.context import ReportContext
from reports.document import Block, Quotation
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import quotes
from storage.reports.quotes import Quote
from surveys.statistics.periods import Period
from texts.quoting import quoted, shortened

_SHOWN: Final = 6
_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class ChurnQuotes:
    period: Period
    newest: Sequence[Quote]


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> ChurnQuotes:
    """The newest words of those who left in the period."""
    period = request.period
    found = quotes.of_leavers(connection, period.start, period.end, request.touchpoint, _SHOWN)
    return ChurnQuotes(period, found)


def render(found: ChurnQuotes, formatter: Formatter) -> list[Block]:
    """The words of leavers, each with its day and reason, shortened and made harmless."""
    period, foot = formatter.label_of(found.period), formatter.foot(found.period)
    if not found.newest:
        return [formatter.text("churn-quotes-none", period=period), "", foot]
    blocks: list[Block] = [formatter.text("churn-quotes", period=period)]
    for one in found.newest:
        words = " ".join(quoted(one.words).split())
        blocks.append(f"{formatter.day(one.day)} · {formatter.label('reason', one.reason)}")
        blocks.append(Quotation(shortened(words, _LENGTH) or "…"))
    return [*blocks, "", foot]


TAB: Final = Tab(read, render, "button-quotes", has_picture=False)

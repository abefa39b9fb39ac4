"""What leavers said in their own words: with the day and the reason, without the name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reports.context import ReportContext
from reports.document import Block, Quotation
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import churn, quotes
from storage.reports.quotes import Quote
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level
from texts.quoting import quoted, shortened

_SHOWN: Final = 6
_LISTED: Final = 120
"""The newest quotes that are paged through, the same words once."""
_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class ChurnQuotes:
    period: Period
    newest: Sequence[Quote]
    """Each with words of its own; those of a reason that too few named have none."""
    hidden: int = 0
    """How many told why, where these are too few for anything of them to be shown; 0 where it may be."""
    page: int = 0
    """The page of a chat, from 0."""

    @property
    def pages(self) -> int:
        """How many pages they fill; at least one."""
        return max(1, -(-len(self.newest) // _SHOWN))

    @property
    def shown(self) -> Sequence[Quote]:
        """Those on the page; the last page stands for any behind it."""
        start = min(self.page, self.pages - 1) * _SHOWN
        return self.newest[start : start + _SHOWN]


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> ChurnQuotes:
    """The newest words of those who left in the period, as far as the report shows of what they told."""
    period = request.period
    whole = churn.report(connection, request.asked, request.now).whole
    if whole.level is Level.HIDDEN:
        return ChurnQuotes(period, [], whole.answered)
    told = {cause.reason for cause in whole.causes if not whole.is_secret(cause)}
    found = quotes.of_leavers(connection, period.start, period.end, request.touchpoint, _LISTED)
    newest = [one if one.reason in told else replace(one, reason=None) for one in _distinct(found)]
    return ChurnQuotes(period, newest, page=request.page)


def _distinct(found: Sequence[Quote]) -> Iterable[Quote]:
    """What many say in the same words is read once, as it was said last."""
    newest: dict[str, Quote] = {}
    for one in found:
        newest.setdefault(" ".join(one.words.split()).casefold(), one)
    return newest.values()


def render(found: ChurnQuotes, formatter: Formatter) -> list[Block]:
    """The words of leavers, each with its day and reason, shortened and made harmless."""
    period, foot = formatter.label_of(found.period), formatter.foot(found.period)
    if found.hidden:
        return [formatter.text("churn-reasons-hidden", count=str(found.hidden)), "", foot]
    if not found.newest:
        return [formatter.text("churn-quotes-none", period=period), "", foot]
    blocks: list[Block] = [formatter.text("churn-quotes", period=period)]
    for one in found.shown:
        words = " ".join(quoted(one.words).split())
        reason = [formatter.label("reason", one.reason)] if one.reason else []
        blocks.append(" · ".join([formatter.day(one.day), *reason]))
        blocks.append(Quotation(shortened(words, _LENGTH) or "…"))
    return [*blocks, "", foot]


TAB: Final = Tab(read, render, "button-quotes", has_picture=False, pages=lambda found: found.pages)

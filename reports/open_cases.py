"""Open cases as a manager sees them: which, how angry, how long, with whom. Customers have no names here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reports import case_summary
from reports.context import ReportContext
from reports.document import Block
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.cases import cases
from storage.cases.cases import ListedCase
from storage.engines.database import Connection

_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class OpenCases:
    n: int
    first: Sequence[ListedCase]
    """The gloomiest, then the oldest."""
    now: datetime


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> OpenCases:
    """How many cases are open, and the first few of them: of the touchpoint where the report is of one."""
    only = request.filters
    return OpenCases(cases.count_open(connection, only), cases.board(connection, _LISTED, only), request.now)


def render(found: OpenCases, formatter: Formatter) -> list[Block]:
    """The list in words, two lines a case; a sentence of its own where none is open."""
    if not found.n:
        where = formatter.touchpoint
        text_id = "complaints-open-none" if where is None else "complaints-open-none-here"
        return [formatter.text(text_id, touchpoint=where or "")]
    blocks: list[Block] = [_head(found.n, formatter)]
    for one in found.first:
        blocks += ["", *_lines(one, found.now, formatter)]
    if (left := found.n - len(found.first)) > 0:
        blocks += ["", formatter.text("complaints-open-more", cases=formatter.number(left))]
    return blocks


def _head(n: int, formatter: Formatter) -> str:
    where = formatter.touchpoint
    text_id = "complaints-open" if where is None else "complaints-open-here"
    return formatter.text(text_id, cases=formatter.number(n), touchpoint=where or "")


def _lines(one: ListedCase, now: datetime, formatter: Formatter) -> tuple[str, str]:
    context, language = formatter.context, formatter.language
    age = formatter.duration((now - one.case.opened_at).total_seconds())
    state = case_summary.status(one.case, one.holder, one.answered_by, context, language)
    return case_summary.heading(one.case, context, language), f"{age} · {state}"


TAB: Final = Tab(read, render, "button-open-cases", is_current=True, has_picture=False)

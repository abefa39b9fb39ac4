"""Whom to call back: the people behind the low scores of the NPS, each with what became of it and a button.

It is a list of work and no statistic: managers see names here as they do in the list of cases.
"""

from typing import Final

from reports.buttons import Button, Rows
from reports.callback_state import CallbackState, unpack
from reports.context import ReportContext
from reports.document import Block, Quotation
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import detractors
from storage.reports.detractors import Detractor, DetractorList
from storage.rows import Case
from surveys.base36 import base36
from texts.quoting import inline, quoted, shortened

BUTTON: Final = "cb"
"""How the data of a button that calls back begin: with a longer word they would not fit into 64 bytes."""
_LENGTH: Final = 300
_NAME: Final = 40
_REPORT, _TAB = "nps", "call"


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> DetractorList:
    """A page of those whose latest score of the period is low."""
    return detractors.page_of(connection, context.nps_question, request.asked, request.page)


def render(found: DetractorList, formatter: Formatter) -> list[Block]:
    """Each with the score, the words and the case; their numbers stand on the buttons."""
    period, foot = formatter.label_of(found.period), formatter.foot(found.period)
    if not found.n:
        return [formatter.text("detractors-none", period=period), "", foot]
    blocks: list[Block] = [formatter.many("detractors-head", found.n, period=period)]
    for number, one in enumerate(found.people, found.first):
        blocks += ["", f"{number}. {_line(one, formatter)}", *_words(one), *_outcome(one, formatter)]
    return [*blocks, "", formatter.text("detractors-how"), foot]


def rows(found: DetractorList, shown: CallbackState, formatter: Formatter) -> Rows:
    """A row with a button for each of the page who may be called back."""
    buttons: list[Button] = [
        {
            "text": formatter.text("button-call-back", n=str(number)),
            "callback_data": data(one.answer_id, shown),
        }
        for number, one in enumerate(found.people, found.first)
        if one.may_be_called
    ]
    return [buttons] if buttons else []


def data(answer_id: int, shown: CallbackState) -> str:
    """The data of the button that calls back whoever gave that score, under a list that shows that state."""
    page = str(shown.page) if shown.page else ""
    return ":".join((BUTTON, base36(answer_id), shown.period, shown.touchpoint, shown.picture, page))


def unpacked(rest: str) -> tuple[str, CallbackState] | None:
    """The answer's id in base 36 and the list that was shown; None for what no button of ours carries.

    `rest` is what stands behind the first colon.
    """
    answer_id, _, words = rest.partition(":")
    period, _, others = words.partition(":")
    touchpoint, _, others = others.partition(":")
    picture, _, page = others.partition(":")
    shown = unpack(":".join([_REPORT, period, touchpoint, _TAB, picture, *filter(None, [page])]))
    return None if shown is None else (answer_id, shown)


def _line(one: Detractor, formatter: Formatter) -> str:
    score = formatter.text("detractors-score", score=str(one.score))
    touchpoint = formatter.label("touchpoint", one.touchpoint) if one.touchpoint else None
    unnamed = "customer-unnamed" if one.is_known else "detractors-forgotten"
    name = inline(one.name, _NAME, otherwise=formatter.text(unnamed))
    return " · ".join(filter(None, [name, score, formatter.day(one.day), touchpoint]))


def _words(one: Detractor) -> list[Block]:
    words = " ".join(quoted(one.words or "").split())
    return [Quotation(shortened(words, _LENGTH))] if words else []


def _outcome(one: Detractor, formatter: Formatter) -> list[Block]:
    changed: list[Block] = [] if one.stands else [formatter.text("detractors-changed")]
    if one.case is None:
        return changed
    return [*changed, formatter.text(_state(one.case), number=str(one.case.number))]


def _state(case: Case) -> str:
    return "detractors-case-open" if case.closed_at is None else "detractors-case-closed"


TAB: Final = Tab(
    read, render, "button-detractors", has_picture=False, pages=lambda found: found.pages, rows=rows
)

"""The tab of `/complaints` with those of the team who agreed to be named: cases solved, and thanks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.context import ReportContext
from reports.document import Block, Quotation
from reports.formatter import Formatter
from reports.report import Tab
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.people import named_staff
from storage.reports import staff_board
from surveys.statistics.periods import Period
from surveys.statistics.staff_board import PRAISE_WITHIN, AgentNumbers, ranked
from texts.quoting import inline, quoted, shortened

_SHOWN: Final = 10
_LENGTH: Final = 150


@dataclass(frozen=True, slots=True)
class StaffBoard:
    period: Period
    is_on: bool
    agents: Sequence[AgentNumbers] = ()
    """Those who may be shown, in the order in which they are."""


def read(connection: Connection, context: ReportContext, request: ReportRequest) -> StaffBoard:
    """The board of the period; nothing is read where the company has not switched it on."""
    if not context.has_board:
        return StaffBoard(request.period, is_on=False)
    named = named_staff.named(connection)
    found = staff_board.board(connection, request.period, request.filters, named)
    return StaffBoard(request.period, True, ranked(found))


def render(found: StaffBoard, formatter: Formatter) -> list[Block]:
    """Each of them in two lines, with some of the words of their customers."""
    if not found.is_on:
        return [formatter.text("board-off")]
    blocks: list[Block] = [formatter.text("board-head", period=formatter.label_of(found.period))]
    for agent in found.agents[:_SHOWN]:
        blocks += ["", *_agent(agent, formatter)]
    if found.agents:
        blocks += ["", formatter.text("board-how", days=str(PRAISE_WITHIN.days))]
    else:
        blocks += ["", formatter.text("board-none")]
    return [*blocks, "", formatter.foot(found.period)]


def _agent(agent: AgentNumbers, formatter: Formatter) -> list[Block]:
    parts = [formatter.text("board-agent", agent=inline(agent.name), n=formatter.number(agent.solved))]
    for text, times in (("board-first-reply", agent.first_reply), ("board-solution", agent.solution)):
        if times.median_s is not None:
            parts.append(formatter.text(text, median=formatter.duration(times.median_s)))
    share, interval = agent.helped_share, agent.helped_interval
    if share is not None and interval is not None:
        limits = {"low": formatter.bare_share(interval.low), "high": formatter.bare_share(interval.high)}
        shown, n = formatter.whole_share(share), formatter.number(agent.asked)
        parts.append(formatter.text("board-helped", share=shown, n=n, **limits))
    lines: list[Block] = [" · ".join(parts)]
    if agent.praise:
        lines.append(formatter.text("board-praise", n=formatter.number(agent.praise)))
    for praise in agent.quotes:
        words = " ".join(quoted(praise.words).split())
        lines.append(Quotation(f"{formatter.day(praise.day)} · {shortened(words, _LENGTH) or '…'}"))
    return lines


def _is_on(context: ReportContext) -> bool:
    return context.has_board


TAB: Final = Tab(read, render, "button-board", has_picture=False, is_offered=_is_on)

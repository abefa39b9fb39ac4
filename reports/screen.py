"""A report in a chat: its words, the buttons under them and the picture that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reports import touchpoint_search
from reports.buttons import ReportButtons, Rows
from reports.callback_state import CallbackState, touchpoint_key
from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.document import Block, as_html
from reports.formatter import Formatter
from reports.job import PictureJob, ReportJob
from reports.report import Report
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import touchpoints
from surveys.statistics import period_text
from texts.quoting import inline

_WORD: Final = 50


@dataclass(frozen=True, slots=True)
class Screen:
    text: str
    rows: Rows
    """The rows of the keyboard."""
    is_html: bool = False
    message_id: int | None = None
    """The message that it is put into; None sends a new one."""
    picture: PictureJob | None = None


def compose(connection: Connection, context: ReportContext, job: ReportJob) -> Screen:
    """The report, or in a sentence why there is none: the touchpoint is unknown, the button out of date."""
    report = REPORTS[job.report]
    touchpoint = touchpoint_search.find(connection, context, report, job)
    request = job.request.of_touchpoint(touchpoint)
    view = _View(report, job, request, Formatter.of(context, job.language, request))
    if touchpoint is None and job.touchpoint_key:
        return Screen(view.formatter.text("report-button-stale"), [])
    if touchpoint is None and job.request.touchpoint:
        return Screen(view.unknown(connection, job.request.touchpoint), view.rows(connection))
    tab = report.tabs[job.tab]
    numbers = tab.read(connection, context, request)
    named = tab.touchpoints(numbers) if tab.touchpoints else None
    own = tab.rows(numbers, view.state(), view.formatter) if tab.rows else []
    rows = own + view.rows(connection, tab.pages(numbers) if tab.pages else 1, named)
    blocks = view.blocks(numbers)
    return Screen(as_html(blocks), rows, True, job.message_id, view.picture())


@dataclass(frozen=True, slots=True)
class _View:
    report: Report[Any]
    job: ReportJob
    request: ReportRequest
    """The request with the touchpoint that was found."""
    formatter: Formatter

    def unknown(self, connection: Connection, touchpoint: str) -> str:
        """The sentence for a touchpoint that no data name."""
        if self.report.touchpoints is None:
            return self.formatter.text("touchpoint-none-here")
        text_id = "touchpoint-unknown" if self._offered(connection) else "touchpoint-unknown-alone"
        return self.formatter.text(text_id, touchpoint=inline(touchpoint, _WORD))

    @property
    def is_to_come(self) -> bool:
        """Whether a tab is of days that have not begun; the first tab says so in words of its own."""
        tab = self.report.tabs[self.job.tab]
        is_main = tab is self.report.main
        return not (is_main or tab.is_current or self.formatter.has_begun(self.request.period))

    def blocks(self, numbers: Any) -> Sequence[Block]:
        """What the tab says of them, or that its days have not begun."""
        if self.is_to_come:
            return self.formatter.not_begun(self.request.period)
        return self.report.tabs[self.job.tab].render(numbers, self.formatter)

    def rows(self, connection: Connection, pages: int = 1, named: Sequence[str] | None = None) -> Rows:
        """The buttons, of touchpoints those `named` if any are; a tab of how things are now has none of these
        and none for periods.
        """
        buttons = ReportButtons(self.state(), self.request, self.formatter)
        tabs = buttons.pages(pages) + buttons.tabs(self._labels(self._chosen)) + buttons.tabs(self._labels())
        if self.report.tabs[self.job.tab].is_current:
            return tabs
        places = self._offered(connection) if named is None else named
        return buttons.periods() + buttons.touchpoints(places) + tabs

    def picture(self) -> PictureJob | None:
        """The job that draws the picture after the words were sent; None where there is none to draw.

        A tab without a picture sends none, but what stands below is of the period and the touchpoint chosen.
        """
        job, tab = self.job, self.report.tabs[self.job.tab]
        replaces = job.message_id is not None
        follows = replaces and not tab.is_current and self.request.page == 0
        if self.report.picture is None or not (tab.has_picture or follows):
            return None
        place = self.state().place(job.chat_id)
        return PictureJob(job.report, self.request, job.language, job.chat_id, place, replaces)

    @property
    def _chosen(self) -> str:
        """The tab that is shown, or the one that it narrows."""
        return self.report.tabs[self.job.tab].beside or self.job.tab

    def _labels(self, beside: str | None = None) -> list[tuple[str, str]]:
        """The tabs that narrow that one, or none for None: their names and the ids of their texts."""
        context = self.formatter.context
        return [
            (name, tab.button)
            for name, tab in self.report.tabs.items()
            if tab.beside == beside and (tab.is_offered is None or tab.is_offered(context))
        ]

    def _offered(self, connection: Connection) -> list[str]:
        """The period's touchpoints, the busiest first; all there are where an unknown one was typed."""
        source, period = self.report.touchpoints, self.request.period
        if source is None:
            return []
        found = touchpoints.busiest(connection, source, period.start, period.end)
        is_unknown = self.request.touchpoint is None and self.job.request.touchpoint is not None
        return touchpoints.named(connection, source) if is_unknown and not found else found

    def state(self) -> CallbackState:
        """What is shown, as buttons carry it."""
        period = period_text.spelled(self.request.asked, self.request.now)
        key = touchpoint_key(self.request.touchpoint) if self.request.touchpoint else ""
        page = self.request.page
        return CallbackState(self.job.report, period, self.job.picture, key, self.job.tab, page)

"""What stands on the page: the documents of reports for whatever can be chosen, and the words around them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from reports.catalogue import REPORTS
from reports.context import ReportContext
from reports.document import as_html
from reports.formatter import Formatter, without_sign
from reports.job import PageJob
from reports.month_history import MonthHistory
from reports.numbers import document_of
from reports.page import choices
from reports.page.page_texts import texts_of
from reports.page.sections import PageSection, PageSource, known_sections
from reports.report import Report
from reports.request import TOUCHPOINT, ReportRequest
from storage.engines.database import Connection
from storage.engines.shared_reads import sharing
from surveys.statistics.document import NAMELESS
from surveys.statistics.periods import Asked
from surveys.statistics.scores import FULL_FROM, HIDDEN_BELOW

ROWS: Final = 250
"""Rows of a document at most; the page says where it has fewer than there are."""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A report as `otklik report NAME --json` says it, and what it was asked for."""

    report: str
    by: str | None
    period: str
    """The key of the period, or the first day of a month of the trend."""
    comparison: str
    touchpoint: str | None
    document: Mapping[str, Any]
    rows: int
    """How many rows the report has; the document may have fewer."""

    def to_json(self) -> dict[str, Any]:
        """The document and what it was asked for, as plain values."""
        return {
            "report": self.report,
            "by": self.by,
            "period": self.period,
            "comparison": self.comparison,
            "touchpoint": self.touchpoint,
            "document": self.document,
            "rows": self.rows,
        }


@dataclass(frozen=True, slots=True)
class PageData:
    """All that stands on the page."""

    facts: Mapping[str, Any]
    """Who, when, in which words, and what can be chosen."""
    touchpoints: Sequence[str]
    """Those whose rows stand on the page, the busiest first."""
    documents: Sequence[PageDocument]
    fallback: Sequence[str]
    """The words of each report, escaped, for a reader whose browser runs no scripts."""

    def to_json(self, listed: int) -> dict[str, Any]:
        """The page's data as plain values, with the rows of so many touchpoints."""
        names = self.touchpoints[:listed]
        return {
            **self.facts,
            "touchpoints": names[: choices.TOUCHPOINTS],
            "unlisted": len(self.touchpoints) - len(names),
            "documents": [
                _of_touchpoints(one, names).to_json()
                for one in self.documents
                if one.touchpoint is None or one.touchpoint in names
            ],
        }


def collect(connection: Connection, context: ReportContext, job: PageJob) -> PageData:
    """Read all that the page shows."""
    return _Collection(sharing(connection), context, job).data()


def _of_touchpoints(one: PageDocument, names: Sequence[str]) -> PageDocument:
    """The same without the rows of touchpoints that are not named."""
    if one.by != TOUCHPOINT:
        return one
    rows = [row for row in one.document["rows"] if row.get("group") in (None, NAMELESS, *names)]
    return replace(one, document={**one.document, "rows": rows})


class _Collection:
    def __init__(self, connection: Connection, context: ReportContext, job: PageJob) -> None:
        self.connection, self.context, self.now = connection, context, job.now
        self.periods = choices.periods(job.now, context.zone)
        self.sections = list(known_sections(REPORTS))
        self.first = ReportRequest(next(iter(self.periods.values())), job.now)
        self.formatter = Formatter.of(context, job.language, self.first)
        self.months = MonthHistory(self.first, self.formatter).months()
        self.words: dict[str, Callable[[], str]] = {}
        """What each report says in the chat, of what was read of it first: the first period."""

    def data(self) -> PageData:
        reports = [REPORTS[source.report] for section in self.sections for source in section.sources]
        year = max((asked.period for asked in self.periods.values()), key=lambda one: one.end - one.start)
        touchpoints = choices.busiest(self.connection, reports, year)
        documents = [
            document
            for section in self.sections
            for source in section.sources
            for document in self._documents(source, touchpoints[: choices.TOUCHPOINTS])
        ]
        return PageData(self._facts(), touchpoints, documents, [said() for said in self.words.values()])

    def _documents(self, source: PageSource, touchpoints: Sequence[str]) -> Iterator[PageDocument]:
        kind = REPORTS[source.report]
        is_filtered = source.is_filtered and kind.touchpoints is not None
        for key, asked in self.periods.items() if source.is_periodic else ():
            found = choices.comparisons(asked) if source.is_compared else {choices.BEFORE: asked}
            for comparison, compared in found.items():
                request = ReportRequest(compared, self.now, source.by)
                # What only programs are told is of these days alone, whatever they are beside.
                full = kind.read_for_programs if source.is_full and comparison == choices.BEFORE else None
                read = (full or kind.main.read)(self.connection, self.context, request)
                yield self._document(kind, key, comparison, request, read)
                if is_filtered:
                    yield from self._of_touchpoints(kind, key, comparison, request, touchpoints)
        if source.is_monthly:
            for month in self.months:
                request = ReportRequest(Asked(month, month.before, {}), self.now, source.by)
                key = month.start.isoformat()
                yield self._document(kind, key, choices.BEFORE, request, self._read(kind, request))

    def _of_touchpoints(
        self, kind: Report[Any], key: str, comparison: str, request: ReportRequest, names: Sequence[str]
    ) -> Iterator[PageDocument]:
        requests = [request.of_touchpoint(name) for name in names]
        if kind.read_touchpoints is None:
            found: Sequence[Any] = [self._read(kind, one) for one in requests]
        else:
            found = kind.read_touchpoints(self.connection, self.context, request, names)
        for one, read in zip(requests, found, strict=True):
            yield self._document(kind, key, comparison, one, read)

    def _read(self, kind: Report[Any], request: ReportRequest) -> Any:
        return kind.main.read(self.connection, self.context, request)

    def _document(
        self, kind: Report[Any], key: str, comparison: str, request: ReportRequest, read: Any
    ) -> PageDocument:
        self.words.setdefault(kind.name, lambda: as_html(kind.main.render(read, self.formatter)))
        found = document_of(self.connection, kind, read, request)
        rows, place = found["rows"], request.touchpoint
        document = {**found, "rows": rows[:ROWS]}
        return PageDocument(kind.name, request.by, key, comparison, place, document, len(rows))

    def _facts(self) -> dict[str, Any]:
        formatter, history = self.formatter, MonthHistory(self.first, self.formatter)
        return {
            "business": self.context.business,
            "language": formatter.language,
            "currency": formatter.currency_sign,
            "made": formatter.moment(),
            "timezone": self.context.zone.key,
            "texts": texts_of(self.context.texts, formatter.language),
            "labels": {code: without_sign(name) for code, name in formatter.labels.items()},
            "nameless": NAMELESS,
            "limits": {"hidden": HIDDEN_BELOW, "few": FULL_FROM},
            "targets": {"nps": self.context.targets.nps, "churn": self.context.targets.churn},
            "periods": [self._period(key, asked) for key, asked in self.periods.items()],
            "months": [
                {
                    "key": month.start.isoformat(),
                    "label": formatter.day(month.start, "LLL yy"),
                    "running": history.is_running(month),
                }
                for month in self.months
            ],
            "sections": [_section(section, formatter) for section in self.sections],
        }

    def _period(self, key: str, asked: Asked) -> dict[str, Any]:
        against = choices.comparisons(asked)
        return {
            "key": key,
            "days": self.formatter.dates(asked.period),
            "against": {name: self.formatter.dates(one.previous) for name, one in against.items()},
        }


def _section(section: PageSection, formatter: Formatter) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": formatter.text(section.title),
        "sources": [{"report": source.report, "by": source.by} for source in section.sources],
    }

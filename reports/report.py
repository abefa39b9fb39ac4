"""What a report is: an object that says all there is to say of it, listed in the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reports.buttons import Rows
from reports.callback_state import CallbackState
from reports.charts.drawing import Chart
from reports.context import ReportContext
from reports.document import Block
from reports.formatter import Formatter
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports.touchpoints import TouchpointSource
from surveys.statistics.periods import USUAL

Numbers = TypeVar("Numbers")

Picture = Callable[[Connection, ReportContext, ReportRequest, Formatter], Chart | None]
"""None where there is too little to show."""


@dataclass(frozen=True, slots=True)
class Tab(Generic[Numbers]):
    """One view of a report, opened by a button of its own."""

    read: Callable[[Connection, ReportContext, ReportRequest], Numbers]
    render: Callable[[Numbers, Formatter], Sequence[Block]]
    button: str = ""
    """Id of its text; the only tab of a report has none."""
    is_current: bool = False
    """Shows how things are now, whatever the period and the filter: it has no buttons for them."""
    has_picture: bool = True
    """Whether it sends the report's picture; one that is there already follows what is chosen in any tab."""
    is_offered: Callable[[ReportContext], bool] | None = None
    """Whether the company has this view; None where every company does."""
    pages: Callable[[Numbers], int] | None = None
    """How many pages the numbers fill; None for a view that is one page."""
    touchpoints: Callable[[Numbers], Sequence[str]] | None = None
    """Those whose buttons the view needs; None where the busiest do."""
    rows: Callable[[Numbers, CallbackState, Formatter], Rows] | None = None
    """Buttons of its own above all others; None for none."""
    beside: str | None = None
    """The tab that it narrows: its button stands under that one and its like only; None for all others."""


@dataclass(frozen=True, slots=True)
class Report(Generic[Numbers]):
    name: str
    """Its command in Telegram and its name for `otklik report`."""
    main: Tab[Numbers]
    as_json: Callable[[Numbers], dict[str, Any]]
    """The document that docs/reference.md describes under *Reports for programs*."""
    read_for_programs: Callable[[Connection, ReportContext, ReportRequest], Numbers] | None = None
    """What the document is made of where it holds more than the first tab; None where that is all."""
    read_touchpoints: (
        Callable[[Connection, ReportContext, ReportRequest, Sequence[str]], Sequence[Numbers]] | None
    ) = None
    """The first tab of each of several touchpoints in its usual groups, read together.

    None where each is read by itself.
    """
    picture: Picture | None = None
    others: Mapping[str, Tab[Any]] = field(default_factory=dict)
    """Further tabs by the name that their buttons carry: at most six letters."""
    groups: tuple[str, ...] = ()
    """What its groups may be."""
    touchpoints: TouchpointSource | None = None
    """Where the touchpoints that have data stand; None for a report that is one for all of them."""
    usual: str = USUAL
    """The period of whoever names none, in words of surveys.statistics.periods."""

    @property
    def tabs(self) -> Mapping[str, Tab[Any]]:
        """All tabs of the report by name; that of the first is empty."""
        return {"": self.main, **self.others}

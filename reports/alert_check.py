"""The nightly look at the statistics: which scores dropped and which complaints rose for sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from reports import complaints, nps
from reports.context import ReportContext
from reports.formatter import Formatter, labels_of
from reports.request import ReportRequest
from storage.engines.database import Connection
from storage.reports import verbatims
from surveys.statistics.alerts import dropped, risen
from surveys.statistics.complaints_report import ComplaintsGroup
from surveys.statistics.nps_report import NpsGroup
from surveys.statistics.periods import Asked, Period
from surveys.statistics.rates import Count
from surveys.statistics.scores import HIDDEN_BELOW, signed
from surveys.statistics.scores import nps as score_of
from texts.quoting import quoted, shortened

_SPAN: Final = timedelta(days=28)
"""Four weeks beside the four before: single weeks say too little, and every look may be wrong by chance."""
_QUOTES: Final = 3
_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class AlertFindings:
    """What changed for the worse; the group without a name is the whole."""

    period: Period
    drops: Sequence[NpsGroup]
    rises: Sequence[ComplaintsGroup]
    quotes: Sequence[str]


def read(connection: Connection, context: ReportContext, now: datetime) -> AlertFindings:
    """The whole is tested by itself, the branches against each other."""
    today = now.astimezone(context.zone).date()
    period = Period(today - _SPAN, today, context.zone)
    request = ReportRequest(Asked(period, period.before, {}), now, "touchpoint")
    scores, cases = nps.read(connection, context, request), complaints.read(connection, context, request)
    drops = [*dropped([scores.whole]), *dropped(scores.comparable)]
    rises = [*_risen([cases.whole]), *_risen([group for group in cases.groups if group.name])]
    survey_id, _ = context.nps_question
    quotes = verbatims.of_detractors(connection, survey_id, period, HIDDEN_BELOW, _QUOTES) if drops else []
    return AlertFindings(period, drops, rises, quotes)


def _risen(groups: Sequence[ComplaintsGroup]) -> list[ComplaintsGroup]:
    known = [group for group in groups if group.change is not None]
    rates = [
        (
            Count(group.cases, group.exposure.orders or 0),
            Count(group.cases_before or 0, group.exposure_before.orders or 0),
        )
        for group in known
    ]
    return [group for group, rose in zip(known, risen(rates), strict=True) if rose]


def formatter_of(context: ReportContext, language: str, now: datetime) -> Formatter:
    """The formatter for a reader of that language."""
    return Formatter(context, language, now, labels=labels_of(context, language))


def drop_words(drops: Sequence[NpsGroup], quotes: Sequence[str], formatter: Formatter) -> str:
    """The drops in words, the whole first, with what customers said."""
    lines = [formatter.text("alert-nps-head"), *(_drop(group, formatter) for group in drops)]
    said = [f"«{shortened(' '.join(quoted(one).split()), _LENGTH)}»" for one in quotes]
    return "\n".join([*lines, *said, formatter.text("alert-see", command="/nps 28d")])


def rise_words(rises: Sequence[ComplaintsGroup], formatter: Formatter) -> str:
    """The rises in words, the whole first."""
    lines = [formatter.text("alert-complaints-head"), *(_rise(group, formatter) for group in rises)]
    return "\n".join([*lines, formatter.text("alert-see", command="/complaints 28d")])


def _drop(group: NpsGroup, formatter: Formatter) -> str:
    return formatter.text(
        "alert-drop",
        where=_where(group.name, formatter),
        nps=signed(score_of(group.counts) or 0.0),
        count=formatter.number(group.counts.n),
        before=signed(score_of(group.previous) or 0.0),
        n=formatter.number(group.previous.n),
    )


def _rise(group: ComplaintsGroup, formatter: Formatter) -> str:
    now, before = group.per_100_orders, group.per_100_orders_before
    return formatter.text(
        "alert-rise",
        where=_where(group.name, formatter),
        rate=formatter.number(now.value if now else 0.0, 1),
        before=formatter.number(before.value if before else 0.0, 1),
        complaints=formatter.many("complaints-counted", group.cases),
        orders=formatter.many("complaints-orders", group.exposure.orders or 0),
    )


def _where(name: str, formatter: Formatter) -> str:
    return formatter.label("touchpoint", name) if name else formatter.text("alert-whole")

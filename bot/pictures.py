"""What the picture of each report shows: gathered in the spawned process, drawn by reports/.

A report without a picture here, or with too little behind it, has none: its text was sent before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.house import House
from handlers.manager.wording import Wording
from reports.drawing import Drawing
from reports.sheet import Heading
from reports.trend import Month, Scale, Trend
from storage import trends
from storage.database import Connection
from surveys.periods import DAY, Asked, Period, parse
from surveys.statistics import Counts, Level, level, nps, nps_interval, signed

MONTHS: Final = 12
_LEAST_MONTHS: Final = 2
"""Fewer are no trend."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture as it was asked for."""

    report: str
    words: str
    """After the command, as they were typed."""
    language: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, understood."""

    house: House
    asked: Asked
    wording: Wording
    today: date

    def heading(self, title: str, period: str, headline: str, *notes: str) -> Heading:
        touchpoint = self.wording.touchpoint
        shown = f"{period} · {touchpoint}" if touchpoint else period
        return Heading(title, self.house.business, shown, headline, notes)

    def months(self) -> list[date]:
        """First days of a year's months, up to the one in which the period ends or which is running."""
        last = min(self.asked.period.end - DAY, self.today)
        index = last.year * 12 + last.month - 1
        return [date(month // 12, month % 12 + 1, 1) for month in range(index - MONTHS + 1, index + 1)]

    def name(self, month: date) -> str:
        return self.wording.label_of(Period(month, _after(month), self.house.zone))

    def span(self, months: Sequence[Month]) -> str:
        """The months that are shown, by their names."""
        return f"{self.name(months[0].start)} – {self.name(months[-1].start)}"

    def is_running(self, month: date) -> bool:
        return month == self.today.replace(day=1)


def gather(connection: Connection, house: House, wanted: Wanted) -> Drawing | None:
    """None where there is nothing worth drawing; raises BadWordError."""
    work = PICTURES.get(wanted.report)
    if work is None:
        return None
    asked = parse(wanted.words, wanted.now, house.zone)
    wording = Wording.of(house, wanted.language, wanted.now, asked.filters.get("touchpoint"))
    return work(connection, Request(house, asked, wording, wanted.now.astimezone(house.zone).date()))


def nps_trend(connection: Connection, request: Request) -> Drawing | None:
    survey = request.house.catalogue["nps"]
    score = survey.score_question
    months = request.months()
    found = trends.scores(
        connection, survey.id, score.id if score else "", months[0], _after(months[-1]), request.asked.filters
    )
    counted = _from_first_known([(month, Counts.of(found.get(month, {}))) for month in months])
    points = tuple(_nps_month(month, counts, request) for month, counts in counted)
    known = [point for point in points if point.value is not None]
    if len(known) < _LEAST_MONTHS:
        return None
    say = request.wording.say
    notes = [say("picture-nps-note")]
    if any(point.is_few for point in known):
        notes.append(say("picture-note-few"))
    heading = request.heading(
        say("picture-nps"), request.span(points), _nps_headline(known[-1], request), *notes
    )
    return Trend(heading, points, Scale.POINTS, (say("picture-n"),), request.wording.language)


def _nps_month(month: date, counts: Counts, request: Request) -> Month:
    score, interval, shown = nps(counts), nps_interval(counts), level(counts.n)
    is_running = request.is_running(month)
    if score is None or interval is None or shown is Level.HIDDEN:
        return Month(month, None, counts=(counts.n,), is_running=is_running)
    is_few = shown is Level.FEW
    return Month(month, score, interval.low, interval.high, (counts.n,), is_few, is_running)


def _nps_headline(last: Month, request: Request) -> str:
    return request.wording.say(
        "picture-nps-last",
        month=request.name(last.start),
        nps=signed(last.value or 0.0),
        low=signed(last.low or 0.0),
        high=signed(last.high or 0.0),
    )


def _from_first_known(counted: Sequence[tuple[date, Counts]]) -> Sequence[tuple[date, Counts]]:
    """Without the months before anybody was asked."""
    first = next((place for place, (_, counts) in enumerate(counted) if counts.n), len(counted))
    return counted[first:]


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


PICTURES: Final[Mapping[str, Callable[[Connection, Request], Drawing | None]]] = {"nps": nps_trend}

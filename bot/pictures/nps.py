"""NPS by month."""

from bot.pictures.asked import LEAST_MONTHS, Request, from_first_known
from reports.drawing import Drawing
from reports.trend import Month, Scale, Trend
from storage.engines.database import Connection
from storage.reports.nps import monthly
from surveys.statistics.periods import Period
from surveys.statistics.scores import Counts, Level, level, nps, nps_interval, signed


def draw(connection: Connection, request: Request) -> Drawing | None:
    survey = request.app.catalogue["nps"]
    score = survey.score_question
    months = request.months()
    start, end = months[0].start, months[-1].end
    question = score.id if score else ""
    found = monthly(connection, survey.id, question, start, end, request.asked.filters)
    points = from_first_known(
        [_month(month, Counts.of(found.get(month.start, {})), request) for month in months]
    )
    known = [point for point in points if point.value is not None]
    if len(known) < LEAST_MONTHS:
        return None
    say = request.wording.text
    notes = [say("picture-nps-note")]
    if any(point.is_few for point in known):
        notes.append(say("picture-note-few"))
    heading = request.heading(say("picture-nps"), request.span(points), _headline(known[-1], request), *notes)
    return Trend(heading, points, Scale.POINTS, (say("picture-n"),), request.wording.language)


def _month(month: Period, counts: Counts, request: Request) -> Month:
    score, interval, shown = nps(counts), nps_interval(counts), level(counts.n)
    is_running = request.is_running(month)
    if score is None or interval is None or shown is Level.HIDDEN:
        return Month(month.start, None, counts=(counts.n,), is_running=is_running)
    is_few = shown is Level.FEW
    return Month(month.start, score, interval.low, interval.high, (counts.n,), is_few, is_running)


def _headline(last: Month, request: Request) -> str:
    return request.wording.text(
        "picture-nps-last",
        month=request.name(last),
        nps=signed(last.value or 0.0),
        low=signed(last.low or 0.0),
        high=signed(last.high or 0.0),
    )

"""The picture of a report: what is read for it, and its drawing."""

from reports.catalogue import REPORTS
from reports.charts.drawing import Chart
from reports.context import ReportContext
from reports.formatter import Formatter
from reports.job import PictureJob
from storage.engines.database import Connection


def chart_of(connection: Connection, context: ReportContext, job: PictureJob) -> Chart | None:
    """The chart of a report, read anew; None where there is nothing worth drawing."""
    picture = REPORTS[job.report].picture
    if picture is None:
        return None
    return picture(connection, context, job.request, Formatter.of(context, job.language, job.request))

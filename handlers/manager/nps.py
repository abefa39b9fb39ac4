"""`/nps`: the one number, with what it is worth."""

from handlers.house import House
from handlers.manager import nps_text
from handlers.manager.frame import Report, Request, Side, Written
from handlers.visit import Visit
from storage import reports

SURVEY = "nps"


async def compose(request: Request, visit: Visit, house: House) -> Written:
    survey = house.catalogue[SURVEY]
    score = survey.score_question
    report = await visit.read(reports.nps, survey.id, score.id if score else "", request.asked)
    names = [group.name for group in report.groups if group.name] if request.touchpoint is None else None
    return Written(nps_text.written(report, request.wording), names)


REPORT = Report("nps", {"": Side(compose)})

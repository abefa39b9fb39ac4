"""`/nps`: the one number, with what it is worth."""

from collections.abc import Sequence

from handlers.house import House
from handlers.manager import nps_text
from handlers.manager.frame import Report, Request, Side
from handlers.manager.page import Block
from handlers.visit import Visit
from storage import reports

SURVEY = "nps"


async def compose(request: Request, visit: Visit, house: House) -> Sequence[Block]:
    survey = house.catalogue[SURVEY]
    score = survey.score_question
    report = await visit.read(reports.nps, survey.id, score.id if score else "", request.asked)
    return nps_text.written(report, request.wording)


REPORT = Report("nps", {"": Side(compose)})

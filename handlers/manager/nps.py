"""`/nps`: the one number, with what it is worth."""

from handlers.manager import nps_text
from handlers.manager.frame import Report, Request, Side, Written
from handlers.shared.update_context import UpdateContext
from storage.reports import nps

SURVEY = "nps"


async def compose(request: Request, ctx: UpdateContext) -> Written:
    survey = ctx.app.catalogue[SURVEY]
    score = survey.score_question
    report = await ctx.run(nps.report, survey.id, score.id if score else "", request.asked)
    names = [group.name for group in report.groups if group.name] if request.touchpoint is None else None
    return Written(nps_text.written(report, request.wording), names)


REPORT = Report("nps", {"": Side(compose)})

"""`/winback`: what inviting people back brought, beside those who were left alone."""

from handlers.manager import winback_text
from handlers.manager.frame import Report, Request, Side, Written
from handlers.shared.update_context import UpdateContext
from storage.reports import winback
from surveys.statistics.winback_report import USUAL


async def compose(request: Request, ctx: UpdateContext) -> Written:
    report = await ctx.run(winback.report, request.asked, ctx.now)
    return Written(winback_text.written(report, request.wording))


REPORT = Report("winback", {"": Side(compose)}, usual=USUAL)

"""`/winback`: what inviting people back brought, beside those who were left alone."""

from handlers.house import House
from handlers.manager import winback_text
from handlers.manager.frame import Report, Request, Side, Written
from handlers.visit import Visit
from storage import reports
from surveys.winback_report import USUAL


async def compose(request: Request, visit: Visit, house: House) -> Written:
    report = await visit.read(reports.winback, request.asked, visit.now)
    return Written(winback_text.written(report, request.wording))


REPORT = Report("winback", {"": Side(compose)}, usual=USUAL)

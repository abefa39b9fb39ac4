"""`/winback`: what inviting people back brought, beside those who were left alone."""

from collections.abc import Sequence

from handlers.house import House
from handlers.manager import winback_text
from handlers.manager.frame import Report, Request, Side
from handlers.manager.page import Block
from handlers.visit import Visit
from storage import reports
from surveys.winback_report import USUAL


async def compose(request: Request, visit: Visit, house: House) -> Sequence[Block]:
    report = await visit.read(reports.winback, request.asked, visit.now)
    return winback_text.written(report, request.wording)


REPORT = Report("winback", {"": Side(compose)}, usual=USUAL)

"""`/complaints`: how often people complain, about what, how fast they are answered, and who still waits."""

from handlers.house import House
from handlers.manager import complaints_text, open_cases
from handlers.manager.frame import Report, Request, Side, Written
from handlers.visit import Visit
from storage import reports


async def compose(request: Request, visit: Visit, house: House) -> Written:
    report = await visit.read(reports.complaints, request.asked, visit.now)
    return Written(complaints_text.written(report, request.wording))


REPORT = Report(
    "complaints",
    {
        "": Side(compose, "button-report"),
        "open": Side(open_cases.compose, "button-open-cases", is_of_now=True, has_picture=False),
    },
)

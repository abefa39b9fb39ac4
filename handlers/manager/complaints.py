"""`/complaints`: how often people complain, about what, how fast they are answered, and who still waits."""

from handlers.manager import complaints_text, open_cases
from handlers.manager.frame import Report, Request, Side, Written
from handlers.shared.update_context import UpdateContext
from storage.reports import complaints


async def compose(request: Request, ctx: UpdateContext) -> Written:
    report = await ctx.run(complaints.report, request.asked, ctx.now)
    return Written(complaints_text.written(report, request.wording))


REPORT = Report(
    "complaints",
    {
        "": Side(compose, "button-report"),
        "open": Side(open_cases.compose, "button-open-cases", is_of_now=True, has_picture=False),
    },
)

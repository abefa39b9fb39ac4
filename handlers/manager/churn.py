"""`/churn`: how many left and why, by people or by money, and in their own words."""

from handlers.manager import churn_text, farewell_quotes
from handlers.manager.frame import Report, Request, Side, Written
from handlers.shared.update_context import UpdateContext
from storage.reports import churn
from surveys.statistics.pareto import Measure


async def by_people(request: Request, ctx: UpdateContext) -> Written:
    report = await ctx.run(churn.report, request.asked, ctx.now)
    return Written(churn_text.written(report, request.wording))


async def by_money(request: Request, ctx: UpdateContext) -> Written:
    report = await ctx.run(churn.report, request.asked, ctx.now)
    return Written(churn_text.written(report, request.wording, Measure.MONEY))


REPORT = Report(
    "churn",
    {
        "": Side(by_people, "button-by-people"),
        "money": Side(by_money, "button-by-money"),
        "quotes": Side(farewell_quotes.compose, "button-quotes", has_picture=False),
    },
)

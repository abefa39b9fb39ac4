"""The line that tells a customer with several open cases which of them a message of the staff is about."""

from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.rows import Case, Customer


async def heading(ctx: UpdateContext, case: Case, customer: Customer) -> str | None:
    """The number of the case in a line; None where it is the only open one, or the talk goes on in it."""
    open_ones = await ctx.run(cases.latest_open_of, customer.id, 2)
    goes_on = customer.case_id == case.id and case.last_reply_at is not None
    if goes_on or all(one.id == case.id for one in open_ones):
        return None
    return ctx.app.texts.text(customer.language, "case-about", number=str(case.number))

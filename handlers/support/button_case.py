"""The case of a button, for whoever of the staff presses it."""

from handlers.shared.update_context import UpdateContext
from handlers.support import case_list, labels
from storage.cases import cases
from storage.rows import Case
from surveys.cases.lifecycle import StepRefusal


async def case_of_button(ctx: UpdateContext, data: str) -> tuple[Case, str] | str:
    """The case whose number begins the data, and what stands behind it; else what pops up, in words.

    That is so for whoever is not enrolled, and for what no button of ours has.
    """
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    number, _, more = data.partition(":")
    found = case_list.number_in(number)
    case = await ctx.run(cases.numbered, found) if found is not None else None
    return (case, more) if case is not None else ctx.text("case-unknown")

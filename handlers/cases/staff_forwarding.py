"""What a customer writes about a case later reaches the staff."""

from handlers.cases import case_topic, records
from handlers.cases.customer_notices import tell, tell_owners
from handlers.cases.opening import store
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.rows import Case
from surveys.cases import lifecycle as rules


async def forward(ctx: UpdateContext, case: Case, content: Content, *, is_edit: bool = False) -> bool:
    """Whether the case took what the customer wrote; False when it is too late to reopen it.

    Then nothing was kept. Otherwise it is stored as a message of the case; the caller need not keep it again.
    The case is read anew: staff may have changed it within this batch.
    """
    known = await ctx.run(cases.find_case, case.id)
    if known is None:
        return False
    step = rules.customer_wrote(records.state_of(known), ctx.now)
    if step.refusal is not None:
        return False
    after = await records.keep(ctx, known, step.case)
    store(ctx, after, content)
    about = await case_topic.overview(ctx, after, ctx.customer)
    if ctx.app.support is not None and after.chat_id is not None:
        if step.notice is not None:
            await case_topic.set_closed(ctx, ctx.app.support, after, closed=False)
        case_topic.bring(ctx, ctx.app.support, about, content, is_edit=is_edit)
        if after.status != known.status:
            case_topic.refresh(ctx, ctx.app.support, about)
    elif step.notice is not None:
        await tell_owners(ctx, about)
    if step.notice is not None:
        tell(ctx, ctx.customer, after, step.notice)
    return True

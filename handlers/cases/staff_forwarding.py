"""What a customer writes about a case later reaches the staff."""

from handlers.cases import case_topic, records
from handlers.cases.customer_notices import acknowledge, bring_to_owners, tell_owners
from handlers.cases.opening import store
from handlers.shared.app_context import SupportChat
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
    support = ctx.app.support or _last_support_chat(after)
    if support is not None and after.chat_id is not None:
        if step.notice is not None:
            await case_topic.set_closed(ctx, support, after, closed=False)
        case_topic.bring(ctx, support, about, content, is_edit=is_edit)
        if after.status != known.status:
            case_topic.refresh(ctx, support, about)
    if ctx.app.support is None:
        if step.notice is not None:
            await tell_owners(ctx, about)
        await bring_to_owners(ctx, about, content, is_edit=is_edit)
    if step.notice is not None:
        await acknowledge(ctx, after, step.notice)
    return True


def _last_support_chat(case: Case) -> SupportChat | None:
    """The group that showed the case before we were removed: what is said now waits for our return."""
    return SupportChat(case.chat_id) if case.chat_id is not None else None

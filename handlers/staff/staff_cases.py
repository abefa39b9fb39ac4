"""The cases of a member who is removed or away: free at once; given back when a removal is undone."""

from handlers.cases import case_topic, records
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, holders
from storage.people import settings
from storage.rows import Case
from surveys.cases import lifecycle as rules
from surveys.cases.lifecycle import CaseState, Status


async def release(ctx: UpdateContext, telegram_id: int) -> list[Case]:
    """Free the cases of a member that are open or may be opened again, and return them as they were."""
    held = await ctx.run(holders.reopenable_cases_of, telegram_id, ctx.now)
    for case in held:
        await _change(ctx, case, rules.released(records.state_of(case)))
    statuses = {str(case.id): case.status for case in held}
    await ctx.write(settings.store_setting, _released(telegram_id), statuses)
    return held


async def return_to_queue(ctx: UpdateContext, telegram_id: int, line: str) -> list[Case]:
    """Free the open cases of a member who is away, and return them; their topics say that line."""
    held = await ctx.run(holders.open_cases_of, telegram_id)
    for case in held:
        kept = await _change(ctx, case, rules.released(records.state_of(case)))
        if ctx.app.support is not None and kept.chat_id is not None:
            case_topic.note(ctx, ctx.app.support, kept, line)
    return held


async def give_back(ctx: UpdateContext, telegram_id: int) -> list[Case]:
    """Give a member the released cases that nobody took meanwhile, and return those."""
    released = await ctx.run(settings.find_setting, _released(telegram_id)) or {}
    await ctx.write(settings.drop_setting, _released(telegram_id))
    back = []
    for case_id, status in released.items():
        case = await ctx.run(cases.find_case, int(case_id))
        if case is None:
            continue
        before = rules.given_back(records.state_of(case), telegram_id, Status(status))
        if before is not None:
            back.append(await _change(ctx, case, before))
    return back


async def _change(ctx: UpdateContext, case: Case, after: CaseState) -> Case:
    kept = await records.keep(ctx, case, after)
    if ctx.app.support is not None and kept.chat_id is not None and kept.closed_at is None:
        case_topic.refresh(ctx, ctx.app.support, await case_topic.overview(ctx, kept))
    return kept


def _released(telegram_id: int) -> str:
    return f"released:{telegram_id}"

"""Open cases as a manager sees them: which, how angry, how long, with whom. Customers have no names here."""

from typing import Final

from handlers.cases import card
from handlers.manager.frame import Request, Written
from handlers.manager.page import Block
from handlers.shared.update_context import UpdateContext
from storage.cases import cases

_LISTED: Final = 10


async def compose(request: Request, ctx: UpdateContext) -> Written:
    """The gloomiest first, then the oldest."""
    wording = request.wording
    n = await ctx.run(cases.count_open)
    if not n:
        return Written([wording.text("complaints-open-none")])
    blocks: list[Block] = [wording.text("complaints-open", cases=wording.number(n))]
    for one in await ctx.run(cases.board, _LISTED):
        age = wording.duration((ctx.now - one.case.opened_at).total_seconds())
        state = card.status(one.case, one.holder, ctx.app, wording.language)
        blocks += ["", card.heading(one.case, ctx.app, wording.language), f"{age} · {state}"]
    if n > _LISTED:
        blocks += ["", wording.text("complaints-open-more", cases=wording.number(n - _LISTED))]
    return Written(blocks)

"""What leavers said in their own words: with the day and the reason, without the name."""

from typing import Final

from handlers.manager.frame import Request, Written
from handlers.manager.page import Block, Quote
from handlers.shared.quoting import quoted, shortened
from handlers.shared.update_context import UpdateContext
from storage import quotes

_SHOWN: Final = 6
_LENGTH: Final = 300


async def compose(request: Request, ctx: UpdateContext) -> Written:
    wording, period = request.wording, request.asked.period
    found = await ctx.run(quotes.of_leavers, period.start, period.end, request.touchpoint, _SHOWN)
    name = wording.label_of(period)
    if not found:
        return Written([wording.text("churn-quotes-none", period=name), "", wording.foot(period)])
    blocks: list[Block] = [wording.text("churn-quotes", period=name)]
    for one in found:
        words = " ".join(quoted(one.words).split())
        blocks.append(f"{wording.day(one.day)} · {wording.label('reason', one.reason)}")
        blocks.append(Quote(shortened(words, _LENGTH) or "…"))
    return Written([*blocks, "", wording.foot(period)])

"""Open cases as a manager sees them: which, how angry, how long, with whom. Customers have no names here."""

from typing import Final

from handlers.house import House
from handlers.manager.frame import Request, Written
from handlers.manager.page import Block
from handlers.support import card
from handlers.visit import Visit
from storage import cases

_LISTED: Final = 10


async def compose(request: Request, visit: Visit, house: House) -> Written:
    """The gloomiest first, then the oldest."""
    wording = request.wording
    n = await visit.read(cases.count_open)
    if not n:
        return Written([wording.say("complaints-open-none")])
    blocks: list[Block] = [wording.say("complaints-open", cases=wording.number(n))]
    for one in await visit.read(cases.board, _LISTED):
        age = wording.duration((visit.now - one.case.opened_at).total_seconds())
        state = card.status(one.case, one.holder, house, wording.language)
        blocks += ["", card.heading(one.case, house, wording.language), f"{age} · {state}"]
    if n > _LISTED:
        blocks += ["", wording.say("complaints-open-more", cases=wording.number(n - _LISTED))]
    return Written(blocks)

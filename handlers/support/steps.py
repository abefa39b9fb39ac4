"""Taking and closing a case: by command or button, decided by whoever wrote or pressed."""

from handlers.house import House
from handlers.outreach import after_closing
from handlers.support import records, showing
from handlers.support.telling import tell
from handlers.visit import Visit
from storage import cases
from storage.rows import Case
from surveys import cases as rules
from surveys.cases import Refusal


async def take(visit: Visit, house: House, case: Case) -> Refusal | None:
    return await _make(visit, house, case, rules.take(records.state_of(case), records.staff_of(visit)))


async def close(visit: Visit, house: House, case: Case, cause: str | None) -> Refusal | None:
    """`NO_CAUSE` when it may be closed and only the cause is missing."""
    staff = records.staff_of(visit)
    step = rules.close(records.state_of(case), staff, cause, house.desk, visit.now)
    refusal = await _make(visit, house, case, step)
    if refusal is None:
        await visit.write(cases.turn_to, case)
        if house.support is not None:
            await showing.set_closed(visit, house.support, case, closed=True)
        await after_closing(visit, house, case)
    return refusal


async def _make(visit: Visit, house: House, case: Case, step: rules.Step) -> Refusal | None:
    """The case was read in this transaction, so nobody has changed it meanwhile."""
    if step.refusal is not None:
        return step.refusal
    after = await records.keep(visit, case, step.case)
    about = await showing.shown(visit, after)
    if house.support is not None and after.chat_id is not None:
        showing.refresh(visit, house, house.support, about)
    if step.tells is not None:
        tell(visit, house, about.customer, after, step.tells)
    return None

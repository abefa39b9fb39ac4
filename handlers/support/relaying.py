"""What a customer writes about a case later reaches the staff."""

from handlers.customer.content import Content
from handlers.house import House
from handlers.support import records, showing
from handlers.support.opening import store
from handlers.support.telling import tell, tell_owners
from handlers.visit import Visit
from storage import cases
from storage.rows import Case
from surveys import cases as rules


async def relay(visit: Visit, house: House, case: Case, content: Content, *, is_edit: bool = False) -> bool:
    """False when it is too late to reopen the case: then it is a new matter, and nothing was kept.

    Otherwise it is stored as a message of the case; the caller need not keep it again. The case is read anew:
    staff may have changed it within this batch.
    """
    known = await visit.read(cases.find, case.id)
    if known is None:
        return False
    step = rules.customer_wrote(records.state_of(known), visit.now)
    if step.refusal is not None:
        return False
    after = await records.keep(visit, known, step.case)
    store(visit, after, content)
    about = await showing.shown(visit, after, visit.customer)
    if house.support is not None and after.chat_id is not None:
        if step.tells is not None:
            await showing.set_closed(visit, house.support, after, closed=False)
        showing.bring(visit, house.support, about, content, is_edit=is_edit)
        if after.status != known.status:
            showing.refresh(visit, house, house.support, about)
    elif step.tells is not None:
        await tell_owners(visit, house, about)
    if step.tells is not None:
        tell(visit, house, visit.customer, after, step.tells)
    return True

"""What the customer hears of a case, and what reaches owners while there is no support chat."""

from handlers.house import House
from handlers.support import card, spots
from handlers.support.card import Shown
from handlers.support.carrying import plain, texts
from handlers.support.quoting import quoted
from handlers.visit import Visit
from storage import people
from storage.rows import Case, Customer
from surveys.cases import Told
from surveys.urgency import Urgency


def tell(visit: Visit, house: House, customer: Customer, case: Case, told: Told) -> None:
    """A step of the case, in the customer's language and private chat."""
    if customer.telegram_id is None:
        return
    words = house.desk.told[told].say(customer.language, number=str(case.number), business=house.business)
    method = plain(customer.telegram_id, words)
    # A receipt answers what was just written; the other steps come by themselves.
    mine = customer.telegram_id == visit.customer.telegram_id
    spot = spots.said(case.number, visit.ids.next())
    visit.send(method, Urgency.REPLY if mine else Urgency.ESCALATION, fills=spot)


async def tell_owners(visit: Visit, house: House, about: Shown) -> None:
    """One private notice a case, to owners who have spoken to the bot."""
    for telegram_id, owner in (await visit.read(people.owners, house.owner_ids)).items():
        if owner.customer.blocked_at is None:
            language = owner.customer.language
            parts = [card.text(about, house, language), quoted(about.case.words or "")]
            parts.append(house.texts.say(language, "owner-no-support-chat"))
            for method in texts(telegram_id, "\n\n".join(filter(None, parts))):
                visit.send(method, Urgency.ESCALATION)

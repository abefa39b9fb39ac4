"""What the customer hears of a case, and what reaches owners while there is no support chat."""

from handlers.shared.update_context import UpdateContext
from handlers.support import card, spots
from handlers.support.card import Shown
from handlers.support.carrying import plain, texts
from handlers.support.quoting import quoted
from storage.people import customers
from storage.rows import Case, Customer
from surveys.cases import Told
from surveys.outreach.urgency import Urgency


def tell(ctx: UpdateContext, customer: Customer, case: Case, told: Told) -> None:
    """A step of the case, in the customer's language and private chat."""
    if customer.telegram_id is None:
        return
    words = ctx.app.desk.told[told].render(
        customer.language, number=str(case.number), business=ctx.app.business
    )
    method = plain(customer.telegram_id, words)
    # A receipt answers what was just written; the other steps come by themselves.
    mine = customer.telegram_id == ctx.customer.telegram_id
    spot = spots.said(case.number, ctx.ids.next())
    ctx.send(method, Urgency.REPLY if mine else Urgency.ESCALATION, fills=spot)


async def tell_owners(ctx: UpdateContext, about: Shown) -> None:
    """One private notice a case, to owners who have spoken to the bot."""
    for telegram_id, owner in (await ctx.run(customers.owners, ctx.app.owner_ids)).items():
        if owner.customer.blocked_at is None:
            language = owner.customer.language
            parts = [card.text(about, ctx.app, language), quoted(about.case.words or "")]
            parts.append(ctx.app.texts.text(language, "owner-no-support-chat"))
            for method in texts(telegram_id, "\n\n".join(filter(None, parts))):
                ctx.send(method, Urgency.ESCALATION)

"""What the customer hears of a case, and what reaches owners while there is no support chat."""

from handlers.cases import card, case_places
from handlers.cases.card import CaseOverview
from handlers.shared.message_copy import plain, texts
from handlers.shared.quoting import quoted
from handlers.shared.update_context import UpdateContext
from storage.people import customers
from storage.rows import Case, Customer
from surveys.cases.support_texts import CustomerNotice
from surveys.outreach.urgency import Urgency


def tell(ctx: UpdateContext, customer: Customer, case: Case, notice: CustomerNotice) -> None:
    """A step of the case, in the customer's language and private chat."""
    if customer.telegram_id is None:
        return
    words = ctx.app.support_texts.notices[notice].render(
        customer.language, number=str(case.number), business=ctx.app.business
    )
    method = plain(customer.telegram_id, words)
    # A receipt answers what was just written; the other steps come by themselves.
    mine = customer.telegram_id == ctx.customer.telegram_id
    name = case_places.said(case.number, ctx.ids.next())
    ctx.send(method, Urgency.REPLY if mine else Urgency.ESCALATION, fills=name)


async def tell_owners(ctx: UpdateContext, about: CaseOverview) -> None:
    """One private notice a case, to owners who have spoken to the bot."""
    for telegram_id, owner in (await ctx.run(customers.owners, ctx.app.owner_ids)).items():
        if owner.customer.blocked_at is None:
            language = owner.customer.language
            parts = [card.text(about, ctx.app, language), quoted(about.case.words or "")]
            parts.append(ctx.app.texts.text(language, "owner-no-support-chat"))
            for method in texts(telegram_id, "\n\n".join(filter(None, parts))):
                ctx.send(method, Urgency.ESCALATION)

"""What the customer hears of a case, and what reaches owners while there is no support chat."""

from collections.abc import Iterator

from aiogram.methods import EditMessageText

from handlers.cases import card, case_places
from handlers.cases.card import CaseOverview
from handlers.shared.app_context import AppContext
from handlers.shared.message_copy import NO_PREVIEW, plain, texts
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.delivery import places
from storage.engines.database import Connection
from storage.people import customers
from storage.rows import Case, Customer
from surveys.cases.support_texts import CustomerNotice
from surveys.outreach.urgency import Urgency
from texts.quoting import quoted


def tell(ctx: UpdateContext, customer: Customer, case: Case, notice: CustomerNotice) -> None:
    """Tell the customer of a step of their case in private; nothing is sent to one who is not in Telegram."""
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
    """Send one private notice of the case to each owner who has spoken to the bot and not blocked it."""
    for telegram_id, owner in (await ctx.run(customers.owners, ctx.app.owner_ids)).items():
        if owner.customer.blocked_at is None:
            first, *rest = texts(telegram_id, _notice(about, ctx.app, owner.customer.language))
            ctx.send(first, Urgency.ESCALATION, fills=case_places.notice(about.case.number, telegram_id))
            for method in rest:
                ctx.send(method, Urgency.ESCALATION)


def renewed_notices(connection: Connection, app: AppContext, about: CaseOverview) -> Iterator[Outgoing]:
    """The edits that bring owners' notices to the case as it is now.

    A notice of several messages stays as it was.
    """
    for telegram_id, owner in customers.owners(connection, app.owner_ids).items():
        notice = case_places.notice(about.case.number, telegram_id)
        first, *rest = texts(telegram_id, _notice(about, app, owner.customer.language))
        if not rest and places.is_taken(connection, notice):
            edited = EditMessageText(
                chat_id=telegram_id,
                message_id=0,  # the place knows it
                text=first.text,
                parse_mode=None,
                link_preview_options=NO_PREVIEW,
            )
            yield Outgoing(edited, Urgency.ESCALATION, at=notice)


def _notice(about: CaseOverview, app: AppContext, language: str) -> str:
    parts = [card.text(about, app, language), quoted(about.case.words or "")]
    parts.append(app.texts.text(language, "owner-no-support-chat"))
    return "\n\n".join(filter(None, parts))

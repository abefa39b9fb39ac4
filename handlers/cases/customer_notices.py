"""What the customer hears of a case, and what reaches owners while there is no support chat."""

from collections.abc import Iterator, Sequence
from typing import Final

from aiogram.methods import EditMessageText

from handlers.cases import card, case_places, case_topic, owner_notices
from handlers.cases.card import CaseOverview
from handlers.cases.reply_deadline import expected
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.content import Content
from handlers.shared.message_copy import NO_PREVIEW, carried, plain, texts
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.delivery import places, refusing_chats
from storage.engines.database import Connection
from storage.people import customers
from storage.rows import Case, Customer
from storage.states import Purpose
from surveys.base36 import base36
from surveys.cases.reference_code import reference_code
from surveys.cases.support_texts import CustomerNotice
from surveys.outreach.policy import ContactKind
from surveys.outreach.urgency import Urgency
from texts.quoting import quoted

MY_CASE: Final = "mycase"
"""The word of the button by which a customer asks how far their cases are."""
HELPED: Final = "helped"
"""The word of the buttons by which they say whether it helped: `helped:<yes or no>:<id of the case>`."""
YES, NO = "yes", "no"

_PROMISING: Final = (CustomerNotice.RECEIVED, CustomerNotice.REOPENED)
"""What says that staff will reply, and therefore when."""


def tell(
    ctx: UpdateContext, customer: Customer, case: Case, notice: CustomerNotice, holder: str | None = None
) -> None:
    """Tell the customer of a step of their case in private; nothing is sent to one who is not in Telegram.

    `holder` is the name of whoever has the case, else their number.
    """
    if customer.telegram_id is None:
        return
    name = public_name(ctx.app, holder)
    if notice is CustomerNotice.TAKEN and name is not None:
        notice = CustomerNotice.TAKEN_BY
    words = notice_text(ctx.app, customer, case, notice, name)
    if notice in _PROMISING:
        words = "\n\n".join(filter(None, [words, expected(ctx.app, customer, case, ctx.now)]))
    method = plain(customer.telegram_id, words, _buttons(ctx.app, customer, case, notice))
    # A receipt answers what was just written; the other steps come by themselves.
    mine = customer.telegram_id == ctx.customer.telegram_id
    name = case_places.said(case.number, ctx.ids.next())
    ctx.send(
        method, Urgency.REPLY if mine else Urgency.ESCALATION, fills=name,
        purpose=Purpose.CASE_NOTICE, subject_id=case.id,
    )  # fmt: skip


def notice_text(
    app: AppContext, customer: Customer, case: Case, notice: CustomerNotice, name: str | None = None
) -> str:
    """What the company's file says of a step of a case."""
    return app.support_texts.notices[notice].render(
        customer.language, number=str(case.number), code=reference_code(case.number),
        name=name or "", business=app.business,
    )  # fmt: skip


def public_name(app: AppContext, holder: str | None) -> str | None:
    """The name of whoever has a case for its customer: where the company wants that and it is known."""
    return holder if app.names_staff and holder is not None and not holder.isdecimal() else None


def _buttons(
    app: AppContext, customer: Customer, case: Case, notice: CustomerNotice
) -> keyboards.Keyboard | None:
    """What may be asked or said with a tap; None for nothing."""
    match notice:
        case CustomerNotice.RECEIVED:
            return keyboards.one_button(app.texts.text(customer.language, "button-my-case"), MY_CASE)
        case CustomerNotice.CLOSED:
            labels = {YES: "button-helped-yes", NO: "button-helped-no"}
            row = [
                keyboards.button(
                    app.texts.text(customer.language, label), f"{HELPED}:{said}:{base36(case.id)}"
                )
                for said, label in labels.items()
            ]
            return keyboards.Keyboard.of([row])
        case _:
            return None


async def is_seen_by_staff(ctx: UpdateContext) -> bool:
    """Whether there is somebody to see what a customer writes about a case, so that they may be told so."""
    if ctx.app.support is not None:
        return not await ctx.run(refusing_chats.is_refusing, ctx.app.support.id)
    return await ctx.run(owner_notices.is_anybody, ctx.app)


async def words_of_addition(ctx: UpdateContext) -> str:
    """What is said to whoever added something to their open case."""
    return ctx.text("case-added" if await is_seen_by_staff(ctx) else "case-added-kept")


async def acknowledge(ctx: UpdateContext, case: Case, notice: CustomerNotice) -> None:
    """Tell whoever wrote that staff will read their case, or that it is kept until somebody can see it."""
    if ctx.customer.telegram_id is None or await is_seen_by_staff(ctx):
        tell(ctx, ctx.customer, case, notice)
        return
    name = case_places.said(case.number, ctx.ids.next())
    said = plain(ctx.chat_id, ctx.text("case-kept", number=str(case.number)))
    ctx.send(said, Urgency.REPLY, fills=name, purpose=Purpose.CASE_NOTICE, subject_id=case.id)


def tell_of_unfinished(ctx: UpdateContext, case: Case) -> None:
    """Tell whoever left a complaint unfinished that it is a case: by day, and not after /stop."""
    said = plain(ctx.chat_id, ctx.text("case-unfinished", number=str(case.number)))
    ctx.send(
        said, Urgency.SERVICE, fills=case_places.said(case.number, ctx.ids.next()), kind=ContactKind.SERVICE,
        purpose=Purpose.CASE_NOTICE, subject_id=case.id,
    )  # fmt: skip


async def tell_owners(ctx: UpdateContext, about: CaseOverview, media: Sequence[Content] = ()) -> None:
    """Send one private notice of the case to each owner who has spoken to the bot and not blocked it."""
    for owner in await ctx.run(owner_notices.reachable, ctx.app):
        telegram_id = owner.telegram_id or 0
        first, *rest = texts(telegram_id, _notice(about, ctx.app, owner.language))
        ctx.send(
            first, Urgency.ESCALATION, fills=case_places.notice(about.case.number, telegram_id),
            purpose=Purpose.CASE_CARD, subject_id=about.case.id,
        )  # fmt: skip
        for method in rest:
            ctx.send(method, Urgency.ESCALATION)
    for content in media:
        await bring_to_owners(ctx, about, content)


async def bring_to_owners(
    ctx: UpdateContext, about: CaseOverview, content: Content, *, is_edit: bool = False
) -> None:
    """Send each owner what the customer wrote or sent about a case while there is no support chat."""
    words = f"#{about.case.number} {case_topic.quotation(about, content, is_edit=is_edit)}"
    for owner in await ctx.run(owner_notices.reachable, ctx.app):
        for method in carried(owner.telegram_id or 0, content, words):
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

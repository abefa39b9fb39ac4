"""The stored case and the case of the rules: one and the same, in two shapes."""

from dataclasses import replace
from typing import Final, Unpack

from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.cases.cases import CaseChanges
from storage.rows import Case, Message
from storage.states import Forwarding
from surveys.cases import lifecycle as rules
from texts.quoting import shortened

_REPLIED_TO: Final = 200


def state_of(row: Case) -> rules.CaseState:
    """The stored case as the plain data of the rules."""
    return rules.CaseState(
        number=row.number,
        opened_at=row.opened_at,
        status=row.status,
        holder=row.holder_telegram_id,
        cause=row.cause,
        first_reply_at=row.first_reply_at,
        closed_at=row.closed_at,
        reopened=row.reopened,
    )


async def keep(ctx: UpdateContext, row: Case, after: rules.CaseState, **more: Unpack[CaseChanges]) -> Case:
    """Store what a step made of the case, and return the case as stored.

    `more` are columns that the rules know nothing of.
    """
    values: CaseChanges = {
        "status": after.status,
        "holder_telegram_id": after.holder,
        "cause": after.cause,
        "first_reply_at": after.first_reply_at,
        "solved_at": row.solved_at or after.closed_at,
        "closed_at": after.closed_at,
        "reopened": after.reopened,
        **more,
    }
    await ctx.write(cases.change, row.id, values)
    return replace(row, **values)


def store(
    ctx: UpdateContext,
    case: Case,
    content: Content,
    *,
    staff: int | None = None,
    forwarding: Forwarding | None = None,
    conversation_id: int | None = None,
) -> Message:
    """Store a message of the case, of the customer unless somebody of the staff wrote it, and return it.

    `forwarding` is None for what is shown at once, `conversation_id` for what was told in none.
    """
    return ctx.effects.add(
        Message(
            id=ctx.ids.next(),
            customer_id=case.customer_id,
            kind=content.kind,
            received_at=ctx.now,
            words=content.words,
            file_id=content.file_id,
            conversation_id=conversation_id,
            case_id=case.id,
            staff_telegram_id=staff,
            forwarding=forwarding,
            telegram_message_id=content.message_id,
            replied_to=replied_to(content),
        )
    )


def replied_to(content: Content) -> str | None:
    """What is stored of the message that this one replies to; None where nothing is known of it."""
    shown = content.replied.shown if content.replied is not None else None
    return shortened(shown, _REPLIED_TO) if shown else None


def staff_of(ctx: UpdateContext) -> rules.StaffMember:
    """Whoever wrote or pressed, as the rules take them."""
    return rules.StaffMember(ctx.chat_id, ctx.role)

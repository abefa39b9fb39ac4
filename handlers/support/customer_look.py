"""`/customer`: one of the team looks at a person, which the audit log tells; the card comes in private."""

from aiogram.types import Message

from handlers.cases import case_lookup
from handlers.outreach.customer_card import CustomerCardJob
from handlers.shared.update_context import UpdateContext
from handlers.support import typed_commands
from storage import customer_profile
from storage.rows import Job

_COMMAND = "customer"


async def order_card(ctx: UpdateContext, message: Message, args: str | None) -> None:
    """Order the card of whom the words name, of the case that the message replies to, or of the topic's.

    Support sees those who have a case, managers and owners everybody. In a group the answer says where the
    card is.
    """
    if ctx.role is None:
        return
    person = await _person(ctx, message, (args or "").strip())
    if isinstance(person, str):
        case_lookup.answer(ctx, message, _say(ctx, message, person))
        return
    if not ctx.role.reads_numbers and not await ctx.run(customer_profile.has_case, person):
        case_lookup.answer(ctx, message, _say(ctx, message, "customer-nobody"))
        return
    job = CustomerCardJob(ctx.language, person, ctx.chat_id, ctx.customer.id, _COMMAND)
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now))
    if message.chat.type != "private":
        link = f"https://t.me/{ctx.app.username}"
        case_lookup.answer(ctx, message, _say(ctx, message, "customer-in-private", link=link))


async def _person(ctx: UpdateContext, message: Message, said: str) -> int | str:
    """The id of the customer; of a text that says why there is none."""
    if said:
        found = await ctx.run(customer_profile.find_person, said)
        return "customer-nobody" if found is None else found
    if message.chat.type == "private":
        return "customer-usage"
    subject = await typed_commands.subject_of(ctx, message, None)
    return "customer-usage" if isinstance(subject, str) else subject.case.customer_id


def _say(ctx: UpdateContext, message: Message, text_id: str, **values: str) -> str:
    language = ctx.language if message.chat.type == "private" else ctx.app.language
    return ctx.app.texts.text(language, text_id, **values)

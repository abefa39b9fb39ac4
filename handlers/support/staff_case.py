"""`/open`: one of the team opens a case for somebody who tells it otherwise, such as on the phone."""

from typing import Final

from aiogram.types import Message

from handlers.cases import case_lookup, case_places
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import OPEN_AT_MOST, open_case
from handlers.shared.person_looks import record_look
from handlers.shared.update_context import UpdateContext
from handlers.support import feedback_entry, labels, steps
from storage import customer_profile
from storage.cases import cases
from storage.effects import Effects, flush
from storage.people import addresses
from storage.rows import Customer, CustomerAddress
from surveys.cases.lifecycle import StepRefusal
from surveys.cases.person_query import Caller, caller
from surveys.cases.source import CaseSource
from surveys.records.address import AddressKind

_COMMAND: Final = "open"


async def open_for(ctx: UpdateContext, message: Message, args: str | None) -> None:
    """Open a case for whom the command names, in the words that follow; whoever opens it has it.

    An unknown phone is a new customer. Who is not in Telegram hears nothing from us.
    """
    found = caller(args or "")
    person = await _person(ctx, found) if found is not None else None
    if found is None or person is None:
        text_id = "open-usage" if found is None else "customer-nobody"
        case_lookup.answer(ctx, message, feedback_entry.say(ctx, message, text_id))
        return
    await record_look(ctx, person, _COMMAND)
    customer = await ctx.run(cases.complainant, person)
    in_telegram, is_gone = customer.telegram_id is not None, customer.blocked_at is not None
    before = await ctx.run(cases.latest_open_of, person, OPEN_AT_MOST)
    if len(before) == OPEN_AT_MOST and before[0].about_telegram_id == ctx.chat_id:  # it would take the words
        refused = await labels.refused_of(ctx, before[0], StepRefusal.ABOUT_YOU)
        case_lookup.answer(ctx, message, refused)
        return
    new = NewCase(
        CaseSource.COMPLAINT, words=found.words, is_told=in_telegram and not is_gone, opened_by=ctx.chat_id
    )
    case = await open_case(ctx.on_behalf_of(customer), new, [])
    refusal = await steps.take(ctx, case)
    text_id = "open-joined" if any(one.id == case.id for one in before) else "open-done"
    said = [feedback_entry.say(ctx, message, text_id, number=str(case.number))]
    if refusal is StepRefusal.TAKEN_BY_OTHER:
        said.append(await labels.refused_of(ctx, case, refusal))
    if not in_telegram or is_gone:
        text_id = "case-unreachable" if in_telegram else "open-by-phone"
        said.append(feedback_entry.say(ctx, message, text_id))
    case_lookup.answer(ctx, message, "\n".join(said), name=case_places.about(case.number, ctx.ids.next()))


async def _person(ctx: UpdateContext, found: Caller) -> int | None:
    """The customer's id; None for nobody, as whoever was forgotten. An unknown phone is somebody new."""
    known = await ctx.run(customer_profile.find_person, found.who)
    if known is not None:
        return known if await ctx.run(addresses.addresses_of, [known]) else None
    if found.phone is None:
        return None
    effects = Effects()
    new = effects.add(Customer(ctx.ids.next(), None, ctx.app.language, ctx.now))
    await ctx.write(flush, [effects])
    await ctx.write(addresses.add, [CustomerAddress(AddressKind.PHONE, found.phone, new.id)])
    return new.id

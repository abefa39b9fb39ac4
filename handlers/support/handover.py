"""`/give`: a case goes to a colleague, who hears of it in private."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup, case_places
from handlers.shared.filters import Button
from handlers.shared.message_copy import plain
from handlers.shared.rights import role_of
from handlers.shared.update_context import UpdateContext
from handlers.support import labels, steps, topic_line
from handlers.support.button_case import case_of_button
from handlers.support.colleagues import addressed, choice, colleagues, id_in, label_of
from handlers.support.typed_commands import Subject
from storage.cases.case_topics import topic_links
from storage.people import availability, customers
from storage.rows import Case
from surveys.cases.lifecycle import StaffMember
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

router = Router(name="handing over")

WORD: Final = "give"
"""How the data of its buttons begin: `give:<number of the case>:<Telegram id>`."""


async def give(ctx: UpdateContext, message: Message, subject: Subject) -> None:
    """Give the case to whom the command names, or ask to whom."""
    case, among = subject.case, await colleagues(ctx)
    receiver = addressed(message, subject.words, among)
    if receiver is not None:
        said, is_given = await _give(ctx, case, receiver)
        if is_given:
            await topic_line.say(ctx, case, message, said)
        else:
            case_lookup.answer(ctx, message, said, case=case if subject.is_here else None)
        return
    away = await ctx.run(availability.away, ctx.today)
    nobody = {*away, case.holder_telegram_id, case.about_telegram_id, ctx.chat_id}
    offered = [one for one in among if one.telegram_id not in nobody]
    text_id = "give-unknown" if subject.words.strip() else "give-which"
    asked = _say(ctx, text_id if offered else "give-nobody", number=str(case.number))
    keyboard = choice(offered, lambda one: f"{WORD}:{case.number}:{one}") if offered else None
    case_lookup.answer(ctx, message, asked, keyboard, case=case if subject.is_here else None)


@router.callback_query(Button(WORD))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Give the case to the colleague of the button; returns what pops up."""
    found = await case_of_button(ctx, rest)
    if isinstance(found, str):
        return found
    case, receiver = found[0], id_in(found[1])
    if receiver is None:
        return ctx.text("case-unknown")
    said, is_given = await _give(ctx, case, receiver)
    if is_given:
        await topic_line.settled(ctx, case, query, said)
    return said


async def _give(ctx: UpdateContext, case: Case, receiver: int) -> tuple[str, bool]:
    """What is said of it, and whether the case was given."""
    refusal = await steps.give(ctx, case, StaffMember(receiver, await role_of(ctx, receiver)))
    if refusal is not None:
        return await labels.refused_of(ctx, case, refusal), False
    giver, name = inline(ctx.customer.name), await label_of(ctx, receiver)
    said = _say(ctx, "give-done", giver=giver, number=str(case.number), name=name)
    if receiver == ctx.chat_id or await _tell(ctx, case, receiver, giver):
        return said, True
    return f"{said}\n{_say(ctx, 'give-untold', name=name)}", True


async def _tell(ctx: UpdateContext, case: Case, receiver: int, giver: str) -> bool:
    """Whether they hear of it in private, which needs a chat with us."""
    known = await ctx.run(customers.customer, receiver)
    if known is None or known.blocked_at is not None:
        return False
    link = (await ctx.run(topic_links, [case.number])).get(case.number, "none")
    values = {"giver": giver, "number": str(case.number), "link": link}
    said = ctx.app.texts.text(known.language, "give-told", **values)
    ctx.send(plain(receiver, said), Urgency.ESCALATION, fills=case_places.about(case.number, ctx.ids.next()))
    return True


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)

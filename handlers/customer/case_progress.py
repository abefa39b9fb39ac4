"""How far a customer's cases are, for whoever asks: by a command, a button, or in words.

Asking changes nothing of a case that waits for staff: its clock runs on.
"""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_topic
from handlers.cases.customer_notices import MY_CASE, public_name
from handlers.cases.opening import OPEN_AT_MOST
from handlers.cases.reply_deadline import expected, reply_due_at
from handlers.cases.staff_forwarding import forward
from handlers.customer import case_routing
from handlers.customer.stored_messages import keep_words_of
from handlers.shared.content import Content
from handlers.shared.filters import Button, PrivateChat, command
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, joined_cases
from storage.rows import Case
from surveys.cases.lifecycle import REOPENS_WITHIN, Status
from surveys.cases.reference_code import reference_code

router = Router(name="case progress")
router.callback_query.filter(PrivateChat())
commands = Router(name="case progress commands")


@commands.message(command("mycase"))
async def my_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Say how far the customer's cases are; what stands behind the command is kept."""
    keep_words_of(ctx, message, command)
    ctx.reply(await _states(ctx))


@router.callback_query(Button(MY_CASE))
async def tap(query: CallbackQuery, rest: str, ctx: UpdateContext) -> None:
    ctx.reply(await _states(ctx))


async def answer_question(ctx: UpdateContext, content: Content) -> bool:
    """Whether whoever asks in words has an open case: staff read the words, and its state is the answer."""
    open_ones = await ctx.run(cases.latest_open_of, ctx.customer.id, 1)
    case = await case_routing.open_case_of(ctx) or next(iter(open_ones), None)
    if case is None or await forward(ctx, case, content) is None:
        return False
    ctx.reply(await _states(ctx))
    return True


async def _states(ctx: UpdateContext) -> str:
    open_ones = await ctx.run(cases.latest_open_of, ctx.customer.id, OPEN_AT_MOST)
    if open_ones:
        return "\n\n".join([await _state(ctx, case) for case in open_ones])
    last = next(iter(await ctx.run(cases.latest_of, ctx.customer.id, 1)), None)
    if last is not None:
        last = await ctx.run(joined_cases.followed, last)
    if last is None or last.closed_at is None or ctx.now - last.closed_at > REOPENS_WITHIN:
        return ctx.text("my-case-none")
    return ctx.text("my-case-closed", number=str(last.number))


async def _state(ctx: UpdateContext, case: Case) -> str:
    """Which case, how far it is, and by when a reply is due."""
    heading = ctx.text("my-case", number=str(case.number), code=reference_code(case.number))
    due_at = reply_due_at(case)
    late = ctx.text("case-late") if due_at is not None and due_at <= ctx.now else None
    promised = expected(ctx.app, ctx.customer, case, ctx.now)
    return "\n".join(filter(None, [heading, await _progress(ctx, case), late, promised]))


async def _progress(ctx: UpdateContext, case: Case) -> str:
    if case.status is Status.ANSWERED:
        return ctx.text("my-case-answered")
    if case.holder_telegram_id is None:
        return ctx.text("my-case-open")
    holder = public_name(ctx.app, (await case_topic.people(ctx, case, ctx.customer)).holder)
    return ctx.text("my-case-taken") if holder is None else ctx.text("my-case-taken-by", name=holder)

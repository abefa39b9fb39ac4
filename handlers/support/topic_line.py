"""A line of ours about a case, said where it was asked for and in the topic of the case."""

from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup, case_topic
from handlers.shared.editing import settle
from handlers.shared.update_context import UpdateContext
from storage.rows import Case


async def say(ctx: UpdateContext, case: Case, message: Message, said: str) -> None:
    """Answer a command, and post the same in the case's topic where that is another place."""
    is_here = await _is_here(ctx, case, message)
    if is_here:
        case_lookup.answer(ctx, message, said, case=case)
    else:
        case_lookup.answer(ctx, message, said)
        _post(ctx, case, said)


async def settled(ctx: UpdateContext, case: Case, query: CallbackQuery, said: str) -> None:
    """Put the line into the question that was tapped, and into the topic where that stands elsewhere."""
    settle(query, ctx, said)
    if not isinstance(query.message, Message) or not await _is_here(ctx, case, query.message):
        _post(ctx, case, said)


def _post(ctx: UpdateContext, case: Case, said: str) -> None:
    if ctx.app.support is not None and case.chat_id is not None:
        case_topic.note(ctx, ctx.app.support, case, said)


async def _is_here(ctx: UpdateContext, case: Case, message: Message) -> bool:
    here = await case_lookup.case_here(ctx, message)
    return here is not None and here.id == case.id

"""Words that wait for the customer to say what they are: kept at once, an answer as soon as that is known."""

from dataclasses import replace

from aiogram.types import InlineKeyboardMarkup

from handlers.cases.staff_forwarding import forward
from handlers.customer import case_routing
from handlers.customer.answered import Answered
from handlers.customer.answers import give
from handlers.customer.consequences import follow
from handlers.customer.stored_messages import keep
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.rows import Message
from storage.surveys import kept_words
from surveys.language.score_correction import says_more
from surveys.questions import engine
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Typed
from surveys.questions.message_kind import MessageKind
from surveys.questions.survey import Survey


def let_wait(ctx: UpdateContext, content: Content) -> None:
    """Keep a message that may be an answer; those that wait already stay."""
    row = ctx.conversation
    message = keep(ctx, content)
    if row is not None:
        ctx.update_conversation(deferred_id=row.deferred_id or message.id)


async def waiting(ctx: UpdateContext) -> list[Message]:
    """The messages of the conversation that wait, oldest first."""
    row = ctx.conversation
    if row is None or row.deferred_id is None:
        return []
    return await ctx.run(kept_words.words_since, row.customer_id, row.id, row.deferred_id)


async def with_deferred_words(
    ctx: UpdateContext, survey: Survey, step: SurveyStep, *, is_meant: bool = False
) -> SurveyStep:
    """The step after the words that wait became the answer to the question in words that follows.

    Words that say nothing beside a score are spent with it, unless they are meant as words. Where nothing in
    words is awaited, they go on to the open case, or stay kept.
    """
    found = await waiting(ctx)
    if not found:
        return step
    ctx.update_conversation(deferred_id=None)
    content = _content(found)
    if not is_meant and not says_more(content.words or ""):
        await ctx.write(kept_words.take, [one.id for one in found])
        return step
    awaited = engine.awaited_question(survey, step.conversation.answers)
    if awaited is None or not awaited.kind.is_open:
        await _pass_on(ctx, found, content)
        return step
    await ctx.write(kept_words.take, [one.id for one in found])
    more = await give(ctx, survey, None, Typed(content.words or ""), content.message_id)
    if more is None or more.answer is None or ctx.conversation is None:
        return step
    await follow(ctx, Answered(survey, ctx.conversation, more, more.answer, _say_nothing, content))
    return replace(more, answer=step.answer)


async def _pass_on(ctx: UpdateContext, found: list[Message], content: Content) -> None:
    case = await case_routing.open_case_of(ctx)
    if case is not None and await forward(ctx, case, content) is not None:
        await ctx.write(kept_words.take, [one.id for one in found])


def _content(found: list[Message]) -> Content:
    words = "\n\n".join(one.words for one in found if one.words)
    return Content(MessageKind.TEXT, words, message_id=found[-1].telegram_message_id)


def _say_nothing(text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """The answer before it says the receipt."""

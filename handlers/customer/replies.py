"""What a customer's reply points at: one of their cases, a question of ours, or words of their own."""

from collections.abc import Iterator

from aiogram.types import Message

from handlers.cases.case_places import number_in, said_range
from handlers.customer import case_routing
from handlers.customer.answers import give
from handlers.customer.beginnings import way_back
from handlers.customer.feedback import confirm
from handlers.customer.stored_messages import keep, order_file
from handlers.shared.content import Content
from handlers.shared.places import further_question_place, question_place
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, written_messages
from storage.delivery import outbox
from storage.people import customers
from storage.rows import Case, Conversation
from storage.surveys import answers
from surveys.questions import engine
from surveys.questions.callback import Callback, unpack
from surveys.questions.engine import SurveyStep
from surveys.questions.inputs import Input, Reply
from surveys.questions.question import CHANGE, KEEP, Question
from surveys.questions.survey import Survey

_REMEMBERED = 50
"""Cases and conversations of one customer among which a reply is looked for, the latest first."""


async def find_target(ctx: UpdateContext, message: Message, content: Content) -> Case | Question | None:
    """The case or the question that a message replies to; None where it replies to neither.

    The context turns to the conversation of the question. A reply to own words that belong to nothing is no
    answer to what is asked by now: then the context turns to no conversation.
    """
    number = content.replied.message_id if content.replied is not None else None
    if number is None:
        return None
    return (
        await _case_spoken_of(ctx, number)
        or await _question_at(ctx, number)
        or await _question_under(ctx, message.reply_to_message)
        or await _own_words(ctx, number)
    )


async def follow_case(ctx: UpdateContext, case: Case, content: Content) -> None:
    """Take a reply to something of a case: it belongs there, or to one that goes on with it if it is over."""
    later = await case_routing.continuation_of(ctx, case)
    if await case_routing.pass_on(ctx, later or case, content):
        return
    if not await case_routing.go_on(ctx, case, content):
        await confirm(ctx, keep(ctx, content))


async def answer_question(
    ctx: UpdateContext, survey: Survey, question: Question, given: Input, message_id: int | None
) -> SurveyStep | None:
    """Put a reply to its question; None where words were told already: more of them correct nothing."""
    if ctx.conversation is None or (question.kind.is_open and question.id in ctx.conversation.given):
        return None
    return await give(ctx, survey, question.id, given, message_id)


async def take_no_answer(ctx: UpdateContext, survey: Survey, reply: object, content: Content) -> None:
    """Take a reply to a question that is over: it goes to the case of that conversation, or is kept there."""
    row = ctx.conversation
    case = await ctx.run(cases.of_conversation, ctx.customer.id, row.id) if row is not None else None
    if case is not None:
        await follow_case(ctx, case, content)
        return
    kept = keep(ctx, content)
    await order_file(ctx, content)
    match reply:
        case Reply.EXPIRED:
            ctx.reply(ctx.text("reply-closed", command=way_back(survey, ctx.app)))
        case Reply.TOO_LATE_TO_CORRECT:
            ctx.reply(ctx.text("closed-answer", command=way_back(survey, ctx.app)))
        case _:
            await confirm(ctx, kept)


async def _case_spoken_of(ctx: UpdateContext, number: int) -> Case | None:
    """The one of the customer's own cases that a message of ours in their chat belongs to."""
    if ctx.customer.case_id is None:
        return None
    known = await ctx.run(cases.latest_of, ctx.customer.id, _REMEMBERED)
    found = await ctx.run(outbox.place_among, [said_range(one.number) for one in known], number)
    return next((one for one in known if one.number == number_in(found)), None)


async def _question_at(ctx: UpdateContext, number: int) -> Question | None:
    """The question that the message of ours with that number shows, known by its place."""
    asked = await ctx.run(customers.latest_conversations, ctx.customer.id, _REMEMBERED)
    names = {name: (row, question) for row in asked for name, question in _places(ctx, row)}
    places = await ctx.run(outbox.find_places, list(names))
    found = next((one.name for one in places.values() if one.message_id == number), None)
    if found is None:
        return None
    row, question = names[found]
    ctx.conversation = row
    return await _shown(ctx, row, question)


def _places(ctx: UpdateContext, row: Conversation) -> Iterator[tuple[str, Question]]:
    survey = ctx.app.survey_of(row)
    if survey is not None:
        yield question_place(row.id), survey.first
        yield from ((further_question_place(row.id, one.id), one) for one in survey.questions)


async def _shown(ctx: UpdateContext, row: Conversation, question: Question) -> Question:
    """What the message that asked this question asks now: a tap turned it into the next one."""
    if question.id not in row.given:
        return question
    answer = await ctx.run(answers.find_answer, row.id, question.id)
    survey = ctx.app.survey_of(row)
    if survey is None or answer is None or answer.telegram_message_id is not None:
        return question
    return engine.awaited_question(survey, row.given) or question


async def _question_under(ctx: UpdateContext, message: Message | None) -> Question | None:
    """The question whose buttons stand under a message of ours, as where it was asked once more."""
    markup = message.reply_markup if message is not None else None
    rows = markup.inline_keyboard if markup is not None else []
    found = [data for row in rows for one in row if (data := unpack(one.callback_data or "")) is not None]
    if not found:
        return None
    row = await ctx.run(customers.conversation, found[0].conversation)
    survey = ctx.app.survey_of(row) if row is not None else None
    if row is None or survey is None or row.customer_id != ctx.customer.id:
        return None
    ctx.conversation = row
    return survey.question(_asked_by(found)) or engine.awaited_question(survey, row.given)


def _asked_by(buttons: list[Callback]) -> str:
    """The id of the question that buttons answer; empty where all that they do is to change an answer."""
    return next((one.question for one in buttons if one.option not in (CHANGE, KEEP)), "")


async def _own_words(ctx: UpdateContext, number: int) -> Case | Question | None:
    written = await ctx.run(written_messages.find_written, ctx.customer.id, number)
    if written is None:
        return None
    row = ctx.conversation
    if written.answer is not None:
        row = await ctx.run(customers.conversation, written.answer.conversation_id)
        survey = ctx.app.survey_of(row) if row is not None else None
        question = survey.question(written.answer.question_id) if survey is not None else None
        if question is not None:
            ctx.conversation = row
            return question
    if written.case is None and row is not None and row.id != written.conversation_id:
        ctx.conversation = None
    return written.case

"""Putting a survey's question to a customer."""

from dataclasses import replace

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from handlers.customer import preview
from handlers.customer.receipt import Receipt, asked_words, change_row, keep_button
from handlers.outreach.triggers import fire
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.conversation_state import new_conversation, state_of
from handlers.shared.places import question_place
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.people import customers
from storage.people.stage_facts import stage_facts
from storage.rows import Conversation, Customer
from surveys.journeys.trigger import Trigger
from surveys.outreach.urgency import Urgency
from surveys.questions import engine
from surveys.questions.customer_stage import CustomerStage, stage_of
from surveys.questions.origin import UNKNOWN_ORIGIN, Origin
from surveys.questions.question import SKIPPED, Question
from surveys.questions.survey import Survey


async def ask(ctx: UpdateContext, survey: Survey, origin: Origin = UNKNOWN_ORIGIN) -> None:
    """Begin a survey, or show the question again where one is under way or was answered a moment ago.

    A preview that was looked at to its end begins again: nothing of it was stored.

    `origin` is what the asking is about, where that is known. Another order is another asking.
    One that is switched off is begun by nobody; what was begun is finished, and the staff may look at it.
    """
    known = await _known(ctx, survey)
    if survey.id in ctx.app.catalogue.off and not preview.is_preview(ctx) and not _is_open(ctx, known):
        ctx.reply(ctx.text("survey-off"))
        return
    if known is None or _is_over(ctx, survey, known) or _is_of_another_order(known, origin):
        await _begin(ctx, survey, origin)
    else:
        _resume(ctx, ctx.app.survey_of(known) or survey, known, origin)


def asked_again(
    app: AppContext, survey: Survey, customer: Customer, conversation: Conversation
) -> Outgoing | None:
    """The call that puts the open question once more, after an absence in which an answer may have been lost.

    None where no question is open, or the customer is not in Telegram.
    """
    question = engine.awaited_question(survey, state_of(conversation).answers)
    if question is None or customer.telegram_id is None:
        return None
    preface = app.texts.text(customer.language, "question-again")
    method = SendMessage(
        chat_id=customer.telegram_id,
        text=f"{preface}\n\n{question.text.render(customer.language, business=app.business)}",
        reply_markup=keyboards.of_question(question, conversation.id, customer.language),
    )
    return Outgoing(method, Urgency.SURVEY, fills=question_place(conversation.id))


async def _known(ctx: UpdateContext, survey: Survey) -> Conversation | None:
    """The customer's last asking of this survey, whatever they spoke of since or left in between."""
    row = ctx.conversation
    if row is not None and row.survey_id == survey.id:
        return row
    return await ctx.run(customers.latest_asking, ctx.customer.id, survey.id)


def _is_open(ctx: UpdateContext, known: Conversation | None) -> bool:
    """Whether a question of it waits for an answer."""
    survey = ctx.app.survey_of(known) if known is not None else None
    if known is None or survey is None or known.awaiting is None:
        return False
    return not engine.is_expired(survey, state_of(known), ctx.now)


def _is_over(ctx: UpdateContext, survey: Survey, known: Conversation) -> bool:
    talk = state_of(known)
    was_preview = known.by_staff and preview.is_preview(ctx)
    return engine.is_new_asking(survey, talk, ctx.written_at) or (was_preview and talk.done)


def _is_of_another_order(known: Conversation, origin: Origin) -> bool:
    return known.answered_at is not None and origin.order_id not in (None, known.order_id)


async def _begin(ctx: UpdateContext, survey: Survey, origin: Origin) -> None:
    begun = new_conversation(ctx.ids, ctx.customer, survey, ctx.now, origin)
    stage = await _stage(ctx) if survey.has_stage_texts else None
    ctx.conversation = ctx.effects.add(replace(begun, by_staff=preview.is_preview(ctx), stage=stage))
    ctx.update_customer(conversation_id=ctx.conversation.id)
    worded = survey.worded_for(stage)
    _send(ctx, worded, worded.first)
    if not preview.is_preview(ctx):
        await fire(Trigger.SURVEY_BEGUN, ctx, ctx.conversation)


async def _stage(ctx: UpdateContext) -> CustomerStage | None:
    """How far the customer is; None for one who is not stored yet."""
    facts = (await ctx.run(stage_facts, [ctx.customer.id])).get(ctx.customer.id)
    return stage_of(facts, ctx.now) if facts is not None else None


def _resume(ctx: UpdateContext, survey: Survey, known: Conversation, origin: Origin) -> None:
    """What was answered stays where it was given; a question that waits is about what was said last."""
    ctx.conversation = known
    if known.answered_at is None and origin != UNKNOWN_ORIGIN:
        ctx.update_conversation(
            touchpoint=origin.touchpoint or known.touchpoint,
            segment=origin.segment or known.segment,
            order_id=origin.order_id or known.order_id,
        )
    again = engine.ask_again(survey, state_of(known), ctx.now)
    ctx.update_conversation(
        awaiting=again.conversation.awaiting, touched_at=ctx.now, changing=None, changing_at=None
    )
    if ctx.customer.conversation_id != known.id:
        ctx.update_customer(conversation_id=known.id)
    _show_again(ctx, survey, again.conversation)


def _send(ctx: UpdateContext, survey: Survey, question: Question) -> None:
    if ctx.conversation is not None:
        words = asked_words(ctx, survey, state_of(ctx.conversation), question)
        text = preview.announced(ctx, words)
        _put(ctx, text, keyboards.of_question(question, ctx.conversation.id, ctx.language))


def _show_again(ctx: UpdateContext, survey: Survey, talk: engine.ConversationState) -> None:
    """An open question with the answer before it, or what was given; else the first question."""
    *answered, last = engine.path_of(survey, talk.answers)
    if last.id in talk.answers:
        _show_given(ctx, survey, talk)
    elif not answered:
        _send(ctx, survey, survey.first)
    else:
        receipt = Receipt(survey, talk, answered[-1], ctx)
        _put(ctx, receipt.text, receipt.keyboard)


def _show_given(ctx: UpdateContext, survey: Survey, talk: engine.ConversationState) -> None:
    """What was chosen, with a button to change and one to keep it; the first question where nothing was."""
    row = ctx.conversation
    path = engine.path_of(survey, talk.answers)
    chosen = next((one for one in path if one.kind.chosen and talk.answers[one.id] != SKIPPED), None)
    if row is None or chosen is None:
        _send(ctx, survey, survey.first)
        return
    receipt = Receipt(survey, talk, chosen, ctx, ctx.text("answer-known"))
    rows = [] if engine.is_settled(survey, talk, ctx.written_at) else _change_or_keep(ctx, row, chosen)
    _put(ctx, receipt.text, keyboards.Keyboard.of(rows))


def _change_or_keep(ctx: UpdateContext, row: Conversation, question: Question) -> keyboards.Rows:
    return [*change_row(ctx, question, row.id), [keep_button(ctx, row, question)]]


def _put(ctx: UpdateContext, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    if ctx.conversation is not None and ctx.customer.telegram_id is not None:
        method = SendMessage(chat_id=ctx.customer.telegram_id, text=text, reply_markup=keyboard)
        ctx.send(method, fills=question_place(ctx.conversation.id))

"""The buttons under the list of low scores: each opens a case of that score, once, and plans a message."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.cases import case_topic, feedback
from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import OPEN_AT_MOST, open_case
from handlers.manager.reports import order_shown
from handlers.outreach import call_back
from handlers.outreach.open_plans import verdict_now
from handlers.shared.content import Content
from handlers.shared.filters import Button, PrivateChat, StaffOnly, reads_numbers
from handlers.shared.keyboards import number_in
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from reports.detractors import BUTTON, unpacked
from storage.cases import cases
from storage.people import addresses, customers
from storage.reports import detractors
from storage.rows import Answer, Case, Conversation
from storage.surveys import answers
from surveys.cases.source import CaseSource
from surveys.outreach.policy import Action, Verdict
from surveys.questions.message_kind import MessageKind
from surveys.questions.scaled_score import stored_score
from texts.quoting import inline

buttons = Router(name="call back buttons")


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Open the case of a low score and show the list anew; returns what pops up."""
    pressed, role = unpacked(rest), await role_now(ctx)
    if pressed is None or role is None or not role.reads_numbers:
        return ctx.text("report-button-stale")
    answer_id, shown = pressed
    if not order_shown(query, shown, ctx):
        return ctx.text("report-button-stale")
    question = ctx.app.report_context.nps_question
    score = await ctx.run(detractors.find_low_score, question, number_in(answer_id))
    return await _call_back(ctx, score) if score is not None else ctx.text("call-back-gone")


async def _call_back(ctx: UpdateContext, score: Answer) -> str:
    """Open the case, unless there is one already, the customer was forgotten, or somebody else was first."""
    if not await ctx.run(addresses.addresses_of, [score.customer_id]):
        return ctx.text("call-back-forgotten")
    if (known := await _known_case(ctx, score)) is not None:
        return _already(ctx, known)
    conversation = await ctx.run(customers.conversation, score.conversation_id)
    plan = await call_back.claim(ctx, conversation) if conversation is not None else None
    if conversation is None or plan is None:
        return ctx.text("call-back-again")
    case = await _open(ctx, score, conversation)
    named = await call_back.name_case(ctx, plan, case)
    return _done(ctx, case, await ctx.run(verdict_now, ctx.app, named, ctx.now))


async def _known_case(ctx: UpdateContext, score: Answer) -> Case | None:
    """The customer's open case of a low score, else the one of this very score; None without either."""
    open_ones = await ctx.run(cases.latest_open_of, score.customer_id, OPEN_AT_MOST)
    of_score = next((case for case in open_ones if case.source is CaseSource.SCORE), None)
    return of_score or await ctx.run(cases.of_conversation, score.customer_id, score.conversation_id)


async def _open(ctx: UpdateContext, score: Answer, conversation: Conversation) -> Case:
    """The case of the score with all that the customer said beside it; it is nobody's, as any new one."""
    customer = await ctx.run(cases.complainant, score.customer_id)
    theirs = ctx.on_behalf_of(customer, conversation)
    said = await ctx.run(answers.answers_of_conversation, conversation.id)
    told = [one for one in said if one.score is None and one.option is None]
    new = NewCase(
        CaseSource.SCORE,
        touchpoint=score.touchpoint or conversation.touchpoint,
        words="\n\n".join(one.words for one in told if one.words and not one.file_id) or None,
        media=[Content(one.media or MessageKind.TEXT, one.words, one.file_id) for one in told if one.file_id],
        score=stored_score(score.kind, score.score) if score.score is not None else None,
        is_told=False,
    )
    case = await open_case(theirs, new)
    await feedback.take_comments(theirs, case)
    if ctx.app.support is not None:
        who = inline(ctx.customer.name)
        note = ctx.app.texts.text(ctx.app.language, "call-back-note", name=who)
        case_topic.note(ctx, ctx.app.support, case, note)
    return case


def _already(ctx: UpdateContext, case: Case) -> str:
    name = "call-back-open" if case.closed_at is None else "call-back-solved"
    return ctx.text(name, number=str(case.number))


def _done(ctx: UpdateContext, case: Case, verdict: Verdict) -> str:
    """That there is a case, and whether and when the customer hears of it."""
    number, why = str(case.number), ctx.text(verdict.why.text_id)
    match verdict.action:
        case Action.SEND:
            return ctx.text("call-back-done", number=number)
        case Action.WAIT:
            return ctx.text("call-back-waits", number=number, why=why)
        case Action.NEVER:
            return ctx.text("call-back-unwritten", number=number, why=why)

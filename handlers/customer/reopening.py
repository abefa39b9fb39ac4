"""Whoever says that support did not help has their case taken up again, or is offered that in a survey."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.cases import case_topic
from handlers.cases.customer_notices import HELPED, NO, YES
from handlers.customer import case_routing
from handlers.customer.answered import Answered
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat
from handlers.shared.keyboards import number_in
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, joined_cases
from storage.outreach import plans
from storage.rows import Case
from surveys.base36 import base36
from surveys.cases.lifecycle import REOPENS_WITHIN
from surveys.language.solved_text import says_solved
from surveys.outreach.subjects import SubjectKind
from surveys.questions.kinds.thumbs import DOWN
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import QuestionRole

router = Router(name="reopening")
router.callback_query.filter(PrivateChat())

WORD: Final = "case-again"
"""The word of the button; the id of the case comes after it."""


async def offer_case_again(ctx: UpdateContext, answered: Answered) -> None:
    """Offer the case that was asked about again, else their last one, if it is closed and was not of help."""
    question = answered.survey.question(answered.answer.question)
    if question is None or question.role is not QuestionRole.HELPED or not answered.is_news:
        return
    case = await _case_asked_about(ctx, answered)
    if answered.answer.value != DOWN or case is None or case.closed_at is None:
        return
    again = keyboards.one_button(ctx.text("button-case-again"), f"{WORD}:{base36(case.id)}")
    ctx.reply(ctx.text("case-not-solved", number=str(case.number)), again)


async def _case_asked_about(ctx: UpdateContext, answered: Answered) -> Case | None:
    plan_id = answered.conversation.plan_id
    plan = await ctx.run(plans.find_plan, plan_id) if plan_id is not None else None
    if plan is not None and plan.subject_kind is SubjectKind.CASE:
        return await ctx.run(cases.find_case, plan.subject_id)
    return await ctx.run(cases.spoken_of_last, ctx.customer.id)


@router.callback_query(Button(WORD))
async def take_up_again(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Open the case again before others, since it did not help; returns what pops up."""
    case = await _case(ctx, rest)
    if case is None or case.customer_id != ctx.customer.id:
        return ctx.text("question-unknown")
    if case.closed_at is None:
        return ctx.text("answer-same")
    if _is_long_over(ctx, case):
        return ctx.text("case-again-gone")
    await ctx.write(cases.change, case.id, {"helped": False})
    return await _reopen(ctx, case)


async def answer_in_words(ctx: UpdateContext, content: Content, replied: Case | None) -> bool:
    """Whether words say whether it helped, right after a case was closed, and were taken as that tap.

    `replied` is the case that they reply to; None for none.
    """
    is_text = content.kind is MessageKind.TEXT and ctx.press is not None
    helped = says_solved(content.own or "") if is_text else None
    case = (replied or await case_routing.case_meant(ctx)) if helped is not None else None
    if case is None or case.closed_at is None or case.joined_number is not None or _is_long_over(ctx, case):
        return False
    assert ctx.press is not None
    await ctx.press(f"{HELPED}:{YES if helped else NO}:{base36(case.id)}")
    return True


@router.callback_query(Button(HELPED))
async def say_whether_it_helped(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Note that a closed case was solved, or open it again before others; returns what pops up."""
    said, _, case_id = rest.partition(":")
    case = await _case(ctx, case_id)
    if case is None or case.customer_id != ctx.customer.id or said not in (YES, NO):
        return ctx.text("question-unknown")
    if case.closed_at is None:
        return ctx.text("answer-same")
    if said == NO and _is_long_over(ctx, case):
        return ctx.text("case-again-gone")
    await ctx.write(cases.change, case.id, {"helped": said == YES})
    ctx.send(put(query, ctx, ctx.text("helped-yes" if said == YES else "helped-no", number=str(case.number))))
    if said == NO:
        return await _reopen(ctx, case)
    if ctx.app.support is not None and case.chat_id is not None:
        case_topic.refresh(ctx, ctx.app.support, await case_topic.overview(ctx, replace(case, helped=True)))
    return None


def _is_long_over(ctx: UpdateContext, case: Case) -> bool:
    return case.closed_at is not None and ctx.now - case.closed_at > REOPENS_WITHIN


async def _case(ctx: UpdateContext, case_id: str) -> Case | None:
    """The case of a button, or the one that it was joined to since; None where there is none."""
    case = await ctx.run(cases.find_case, number_in(case_id))
    return await ctx.run(joined_cases.followed, case) if case is not None else None


async def _reopen(ctx: UpdateContext, case: Case) -> str | None:
    words = Content(MessageKind.TEXT, ctx.text("case-again-words"))
    return None if await case_routing.pass_on(ctx, case, words) else ctx.text("case-again-gone")

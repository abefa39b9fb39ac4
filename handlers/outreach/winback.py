"""The invitation of a customer who left, and what follows it: fitting the reason, if they allowed offers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.outreach import consent, offers, planning
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.outreach.policy_facts import contact_request
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from storage.outreach import churn_sessions, plans
from storage.outreach.contact_log import JudgedMessage
from storage.outreach.due_plans import DuePlan
from storage.outreach.recipients import Recipient
from storage.rows import Case, ChurnSession, Customer, Plan
from surveys.journeys.trigger import Trigger
from surveys.language.text import Text
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, ContactRequest, PolicyReason, Verdict, judge
from surveys.outreach.subjects import SubjectKind
from surveys.outreach.winback_invitations import (
    JOURNEY,
    LeavingInterview,
    PlannedInvitation,
    has_ordered_since,
    invitation_of,
)
from surveys.questions.reason_file import MOST_FOLLOW_UPS
from surveys.questions.reasons import InvitationFollowUp

BACK_AGAIN: Final = "came-back"
NO_MORE: Final = "no-more"
"""The words of an invitation's buttons; the plan's id comes after them."""

_WAITS_FOR_CASE: Final = Verdict(Action.WAIT, PolicyReason.OPEN_CASE)

# When it is planned --------------------------------------------------------------------------------


async def after_leaving(ctx: UpdateContext, session: ChurnSession) -> None:
    """Plan an invitation for the reason that was told last.

    A case that the reason opens must be stored before.
    """
    reason = ctx.app.reasons.get(session.reason)
    recipient = await planning.recipient_of(ctx, ctx.customer.id)
    if recipient is None:
        return
    if reason is not None and reason.mutes and recipient.consented is not False:
        consent.decide(ctx, given=False, words=reason.answer.render(ctx.language))
        recipient = replace(recipient, consented=False)
    await _invite(ctx, session, recipient)


async def after_closing(ctx: UpdateContext, case: Case) -> None:
    """Plan an invitation for the customer of a closed case who left over it, or meanwhile."""
    session = await ctx.run(churn_sessions.latest, case.customer_id)
    recipient = await planning.recipient_of(ctx, case.customer_id)
    if session is None or recipient is None or not _is_away(ctx.app, session, recipient):
        return
    known = await ctx.run(plans.plans_of_customer, case.customer_id, WINBACK.name)
    # What is planned already waits for the closing by itself.
    if not any(_is_about(plan, session) and plan.state is not PlanState.DROPPED for plan in known):
        await _invite(ctx, session, recipient)


async def after_consent(ctx: UpdateContext, customer: Customer) -> None:
    """Plan an invitation for a customer who left before and allows offers now."""
    session = await ctx.run(churn_sessions.latest, customer.id)
    recipient = await planning.recipient_of(ctx, customer.id)
    if session is not None and recipient is not None and _is_away(ctx.app, session, recipient):
        await _invite(ctx, session, replace(recipient, consented=True))


async def _invite(ctx: UpdateContext, session: ChurnSession, recipient: Recipient) -> None:
    known = await ctx.run(plans.plans_of_customer, recipient.customer_id)
    known = [plan for plan in known if plan.journey in _SEQUENCE]
    mine = [plan for plan in known if _is_about(plan, session)]
    if any(plan.state is PlanState.SENT for plan in mine):
        return
    await planning.drop(ctx, [plan for plan in known if plan not in mine], PolicyReason.OBSOLETE)
    reason = ctx.app.reasons.get(session.reason)
    if reason is None or reason.invitation is None or session.return_on is not None:
        await planning.drop(ctx, mine, PolicyReason.OBSOLETE)
        return
    planned = _invitation(ctx.app, session, recipient)
    if planned is None:
        await planning.drop(ctx, mine, PolicyReason.OPEN_CASE)
        await planning.record_once(ctx, _message(ctx, session), _WAITS_FOR_CASE, session.told_at)
        return
    await _ask_policy(ctx, session, recipient, planned, mine)


def _invitation(app: AppContext, session: ChurnSession, recipient: Recipient) -> PlannedInvitation | None:
    """The invitation to plan; None while a complaint is open."""
    closed_at = recipient.closed_at
    since_leaving = closed_at if closed_at and closed_at >= session.told_at else None
    return invitation_of(
        _interview(session),
        app.reasons,
        recipient.open_case,
        since_leaving,
        app.holdout,
    )


async def _ask_policy(
    ctx: UpdateContext,
    session: ChurnSession,
    recipient: Recipient,
    planned: PlannedInvitation,
    mine: Sequence[Plan],
) -> None:
    request = contact_request(ctx.app, recipient, ContactKind.PROMOTION, ctx.now, planned.due_at)
    said = judge(request)
    if said.action is not Action.NEVER:
        known = {plan.journey: plan for plan in mine}
        arm = await _assign(ctx, known.get(WINBACK.name), planned, session, request)
        await _follow(ctx, known, planned, session, arm)
        return
    is_news = await planning.record_once(ctx, _message(ctx, session), said, session.told_at)
    if is_news and said.why is PolicyReason.NO_CONSENT and recipient.consented is None:
        consent.ask(ctx, recipient)


async def _assign(
    ctx: UpdateContext,
    known: Plan | None,
    planned: PlannedInvitation,
    session: ChurnSession,
    request: ContactRequest,
) -> Arm:
    """Plan an invitation in an arm, for good: a later change of the share or of the reason moves nobody."""
    arm = known.arm if known is not None and known.arm is not None else planned.arm
    said = judge(replace(request, held_out=arm is Arm.HOLDOUT))
    new = planning.new_plan(ctx, WINBACK, planned.customer, session.id, planned.due_at, planned.reason)
    plan = replace(
        new,
        id=known.id if known is not None else new.id,
        due_at=said.until or planned.due_at,
        state=PlanState.HOLDOUT if arm is Arm.HOLDOUT else PlanState.WAITING,
        arm=arm,
        why=said.why,
    )
    if known is None or known.state is PlanState.DROPPED or not _is_same(known, plan):
        await ctx.write(plans.replace if known else plans.add, plan)
        planning.record(ctx, JudgedMessage.of_plan(plan), said)
    return arm


async def _follow(
    ctx: UpdateContext,
    known: Mapping[str, Plan],
    planned: PlannedInvitation,
    session: ChurnSession,
    arm: Arm,
) -> None:
    """Plan what follows the invitation; nothing follows in the holdout, nor more than the reason has."""
    follow_ups = _follow_ups(ctx.app, planned.reason) if arm is not Arm.HOLDOUT else ()
    at = planned.due_at
    for number, journey in enumerate(FOLLOW_UPS):
        before = known.get(journey.name)
        if number >= len(follow_ups):
            await planning.drop(ctx, [before] if before else [], PolicyReason.OBSOLETE)
            continue
        at += follow_ups[number].after
        new = planning.new_plan(ctx, journey, planned.customer, session.id, at, planned.reason)
        new = replace(new, arm=arm)
        if before is None:
            await ctx.write(plans.add, new)
        elif before.state is PlanState.DROPPED or not _is_same(before, new):
            await ctx.write(plans.replace, replace(new, id=before.id))


def _message(ctx: UpdateContext, session: ChurnSession) -> JudgedMessage:
    """The invitation that isn't planned."""
    return JudgedMessage(session.customer_id, ContactKind.PROMOTION, ctx.now, about=session.reason)


def _is_about(plan: Plan, session: ChurnSession) -> bool:
    return plan.subject_id == session.id


def _is_same(known: Plan, plan: Plan) -> bool:
    return (known.about, known.planned_at) == (plan.about, plan.planned_at)


def _interview(session: ChurnSession) -> LeavingInterview:
    return LeavingInterview(session.customer_id, session.reason, session.told_at, session.return_on)


def _is_away(app: AppContext, session: ChurnSession, recipient: Recipient) -> bool:
    """Whether they left, or said to be pausing, which is not leaving, and have not come back since."""
    reason = app.reasons.get(session.reason)
    pauses = reason is not None and reason.kind is None
    is_back = has_ordered_since(_interview(session), recipient.last_order_at)
    return (recipient.left_at is not None or pauses) and not is_back


def is_back(app: AppContext, session: ChurnSession, recipient: Recipient) -> bool:
    """Whether somebody who said why they leave or pause has come back since, or ordered."""
    reason = app.reasons.get(session.reason)
    came_back = reason is not None and reason.kind is not None and recipient.left_at is None
    return came_back or has_ordered_since(_interview(session), recipient.last_order_at)


# When it is due ------------------------------------------------------------------------------------


def _is_obsolete(app: AppContext, due: DuePlan[ChurnSession]) -> bool:
    """Whether they came back, the interview says something else by now, or nothing is said to that reason."""
    session, reason = due.subject, app.reasons.get(due.plan.about or "")
    if reason is None or reason.invitation is None:
        return True
    return session is None or session.reason != due.plan.about or is_back(app, session, due.recipient)


def _is_answered(app: AppContext, due: DuePlan[ChurnSession]) -> bool:
    """Whether nothing need follow: whoever wrote after the invitation has reached a person by a case."""
    closed_at = due.recipient.closed_at
    return _is_obsolete(app, due) or (closed_at is not None and closed_at > due.plan.assigned_at)


def _after_the_last(app: AppContext, due: DuePlan[ChurnSession], number: int) -> datetime:
    """When a message that follows makes sense: as long after the one before as its file says."""
    follow_ups = _follow_ups(app, due.plan.about)
    sent = [one.at for one in due.recipient.sent if one.kind is ContactKind.PROMOTION]
    if number >= len(follow_ups) or not sent:
        return due.plan.planned_at
    return max(due.plan.planned_at, max(sent) + follow_ups[number].after)


def _follow_ups(app: AppContext, code: str | None) -> tuple[InvitationFollowUp, ...]:
    reason = app.reasons.get(code or "")
    return reason.invitation.follow_ups if reason is not None and reason.invitation is not None else ()


def _invitation_words(app: AppContext, due: DuePlan[ChurnSession]) -> RenderedMessage | None:
    reason = app.reasons.get(due.plan.about or "")
    return _render(app, due, reason.invitation.text) if reason and reason.invitation else None


def _follow_up_words(app: AppContext, due: DuePlan[ChurnSession], number: int) -> RenderedMessage | None:
    follow_ups = _follow_ups(app, due.plan.about)
    return _render(app, due, follow_ups[number].text) if number < len(follow_ups) else None


def _render(app: AppContext, due: DuePlan[ChurnSession], words: Text) -> RenderedMessage:
    language = due.recipient.language
    back = keyboards.button(app.texts.text(language, "button-back-again"), f"{BACK_AGAIN}:{due.plan.id}")
    no_more = keyboards.button(app.texts.text(language, "button-no-more"), f"{NO_MORE}:{due.plan.id}")
    text = words.render(language, business=app.business)
    return offers.below(app, RenderedMessage(text, Keyboard.of([[back], [no_more]])), due.offer, language)


WINBACK = Journey(
    name=JOURNEY,
    subject_kind=SubjectKind.CHURN_SESSION,
    contact_kind=ContactKind.PROMOTION,
    planners={
        Trigger.REASON_TOLD: after_leaving,
        Trigger.CASE_CLOSED: after_closing,
        Trigger.OFFERS_ALLOWED: after_consent,
    },
    is_obsolete=_is_obsolete,
    render=_invitation_words,
    offers=lambda app, due: app.offers.for_reason(due.plan.about),
)


def _following(number: int) -> Journey[ChurnSession]:
    """What follows the invitation as that follow-up of its reason, counted from 0."""
    return Journey(
        name=f"{JOURNEY}/{number + 2}",
        subject_kind=SubjectKind.CHURN_SESSION,
        contact_kind=ContactKind.PROMOTION,
        planners={},
        is_obsolete=_is_answered,
        render=lambda app, due: _follow_up_words(app, due, number),
        planned_at=lambda app, due: _after_the_last(app, due, number),
    )


FOLLOW_UPS: Final = tuple(map(_following, range(MOST_FOLLOW_UPS)))
_SEQUENCE: Final = frozenset({WINBACK.name, *(one.name for one in FOLLOW_UPS)})

"""What is planned after a conversation: a reminder of what was left open, an invitation of who left.

A plan is no permission: the contact policy is asked here, when the plan is due and right before it is sent.
"""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from aiogram.methods import SendMessage

from handlers import keyboards
from handlers.permission import contact, looked_back, zone_of
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage import contacts, interviews, plans
from storage.consents import PROMOTION
from storage.contacts import Facts
from storage.rows import Case, ChurnSession, Consent, Contact, Conversation, Plan
from surveys import engine, journeys
from surveys.journeys import Arm, Interview, Invitation
from surveys.policy import Action, Kind, Verdict, Why, verdict
from surveys.survey import Survey

OFFERS = "offers"
"""The word of the consent buttons: `offers:yes`, `offers:no`."""
YES, NO = "yes", "no"
BACK_AGAIN, NO_MORE = "came-back", "no-more"
"""The buttons of an invitation."""


def plan_reminder(ctx: UpdateContext, survey: Survey, conversation: Conversation) -> None:
    """Of a survey that was begun just now; nothing for one that has no reminder."""
    begun = engine.begin(survey, conversation.touched_at).conversation
    planned = journeys.reminder(survey, begun, reminded=False)
    if planned is not None:
        ctx.effects.add(
            Plan(
                id=ctx.ids.next(),
                customer_id=conversation.customer_id,
                journey=plans.REMINDER,
                kind=Kind.REMINDER.value,
                about=survey.id,
                conversation_id=conversation.id,
                assigned_at=ctx.now,
                planned_at=planned.due_at,
                due_at=planned.due_at,
            )
        )


async def after_leaving(ctx: UpdateContext, session: ChurnSession, return_on: date | None = None) -> None:
    """Call it when a reason was told, corrected, or a date was named; the last call stands.

    A case that the reason opens must be stored before.
    """
    session = replace(session, return_on=return_on or session.return_on)
    reason = ctx.app.reasons.get(session.reason)
    facts = await _facts(ctx, ctx.customer.id)
    if facts is None:
        return
    if reason is not None and reason.mutes and facts.consented is not False:
        decide(ctx, given=False, words=reason.answer.render(ctx.language))
        facts = replace(facts, consented=False)
    await _invite(ctx, session, facts)


async def after_closing(ctx: UpdateContext, case: Case) -> None:
    """Call it when a case was stored as closed: its customer may have left over it, or meanwhile."""
    session = await ctx.run(interviews.latest, case.customer_id)
    facts = await _facts(ctx, case.customer_id)
    if session is None or facts is None or not _is_away(ctx.app, session, facts):
        return
    known = await ctx.run(plans.of, case.customer_id, plans.WINBACK)
    # What is planned already waits for the closing by itself.
    if not any(plan.conversation_id == session.id and plan.state != plans.DROPPED for plan in known):
        await _invite(ctx, session, facts)


async def after_consent(ctx: UpdateContext) -> None:
    """The customer of the context has just agreed to offers."""
    session = await ctx.run(interviews.latest, ctx.customer.id)
    facts = await _facts(ctx, ctx.customer.id)
    if session is not None and facts is not None and _is_away(ctx.app, session, facts):
        await _invite(ctx, session, replace(facts, consented=True))


def decide(ctx: UpdateContext, *, given: bool, words: str) -> None:
    """Store what the customer allowed, and in answer to which words."""
    version = f"{ctx.language}-{sha256(words.encode()).hexdigest()[:12]}"
    row = Consent(ctx.ids.next(), ctx.customer.id, PROMOTION, given, version, ctx.now)
    ctx.effects.add(row)


# The invitation ------------------------------------------------------------------------------------


async def _invite(ctx: UpdateContext, session: ChurnSession, facts: Facts) -> None:
    known = await ctx.run(plans.of, facts.customer_id, plans.WINBACK)
    mine = next((plan for plan in known if plan.conversation_id == session.id), None)
    if mine is not None and mine.state == plans.SENT:
        return
    await _drop(ctx, [plan for plan in known if plan is not mine], Why.SETTLED)
    told = Interview(session.customer_id, session.reason, session.told_at, session.return_on)
    if not _may_invite(ctx.app, told):
        await _drop(ctx, [mine] if mine else [], Why.SETTLED)
        return
    closed_at = facts.closed_at if facts.closed_at and facts.closed_at >= session.told_at else None
    zone = zone_of(ctx.app, facts)
    planned = journeys.invitation(told, ctx.app.reasons, zone, facts.open_case, closed_at, ctx.app.holdout)
    if planned is None:
        await _drop(ctx, [mine] if mine else [], Why.OPEN_CASE)
        await _explain(ctx, facts, session, Verdict(Action.WAIT, Why.OPEN_CASE))
        return
    said = verdict(contact(ctx.app, facts, Kind.PROMOTION, ctx.now, planned.due_at))
    if said.action is not Action.NEVER:
        await _assign(ctx, mine, planned, session, said)
        return
    is_news = await _explain(ctx, facts, session, said)
    if is_news and said.why is Why.NO_CONSENT and facts.consented is None:
        _ask_consent(ctx, facts)


async def _explain(ctx: UpdateContext, facts: Facts, session: ChurnSession, said: Verdict) -> bool:
    """Store why nothing is planned; False when the same was stored in this interview before."""
    if await ctx.run(contacts.was_noted, facts.customer_id, said.why, session.told_at):
        return False
    _note(ctx, facts.customer_id, session.reason, ctx.now, said)
    return True


async def _assign(
    ctx: UpdateContext, known: Plan | None, planned: Invitation, session: ChurnSession, said: Verdict
) -> None:
    """Into an arm, for good: a later change of the share or of the reason moves nobody."""
    arm = Arm(known.arm) if known is not None and known.arm else planned.arm
    if arm is Arm.HOLDOUT:
        said = Verdict(Action.NEVER, Why.HELD_OUT)
    plan = Plan(
        id=known.id if known else ctx.ids.next(),
        customer_id=planned.customer,
        journey=plans.WINBACK,
        kind=Kind.PROMOTION.value,
        conversation_id=session.id,
        assigned_at=ctx.now,
        planned_at=planned.due_at,
        due_at=said.until or planned.due_at,
        state=plans.HOLDOUT if arm is Arm.HOLDOUT else plans.WAITING,
        about=planned.reason,
        arm=arm.value,
        why=said.why.value,
    )
    if known is not None and known.state != plans.DROPPED and _is_same(known, plan):
        return
    await ctx.write(plans.replace if known else plans.add, plan)
    _note(ctx, plan.customer_id, plan.about, plan.planned_at, said, plan.id)


def _is_same(known: Plan, plan: Plan) -> bool:
    return (known.about, known.planned_at) == (plan.about, plan.planned_at)


async def _drop(ctx: UpdateContext, open_plans: list[Plan], why: Why) -> None:
    """What was planned is overtaken by what was told since."""
    overtaken = [plan for plan in open_plans if plan.state in {plans.WAITING, plans.POSTED}]
    await ctx.write(plans.drop, [plan.id for plan in overtaken], why, ctx.now)
    for plan in overtaken:
        said = Verdict(Action.NEVER, why)
        _note(ctx, plan.customer_id, plan.about, plan.planned_at, said, plan.id)


def _may_invite(app: AppContext, told: Interview) -> bool:
    reason = app.reasons.get(told.reason)
    return reason is not None and reason.invitation is not None


def _is_away(app: AppContext, session: ChurnSession, facts: Facts) -> bool:
    """Left, or said to be pausing, which is not leaving; not come back since."""
    reason = app.reasons.get(session.reason)
    pauses = reason is not None and reason.kind is None
    ordered = facts.last_order_at is not None and facts.last_order_at > session.told_at
    return (facts.left_at is not None or pauses) and not ordered


def _ask_consent(ctx: UpdateContext, facts: Facts) -> None:
    """At once to whoever is here; to a customer whose case was closed by day."""
    is_here = facts.telegram_id == ctx.customer.telegram_id
    kind = None if is_here else Kind.SERVICE
    yes, no = (
        ctx.app.texts.text(facts.language, name) for name in ("button-consent-yes", "button-consent-no")
    )
    buttons = [[keyboards.button(yes, f"{OFFERS}:{YES}"), keyboards.button(no, f"{OFFERS}:{NO}")]]
    method = SendMessage(
        chat_id=facts.telegram_id or 0,
        text=ctx.app.texts.text(facts.language, "consent-question"),
        reply_markup=keyboards.Keyboard.of(buttons),
    )
    ctx.send(method, Kind.REPLY.urgency if is_here else Kind.SERVICE.urgency, kind=kind)


async def _facts(ctx: UpdateContext, customer_id: int) -> Facts | None:
    since = ctx.now - looked_back(ctx.app)
    return (await ctx.run(contacts.facts, [customer_id], since)).get(customer_id)


def _note(
    ctx: UpdateContext,
    customer_id: int,
    about: str | None,
    planned_at: datetime,
    said: Verdict,
    plan_id: int | None = None,
) -> None:
    ctx.effects.add(
        Contact(
            id=ctx.ids.next(),
            customer_id=customer_id,
            kind=Kind.PROMOTION.value,
            stage=contacts.PLANNING,
            action=said.action.value,
            why=said.why.value,
            planned_at=planned_at,
            decided_at=ctx.now,
            plan_id=plan_id,
            about=about,
            until=said.until,
        )
    )

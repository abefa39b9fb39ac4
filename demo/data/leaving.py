"""Made-up farewells: why people left, and how inviting them back went."""

from datetime import datetime, timedelta

from demo.data.company import INCIDENT
from demo.data.conversations import converse, give
from demo.data.customers import Person, order
from demo.data.phrases import LEAVING
from demo.data.writer import Writer
from storage.outreach import contact_log
from storage.outreach.contact_log import JudgedMessage
from storage.rows import ChurnSession, Consent, Plan, Stay
from surveys.catalogue.files import load_reasons
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage, Verdict
from surveys.outreach.subjects import SubjectKind
from surveys.outreach.winback_invitations import JOURNEY
from surveys.questions.kinds.reason import REASON
from surveys.questions.kinds.text import TEXT
from surveys.questions.reasons import STILL_HERE

_TELLS_WHY = 0.68
_STAYS = 0.06
_ALLOWS_OFFERS = 0.82
_HOLDOUT = 0.35
_RETURNS = {Arm.TREATED: 0.25, Arm.HOLDOUT: 0.09}
_USUAL = {
    "PRICE_HIGH": 26, "COMPETITOR": 11, "QUALITY": 8, "SERVICE": 7, "NO_ITEM": 6, "MOVED": 10, "SEASON": 7,
    "FINANCE": 7, "NEED_GONE": 6, "LOW_USE": 4, "PAY_FAIL": 3, "COMMS": 3, "OTHER": 5, "NO_ANSWER": 6,
}  # fmt: skip
_AFTER_FAILURE = {"DELIVERY": 70, "SERVICE": 10, "COMPETITOR": 12, "PRICE_HIGH": 8}
_FAREWELLS_AFTER = timedelta(days=45)
_TAXONOMY = load_reasons()


def leave(writer: Writer, person: Person) -> None:
    """Add why a person left and how inviting them back went.

    Not everyone who leaves says why; some ask how to leave and stay.
    """
    if person.left_at is not None and writer.chance(_TELLS_WHY):
        reason = _reason(writer, person.left_at)
        session = _interview(writer, person, person.left_at, reason)
        _invite_back(writer, person, session)
    elif person.left_at is None and writer.chance(_STAYS * 0.3):
        at = writer.awake(writer.now - timedelta(days=writer.dice.uniform(1, 300)))
        if person.joined_at < at:
            _interview(writer, person, at, STILL_HERE)


def _reason(writer: Writer, at: datetime) -> str:
    began, ended = INCIDENT
    failing = ended - _FAREWELLS_AFTER <= writer.now - at <= began and writer.chance(0.62)
    weights = _AFTER_FAILURE if failing else _USUAL
    return writer.dice.choices(list(weights), list(weights.values()))[0]


def _interview(writer: Writer, person: Person, at: datetime, code: str) -> ChurnSession:
    reason = _TAXONOMY.get(code)
    shown = [option.id for option in _TAXONOMY.first_screen]
    for group in _TAXONOMY.screens:
        if code in {option.id for option in group.options}:
            shown += [option.id for option in group.options]
    talk = converse(writer, person, "leaving", at, {"why": code})
    give(writer, talk, "why", REASON, at, option=code, shown=shown)
    if words := LEAVING.get(code):
        give(writer, talk, "words", TEXT, at, words=writer.say(writer.one_of(words)))
    return writer.effects.add(
        ChurnSession(
            id=talk.id,
            customer_id=person.id,
            reason=code,
            reason_class=reason.kind if reason else None,
            taxonomy_version=_TAXONOMY.version,
            shown=shown,
            day=writer.day(at),
            told_at=at,
            segment=talk.segment,
            money_minor=person.monthly_margin_minor,
        )
    )


def _invite_back(writer: Writer, person: Person, session: ChurnSession) -> None:
    """Three days later, to those who allowed it; a part is held out, so that the effect can be seen."""
    reason = _TAXONOMY.get(session.reason)
    allowed = writer.chance(_ALLOWS_OFFERS)
    if reason is None or reason.invitation is None or not allowed:
        return
    planned = session.told_at + reason.invitation.after
    chosen = Arm.HOLDOUT if writer.chance(_HOLDOUT) else Arm.TREATED
    writer.effects.add(
        Consent(writer.ids.next(), person.id, ConsentKind.PROMOTION, True, "1", session.told_at)
    )
    due, held_out = planned <= writer.now, chosen is Arm.HOLDOUT
    plan = writer.effects.add(
        Plan(
            id=writer.ids.next(),
            customer_id=person.id,
            journey=JOURNEY,
            kind=ContactKind.PROMOTION,
            subject_kind=SubjectKind.CHURN_SESSION,
            subject_id=session.id,
            assigned_at=session.told_at,
            planned_at=planned,
            due_at=planned,
            state=PlanState.HOLDOUT if held_out else PlanState.SENT if due else PlanState.WAITING,
            about=session.reason,
            arm=chosen,
            why=PolicyReason.HELD_OUT if held_out else PolicyReason.DUE if due else PolicyReason.NOT_YET,
            done_at=planned if due and not held_out else None,
        )
    )
    _note(writer, plan, chosen)
    _perhaps_return(writer, person, plan, session)


def _note(writer: Writer, plan: Plan, chosen: Arm) -> None:
    """The verdict that explains what happened to the plan."""
    sent = plan.state is PlanState.SENT
    stage = PolicyStage.SENDING if sent else PolicyStage.PLANNING
    action = Action.SEND if sent else Action.NEVER if chosen is Arm.HOLDOUT else Action.WAIT
    verdict = Verdict(action, plan.why or PolicyReason.DUE)
    decided_at = plan.planned_at if sent else plan.assigned_at
    message = JudgedMessage.of_plan(plan)
    writer.effects.add(contact_log.record(writer.ids.next(), stage, message, verdict, decided_at))


def _perhaps_return(writer: Writer, person: Person, plan: Plan, session: ChurnSession) -> None:
    assert plan.arm is not None
    assert person.row is not None
    back = writer.awake(plan.planned_at + timedelta(days=writer.dice.uniform(1, 24)))
    if plan.planned_at < back < writer.now - timedelta(hours=1) and writer.chance(_RETURNS[plan.arm]):
        writer.effects.add(order(writer, person, back, person.home, 54_000))
        left = Stay(person.id, 1, person.joined_at, person.left_at, session.reason_class)
        writer.effects.add(left)
        writer.effects.change(person.row, left_at=None, returned_at=back)

"""The stored case and the case of the rules: one and the same, in two shapes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Unpack

from handlers.shared.app_context import AppContext
from handlers.shared.content import Content
from handlers.shared.message_rows import add_message
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, unseen
from storage.cases.cases import CaseChanges
from storage.rows import Case, Message
from storage.states import Forwarding
from surveys.cases import lifecycle as rules
from surveys.cases.case_clock import CaseClock, ClockRules, Deadline, DeadlineKind, overdue_first
from surveys.cases.overdue_steps import NOTHING_DONE, OverdueState
from texts.quoting import shortened

_REPLIED_TO: Final = 200


def state_of(row: Case) -> rules.CaseState:
    """The stored case as the plain data of the rules."""
    return rules.CaseState(
        number=row.number,
        opened_at=row.opened_at,
        status=row.status,
        holder=row.holder_telegram_id,
        cause=row.cause,
        remedy=row.remedy,
        first_reply_at=row.first_reply_at,
        closed_at=row.closed_at,
        reopened=row.reopened,
        about=row.about_telegram_id,
        severity=row.severity,
    )


def deadlines_of(app: AppContext, row: Case) -> list[Deadline]:
    """What is due in a stored case by when, as long as nothing happens."""
    return _clock_of(row).deadlines(state_of(row), _rules_for(app, row))


def overdue_of(row: Case) -> OverdueState:
    """What has been done about the stored case during this wait."""
    return OverdueState(row.overdue_step, row.overdue_step_from, row.owners_called_at)


def overdue_changes(app: AppContext, row: Case, state: OverdueState) -> CaseChanges:
    """What is stored of the steps about an overdue case, which waits as before."""
    return {
        "overdue_step": state.step,
        "overdue_step_from": state.counts_from,
        "owners_called_at": state.owners_called_at,
        "overdue_step_at": _next_step_at(
            app, state, deadlines_of(app, row), row.awaiting_since, has_holder=bool(row.holder_telegram_id)
        ),
    }


def begun(app: AppContext, row: Case) -> Case:
    """A new case with its clock running since its customer told it."""
    state, clock = state_of(row), CaseClock.started(row.told_at or row.opened_at)
    return replace(row, **timed(app, row, state, clock))


def due_now(app: AppContext, row: Case, warned_until: datetime | None = None) -> CaseChanges:
    """What is stored of the deadlines of a case; what was to be warned of until that moment is said."""
    due = _due(deadlines_of(app, row), warned_until)
    due["overdue_step_at"] = overdue_changes(app, row, overdue_of(row))["overdue_step_at"]
    return due


def timed(
    app: AppContext, row: Case, after: rules.CaseState, clock: CaseClock, at: datetime | None = None
) -> CaseChanges:
    """What is stored of the clock of a case after a step; `at` is when it was made.

    None for a step that gives the case to nobody.
    """
    hours = app.clock.hours
    replied, solved = row.first_reply_work_s, row.solution_work_s
    if after.first_reply_at is not None and row.first_reply_at is None:
        replied = hours.seconds_between(clock.started_at, after.first_reply_at)
    if after.closed_at is not None and row.closed_at is None:
        solved = hours.seconds_between(clock.started_at, after.closed_at)
    found = clock.deadlines(after, _rules_for(app, row))
    # Another wait begins the steps anew.
    overdue = overdue_of(row) if clock.awaiting_since == row.awaiting_since else NOTHING_DONE
    if at is not None and after.holder not in (None, row.holder_telegram_id):
        overdue = overdue.taken(at)
    return {
        "awaiting_since": clock.awaiting_since,
        "waited_s": clock.waited_s,
        "first_reply_work_s": replied,
        "solution_work_s": solved if after.closed_at is not None else None,
        **_due(found),
        "overdue_step": overdue.step,
        "overdue_step_from": overdue.counts_from,
        "owners_called_at": overdue.owners_called_at,
        "overdue_step_at": _next_step_at(
            app, overdue, found, clock.awaiting_since, has_holder=after.holder is not None
        ),
    }


def after_answer(
    app: AppContext, row: Case, after: rules.CaseState, sent_at: datetime, unanswered_since: datetime | None
) -> CaseChanges:
    """What is stored of the clock once an answer was sent.

    `unanswered_since` is when the customer wrote what it does not yet tell of, None for nothing.
    """
    hours, clock = app.clock.hours, _clock_of(row)
    if unanswered_since is None or not after.awaits_us:
        return timed(app, row, after, clock.follow(state_of(row), after, sent_at, hours))
    return timed(app, row, after, clock.answered(unanswered_since, hours))


def after_taking_back(
    app: AppContext,
    row: Case,
    after: rules.CaseState,
    answered_at: datetime,
    unanswered_since: datetime | None,
) -> CaseChanges:
    """What is stored of the clock once an answer that was sent at `answered_at` is taken back.

    `unanswered_since` is when the customer wrote what nothing else answers, None for nothing.
    """
    hours, clock = app.clock.hours, _clock_of(row)
    first = after.first_reply_at
    if unanswered_since is not None and after.awaits_us:
        clock = clock.unanswered(unanswered_since, answered_at, hours)
    changes = timed(app, row, after, clock)
    if first != row.first_reply_at:
        changes["first_reply_work_s"] = hours.seconds_between(clock.started_at, first) if first else None
    return changes


def told_at(row: Case) -> datetime:
    """When the customer first said what a case is about."""
    return _clock_of(row).started_at


async def keep(ctx: UpdateContext, row: Case, after: rules.CaseState, **more: Unpack[CaseChanges]) -> Case:
    """Store what a step made of the case, and return the case as stored.

    The clock of the case follows it. `more` are columns that the rules know nothing of.
    """
    values: CaseChanges = {**stepped(ctx.app, row, after, ctx.written_at), **more}
    await ctx.write(cases.change, row.id, values)
    return replace(row, **values)


def stepped(app: AppContext, row: Case, after: rules.CaseState, at: datetime) -> CaseChanges:
    """What is stored of a step of the case that was made at that moment; the clock of the case follows it."""
    clock = _clock_of(row).follow(state_of(row), after, after.closed_at or at, app.clock.hours)
    return {
        "status": after.status,
        "holder_telegram_id": after.holder,
        "cause": after.cause,
        "remedy": after.remedy,
        "first_reply_at": after.first_reply_at,
        "solved_at": row.solved_at or after.closed_at,
        "closed_at": after.closed_at,
        "reopened": after.reopened,
        "about_telegram_id": after.about,
        "severity": after.severity,
        "helped": _still_helped(row, after),
        **timed(app, row, after, clock, at),
    }


def answerable(app: AppContext, row: Case, at: datetime) -> Case:
    """The case of a caller who has come to Telegram at that moment: from then on they wait for a reply."""
    clock = _clock_of(row)
    if clock.awaiting_since is not None:
        clock = clock.answered(at, app.clock.hours)
    return replace(
        row, by_phone=False, awaiting_since=clock.awaiting_since, waited_s=clock.waited_s,
        overdue_step=None, overdue_step_from=None, owners_called_at=None,
    )  # fmt: skip


def out_of_reach(app: AppContext, row: Case, since: datetime) -> CaseChanges:
    """What is stored of a case whose customer blocked us at that moment: staff wait for them.

    Who is to be called by phone waits for the solution as before.
    """
    clock = _clock_of(row)
    stopped = clock if row.by_phone else clock.stopped(since, app.clock.hours)
    return {"unreachable_since": since, **timed(app, row, state_of(row), stopped)}


def within_reach(app: AppContext, row: Case, at: datetime) -> CaseChanges:
    """What is stored of a case whose customer came back at that moment: from then on they wait anew."""
    state, clock = state_of(row), _clock_of(row)
    resumed = clock.resumed(at) if state.awaits_us else clock
    return {"unreachable_since": None, **timed(app, row, state, resumed)}


def store(
    ctx: UpdateContext,
    case: Case,
    content: Content,
    *,
    staff: int | None = None,
    forwarding: Forwarding | None = None,
    conversation_id: int | None = None,
) -> list[Message]:
    """Store a message of the case, of the customer unless somebody of the staff wrote it, and return it.

    Of an album all messages are returned, in their order. `forwarding` is None for what is shown at once,
    `conversation_id` for what was told in none.
    """
    written = Message(
        id=ctx.ids.next(),
        customer_id=case.customer_id,
        kind=content.kind,
        received_at=ctx.written_at,
        words=content.words,
        file_id=content.file_id,
        conversation_id=conversation_id,
        case_id=case.id,
        staff_telegram_id=staff,
        forwarding=forwarding,
        telegram_message_id=content.message_id,
        replied_to=replied_to(content),
    )
    return add_message(ctx, written, content)


def replied_to(content: Content) -> str | None:
    """What is stored of the message that this one replies to; None where nothing is known of it."""
    shown = content.replied.shown if content.replied is not None else None
    return shortened(shown, _REPLIED_TO) if shown else None


def _still_helped(row: Case, after: rules.CaseState) -> bool | None:
    """What the customer said holds until the next closing asks anew; a yes ends with reopening."""
    if after.closed_at == row.closed_at:
        return row.helped
    return False if after.closed_at is None and row.helped is False else None


def _due(found: Sequence[Deadline], warned_until: datetime | None = None) -> CaseChanges:
    due_at = {one.kind: one.due_at for one in found}
    unsaid = [one.warn_at for one in found if warned_until is None or one.warn_at > warned_until]
    return {
        "first_reply_due_at": due_at.get(DeadlineKind.FIRST_REPLY),
        "next_reply_due_at": due_at.get(DeadlineKind.NEXT_REPLY),
        "solution_due_at": due_at.get(DeadlineKind.SOLUTION),
        "warn_at": min(unsaid, default=None),
    }


def _next_step_at(
    app: AppContext, state: OverdueState, found: Sequence[Deadline], since: datetime | None, *,
    has_holder: bool,
) -> datetime | None:  # fmt: skip
    """When something is to be done next about what is overdue; None while nobody waits, and for no limits."""
    first = overdue_first(found, since) if since is not None else None
    return state.next_at(first.due_at, app.clock.calls, has_holder=has_holder) if first else None


def _rules_for(app: AppContext, row: Case) -> ClockRules:
    """What the case is timed by: a caller who is not in Telegram waits for no reply there."""
    clock = app.clock
    return replace(clock, limits=clock.limits.without_replies) if row.by_phone else clock


def _clock_of(row: Case) -> CaseClock:
    return CaseClock(row.told_at or row.opened_at, row.awaiting_since, row.waited_s)


async def has_unread_words(ctx: UpdateContext, case: Case) -> bool:
    """Whether something that the customer said has not been shown to the staff yet."""
    return case.id in ctx.unread_cases or await ctx.run(unseen.has_unread_words, case.id)


async def staff_of(ctx: UpdateContext) -> rules.StaffMember:
    """Whoever wrote or pressed, as the rules take them."""
    return rules.StaffMember(ctx.chat_id, await role_now(ctx))

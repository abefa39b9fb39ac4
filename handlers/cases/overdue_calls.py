"""Who is called about a case whose answer is overdue: step by step, each step once a wait."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.cases import card, case_places, case_topic, owner_notices, records
from handlers.cases.overdue_notices import OverdueNotice
from handlers.cases.overdue_summary import OverdueCall, OverdueFollowUp
from handlers.shared import keyboards
from handlers.shared.keyboards import Keyboard
from handlers.shared.message_copy import plain
from storage.cases import case_topics, cases
from storage.delivery import outbox
from storage.people import availability, customers, staff
from storage.rows import Case, Customer, Place
from surveys.cases import lifecycle
from surveys.cases.case_clock import Deadline, overdue_first
from surveys.cases.overdue_steps import OverdueState, OverdueStep

_OF_USE: Final = timedelta(days=7)
"""So long after it was due: limits that are set later call nobody about all that has ever waited."""


def call_people(after: OverdueFollowUp, case: Case) -> None:
    """Do all that is to be done by now about an overdue case, and store how far that went."""
    while case.awaiting_since is not None and case.overdue_step_at is not None:
        deadline = overdue_first(records.deadlines_of(after.app, case), case.awaiting_since)
        if deadline is None or case.overdue_step_at > after.now:
            return
        case, state = _go_on(after, case, deadline)
        changes = records.overdue_changes(after.app, case, state)
        cases.change(after.connection, case.id, changes)
        case = replace(case, **changes)


def _go_on(after: OverdueFollowUp, case: Case, deadline: Deadline) -> tuple[Case, OverdueState]:
    """Make the step that is next, or call the owners who are called at any hour."""
    state, rules = records.overdue_of(case), after.app.clock.calls
    has_holder = case.holder_telegram_id is not None
    step = state.next_step(has_holder=has_holder)
    step_at = state.step_at(deadline.due_at, rules, has_holder=has_holder)
    if step is not None and step_at is not None and step_at <= after.now:
        kept, has_reached = _make(after, case, deadline, step)
        is_old = step is OverdueStep.TOPIC and after.now - deadline.due_at > _OF_USE
        return kept, state.made(OverdueStep.OWNERS if is_old else step, after.now, has_reached=has_reached)
    owners_at = state.owners_at(deadline.due_at, rules)
    if owners_at is None or owners_at > after.now:  # what is stored was counted by other hours
        return case, state
    _call_owners(after, case, deadline, at_any_hour=True)
    return case, replace(state, owners_called_at=after.now)


def _make(after: OverdueFollowUp, case: Case, deadline: Deadline, step: OverdueStep) -> tuple[Case, bool]:
    """The case after the step, and whether there was anybody whom it reached."""
    match step:
        case OverdueStep.TOPIC:
            return case, _tell_topic(after, case, deadline)
        case OverdueStep.HOLDER:
            return case, _call(after, case, deadline, step, _holder(after, case))
        case OverdueStep.RELEASE:
            return _take_back(after, case, deadline), True
        case OverdueStep.MANAGERS:
            return case, _call(after, case, deadline, step, _managers(after))
        case OverdueStep.OWNERS:
            return case, _call_owners(after, case, deadline)


def _tell_topic(after: OverdueFollowUp, case: Case, deadline: Deadline) -> bool:
    if case.holder_telegram_id is None:
        label = after.app.texts.text(after.app.language, "button-take")
        take = keyboards.one_button(label, card.data(card.TAKE, case.number))
    else:
        take = None
    return _post(after, case, _notice(after, case, deadline).for_topic(), "late", take)


def _take_back(after: OverdueFollowUp, case: Case, deadline: Deadline) -> Case:
    """The case as anybody's; its topic and whoever had it are told."""
    app, before = after.app, _notice(after, case, deadline)
    silent = _holder(after, case)
    free = lifecycle.released(records.state_of(case))
    changes = records.stepped(app, case, free, after.now)
    cases.change(after.connection, case.id, changes)
    kept = replace(case, **changes)
    if app.support is not None and case.chat_id is not None:
        after.outgoing += case_topic.refreshed(app, app.support, case_topic.look(after.connection, kept))
    _post(after, kept, before.for_topic_released(), "released")
    _call(after, kept, deadline, OverdueStep.RELEASE, silent)
    return kept


def _call_owners(
    after: OverdueFollowUp, case: Case, deadline: Deadline, *, at_any_hour: bool = False
) -> bool:
    """Call the owners who are there, or all where none is; with `at_any_hour` those who chose that.

    Whoever was called during this wait is not called again.
    """
    everyone = owner_notices.reachable(after.connection, after.app)
    owners = _present(after, everyone) or everyone
    if at_any_hour:
        chosen = availability.called_at_any_hour(after.connection)
        owners = [one for one in owners if one.telegram_id in chosen]
    return _call(after, case, deadline, OverdueStep.OWNERS, owners)


def _call(
    after: OverdueFollowUp, case: Case, deadline: Deadline, step: OverdueStep, people: Iterable[Customer]
) -> bool:
    """Let each of these be called in private, once a step and wait; False where there is nobody.

    Whom the case is about is not called to it.
    """
    notice, is_anybody = _notice(after, case, deadline), False
    for person in people:
        if person.telegram_id == case.about_telegram_id:
            continue
        is_anybody = True
        name = case_places.called(case.number, f"{step}-{_wait(case)}-{person.telegram_id}")
        if not outbox.find_places(after.connection, [name]):
            after.effects.add(Place(name))
            after.calls.append(OverdueCall(person, notice, step, name))
    return is_anybody


def _post(
    after: OverdueFollowUp, case: Case, words: str, about: str, keyboard: Keyboard | None = None
) -> bool:
    """Say it in the topic of the case; False where there is none."""
    if after.app.support is None or case.chat_id is None:
        return False
    said = plain(after.app.support.id, words, keyboard)
    after.outgoing.append(case_topic.placed(case, said, f"{about}-{_wait(case)}"))
    return True


def _holder(after: OverdueFollowUp, case: Case) -> list[Customer]:
    """Whoever has the case, if they are of the team, there, and can be reached."""
    holder = case.holder_telegram_id or 0
    is_staff = holder in after.app.owner_ids or holder in staff.roles_of(after.connection, [holder])
    person = customers.customer(after.connection, holder) if is_staff else None
    return _present(after, [person] if person is not None and person.blocked_at is None else [])


def _managers(after: OverdueFollowUp) -> list[Customer]:
    """The managers who are there and can be reached, without owners."""
    owners = customers.owners(after.connection, after.app.owner_ids)
    found = customers.managers(after.connection, after.app.owner_ids)
    return _present(after, [one for telegram_id, one in found.items() if telegram_id not in owners])


def _present(after: OverdueFollowUp, people: Collection[Customer]) -> list[Customer]:
    today = after.now.astimezone(after.app.zone).date()
    away = availability.away(after.connection, today)
    return [one for one in people if one.telegram_id not in away]


def _notice(after: OverdueFollowUp, case: Case, deadline: Deadline) -> OverdueNotice:
    holder = case.holder_telegram_id
    name = case_topic.name_of(after.connection, holder) if holder is not None else None
    link = case_topics.topic_links(after.connection, [case.number]).get(case.number)
    return OverdueNotice(after.app, case, deadline, after.now, name, link)


def _wait(case: Case) -> int:
    """What tells one wait of a case from others."""
    return int(case.awaiting_since.timestamp()) if case.awaiting_since is not None else 0

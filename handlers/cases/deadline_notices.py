"""What the topic of a case says before the customer has waited too long."""

from typing import Final

from handlers.cases import case_places, records
from handlers.cases.follow_up import FollowUp
from handlers.shared.app_context import AppContext
from handlers.shared.message_copy import plain
from handlers.shared.update_context import Outgoing
from storage.cases import cases
from storage.delivery import outbox
from storage.rows import Case, Place
from surveys.cases.case_clock import Deadline, DeadlineKind, overdue_first
from surveys.outreach.urgency import Urgency
from texts.durations import duration

_TEXTS: Final = {
    DeadlineKind.FIRST_REPLY: "case-first-reply-due",
    DeadlineKind.NEXT_REPLY: "case-next-reply-due",
    DeadlineKind.SOLUTION: "case-solution-due",
}


def warn(after: FollowUp, case: Case) -> None:
    """Say once what of a case will soon be due, and note when there is more to say of it.

    That its first deadline is over is a step of its own: see overdue_calls.
    """
    found = records.deadlines_of(after.app, case)
    first = overdue_first(found, case.awaiting_since) if case.awaiting_since is not None else None
    for deadline in found:
        if deadline.warn_at <= after.now and (deadline != first or deadline.due_at > after.now):
            _say(after, case, deadline)
    cases.change(after.connection, case.id, records.due_now(after.app, case, after.now))


def what_is_due(app: AppContext, language: str, deadline: Deadline) -> str:
    """What must happen by the deadline, in words."""
    return app.texts.text(language, _TEXTS[deadline.kind])


def _say(after: FollowUp, case: Case, deadline: Deadline) -> None:
    support = after.app.support
    name = case_places.said(case.number, f"due-{deadline.kind}-{int(deadline.due_at.timestamp())}")
    if support is None or case.chat_id is None or outbox.find_places(after.connection, [name]):
        return
    after.effects.add(Place(name))
    said = plain(support.id, _words(after, deadline))
    topic = case_places.topic(case.number)
    after.outgoing.append(Outgoing(said, Urgency.ESCALATION, fills=name, at=topic))


def _words(after: FollowUp, deadline: Deadline) -> str:
    app, language, hours = after.app, after.app.language, after.app.clock.hours
    what = what_is_due(app, language, deadline)
    if deadline.due_at <= after.now:
        return app.texts.text(language, "case-overdue", what=what)
    left = duration(app.texts, language, hours.seconds_between(after.now, deadline.due_at))
    until = deadline.due_at.astimezone(hours.zone).strftime("%d.%m %H:%M")
    working = "no" if hours.is_always_open else "yes"
    return app.texts.text(language, "case-due-soon", what=what, left=left, until=until, working=working)

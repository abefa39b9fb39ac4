"""A case hears that its customer blocked the bot, or is back: its clock stands still in between."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.cases import case_places, case_topic, records
from handlers.cases.follow_up import FollowUp
from handlers.shared.message_copy import plain
from handlers.shared.update_context import Outgoing
from storage.cases import cases, deadlines, unreachable_customers
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.rows import Case, Place
from surveys.outreach.urgency import Urgency

_AT_ONCE: Final = 50


def is_any_changed(connection: Connection) -> bool:
    """Whether a case has not heard yet that its customer is gone or back."""
    return bool(unreachable_customers.changed(connection, 1))


def follow(after: FollowUp) -> None:
    """Let each such case know, its topic and its card too."""
    for case_id, since in unreachable_customers.changed(after.connection, _AT_ONCE):
        case = deadlines.locked(after.connection, case_id)
        if case is not None:
            _follow(after, case, since)


def _follow(after: FollowUp, case: Case, since: datetime | None) -> None:
    app, is_new = after.app, (since is None) is not (case.unreachable_since is None)
    changes = (
        records.within_reach(app, case, after.now)
        if since is None
        else records.out_of_reach(app, case, since)
    )
    cases.change(after.connection, case.id, changes)
    known = replace(case, **changes)
    if app.support is None or case.chat_id is None:
        return
    if since is not None:
        _say(after, known, case_places.left(case.number, since), "support-left")
    elif is_new:
        _say(after, known, case_places.said(case.number, after.ids.next()), "support-back")
    after.outgoing += case_topic.refreshed(app, app.support, case_topic.look(after.connection, known))


def _say(after: FollowUp, case: Case, name: str, text_id: str) -> None:
    """Say it in the topic, unless that was said to whoever noticed first."""
    support = after.app.support
    if support is None or outbox.find_places(after.connection, [name]):
        return
    after.effects.add(Place(name))
    said = plain(support.id, after.app.texts.text(after.app.language, text_id))
    after.outgoing.append(Outgoing(said, Urgency.ESCALATION, fills=name, at=case_places.topic(case.number)))

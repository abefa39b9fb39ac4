"""What customers say outside cases comes into the support group: into a topic, else as a list a day."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases import feedback_places
from handlers.cases import feedback_stream as stream
from handlers.cases.feedback_stream import StreamMessage
from handlers.cases.follow_up import FollowUp
from handlers.shared.app_context import AppContext, SupportChat
from reports.feedback_groups import grouped, names_of_staff
from reports.feedback_list import FeedbackListJob
from storage import jobs
from storage.cases import feedback, feedback_stream
from storage.cases.feedback import FeedbackEntry
from storage.delivery import outbox, refusing_chats
from storage.engines.database import Connection, Database
from storage.rows import Job, Place

_AFTER: Final = timedelta(minutes=1)
"""So long words wait for others, and for becoming part of a case."""
_RECENT: Final = timedelta(days=1)
"""What is older stands at `/inbox`: a group that begins today is not told of a year."""
_AT_MOST: Final = 6
"""Messages that one customer fills an hour; what is beyond comes together later."""
_STALE_AT_ONCE: Final = 20
_MORNING: Final = timedelta(hours=3)
"""How long a list of the morning may be late."""


class FeedbackStream:
    """At most one message a run, and none while something of a case waits for the group.

    What is shown is noted with the entries as it is put into the outbox: nothing comes twice.
    """

    def __init__(self, database: Database, follow_ups: FollowUpRunner, wake: Callable[[], None]) -> None:
        """`wake` is called once a job was ordered."""
        self._database = database
        self._follow_ups = follow_ups
        self._wake = wake

    async def run_once(self) -> None:
        """Show what became of entries that the group shows, then the next of those that it does not."""
        app = self._follow_ups.app
        support = app.support
        if support is None or await self._database.read(self._is_busy, support):
            return
        for stream_id in await self._database.read(feedback_stream.stale, _STALE_AT_ONCE):
            await self._follow_ups.run(partial(_refresh, support, stream_id))
        if not app.shows_inbox:
            return
        if support.is_forum:
            await self._follow_ups.run(partial(_show_next, support))
        elif await self._follow_ups.run(partial(_order_list, support)):
            self._wake()

    @staticmethod
    def _is_busy(connection: Connection, support: SupportChat) -> bool:
        is_refusing = refusing_chats.is_refusing(connection, support.id)
        return is_refusing or feedback_stream.is_urgent_waiting(connection, support.id)


def _show_next(support: SupportChat, after: FollowUp) -> None:
    since, hour_ago = after.now - _RECENT, after.now - timedelta(hours=1)
    people = feedback_stream.people_to_show(after.connection, since, after.now - _AFTER, hour_ago, _AT_MOST)
    if not people:
        return
    found = feedback_stream.entries_to_show(after.connection, people[: stream.GROUPS], since)
    shown = _noted(after.connection, after.ids.next(), found)
    if not feedback_stream.is_made(after.connection, feedback_places.stream_topic(support.id)):
        after.outgoing.append(stream.opened(after.app, support))
    after.outgoing.append(stream.posted(after.app, support, shown))


def _refresh(support: SupportChat, stream_id: int, after: FollowUp) -> None:
    found = feedback_stream.entries_shown(after.connection, stream_id)
    shown = _noted(after.connection, stream_id, found)
    after.outgoing.append(stream.refreshed(after.app, support, shown))


def _order_list(support: SupportChat, after: FollowUp) -> bool:
    """Order the list of this morning, unless it is not morning, came already, or has nothing to tell."""
    app, connection, now = after.app, after.connection, after.now
    begins = morning_of(app, now)
    if begins is None or not begins <= now < begins + _MORNING:
        return False
    name = feedback_places.daily_list(support.id, begins.astimezone(app.zone).date())
    if outbox.find_places(connection, [name]) or not feedback.unread(connection).n:
        return False
    job = FeedbackListJob(app.language, now, support.id)
    after.effects.add(Place(name))
    jobs.add(connection, Job(after.ids.next(), job.kind, job.to_json(), now, key=name))
    return True


def morning_of(app: AppContext, now: datetime) -> datetime | None:
    """When the company's day of that instant begins: with its hours, else at the hour of digests.

    None on a day off.
    """
    day = now.astimezone(app.zone).date()
    if app.hours is None:
        return datetime.combine(day, time(app.digest_hour), app.zone).astimezone(UTC)
    opening = app.hours.next_opening(datetime.combine(day, time(), app.zone))
    return opening if opening.astimezone(app.zone).date() == day else None


def _noted(connection: Connection, stream_id: int, found: list[FeedbackEntry]) -> StreamMessage:
    """The message of these entries, which are noted as shown in it."""
    groups = grouped(found, by_state=False)[: stream.GROUPS]
    feedback_stream.mark_shown(connection, [one for group in groups for one in group.ids], stream_id)
    forgotten = feedback_stream.forgotten_in(connection, stream_id)
    return StreamMessage(stream_id, groups, names_of_staff(connection, groups), forgotten)

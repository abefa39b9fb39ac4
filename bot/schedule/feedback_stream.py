"""What customers say outside cases comes into the support group: into a topic, else as a list a day."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.cases import feedback_places
from handlers.cases import feedback_stream as stream
from handlers.cases.feedback_stream import StreamMessage
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.update_context import Outgoing
from reports.feedback_groups import grouped, names_of_staff
from reports.feedback_list import FeedbackListJob
from storage import jobs
from storage.cases import feedback, feedback_stream
from storage.cases.feedback import FeedbackEntry
from storage.delivery import outbox, refusing_chats
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import Job, OutboxRow, Place

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

    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids, wake: Callable[[], None],
    ) -> None:  # fmt: skip
        """`wake` is called once a job was ordered."""
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids
        self._wake = wake

    async def run_once(self) -> None:
        """Show what became of entries that the group shows, then the next of those that it does not."""
        app = self._contexts.current
        support = app.support
        if support is None or await self._database.read(self._is_busy, support):
            return
        for stream_id in await self._database.read(feedback_stream.stale, _STALE_AT_ONCE):
            self._offer(await self._database.write(self._refresh, app, support, stream_id))
        if not app.shows_inbox:
            return
        if support.is_forum:
            self._offer(await self._database.write(self._show_next, app, support))
        elif await self._database.write(self._order_list, app, support):
            self._wake()

    @staticmethod
    def _is_busy(connection: Connection, support: SupportChat) -> bool:
        is_refusing = refusing_chats.is_refusing(connection, support.id)
        return is_refusing or feedback_stream.is_urgent_waiting(connection, support.id)

    def _show_next(self, connection: Connection, app: AppContext, support: SupportChat) -> list[OutboxRow]:
        now = self._clock.now()
        since = now - _RECENT
        hour_ago = now - timedelta(hours=1)
        people = feedback_stream.people_to_show(connection, since, now - _AFTER, hour_ago, _AT_MOST)
        if not people:
            return []
        found = feedback_stream.entries_to_show(connection, people[: stream.GROUPS], since)
        shown = _message(connection, self._ids.next(), found)
        ids = [entry_id for group in shown.groups for entry_id in group.ids]
        feedback_stream.mark_shown(connection, ids, shown.stream_id)
        calls = [stream.posted(app, support, shown)]
        if not feedback_stream.is_made(connection, feedback_places.stream_topic(support.id)):
            calls.insert(0, stream.opened(app, support))
        return self._enqueue(connection, calls)

    def _refresh(
        self, connection: Connection, app: AppContext, support: SupportChat, stream_id: int
    ) -> list[OutboxRow]:
        shown = _message(connection, stream_id, feedback_stream.entries_shown(connection, stream_id))
        ids = [entry_id for group in shown.groups for entry_id in group.ids]
        feedback_stream.mark_shown(connection, ids, stream_id)
        return self._enqueue(connection, [stream.refreshed(app, support, shown)])

    def _enqueue(self, connection: Connection, calls: Iterable[Outgoing]) -> list[OutboxRow]:
        effects = Effects()
        rows = [self._enqueuer.post(call, None, effects) for call in calls]
        flush(connection, [effects])
        return rows

    def _order_list(self, connection: Connection, app: AppContext, support: SupportChat) -> bool:
        """Order the list of this morning, unless it is not morning, came already, or has nothing to tell."""
        now = self._clock.now()
        begins = morning_of(app, now)
        if begins is None or not begins <= now < begins + _MORNING:
            return False
        name = feedback_places.daily_list(support.id, begins.astimezone(app.zone).date())
        if outbox.find_places(connection, [name]) or not feedback.unread(connection).n:
            return False
        job = FeedbackListJob(app.language, now, support.id)
        effects = Effects()
        effects.add(Place(name))
        flush(connection, [effects])
        jobs.add(connection, Job(self._ids.next(), job.kind, job.to_json(), now, key=name))
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


def _message(connection: Connection, stream_id: int, found: list[FeedbackEntry]) -> StreamMessage:
    groups = grouped(found, by_state=False)[: stream.GROUPS]
    forgotten = feedback_stream.forgotten_in(connection, stream_id)
    return StreamMessage(stream_id, groups, names_of_staff(connection, groups), forgotten)

"""Weekly digests: the next Monday's is a row for each manager, and once it is due a job."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from handlers.shared.app_context import AppContext
from reports.digest_job import WeeklyDigestJob
from storage import alerts, jobs, weekly_digests
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.people import customers
from storage.rows import Customer, Job
from storage.weekly_digests import DigestSetting, DueDigest
from surveys.statistics.alert_kinds import AlertKind

_WEEK: Final = timedelta(days=7)


class WeeklyDigests:
    """Each is taken in the transaction that orders its job: once, whatever restarts or runs beside.

    What a Monday missed is sent later that Monday, and not at all once the day is over.
    """

    def __init__(
        self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids, wake: Callable[[], None]
    ) -> None:
        """`wake` is called once a job was ordered."""
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._wake = wake

    async def run_once(self) -> None:
        """Plan the next Monday for whoever wants a digest, then order what is due."""
        now, read = self._clock.now(), self._database.read
        people = await read(_managers, self._contexts.current)
        wanted = await read(self._wanted, people, now)
        if wanted != await read(weekly_digests.planned):
            await self._database.write(weekly_digests.plan, wanted)
        for one in wanted:
            if one.due_at <= now:
                await self._database.write(self._order, one, people[one.telegram_id], now)
                self._wake()

    def _order(self, connection: Connection, one: DueDigest, manager: Customer, now: datetime) -> None:
        """Take what is due, and order it unless the manager muted it."""
        if not weekly_digests.take(connection, one, now):
            return
        if one.telegram_id in alerts.muted(connection, AlertKind.DIGEST, now):
            return
        job = WeeklyDigestJob(one.week, manager.language, one.telegram_id, manager.id)
        key = f"digest:{one.telegram_id}:{one.week}"
        jobs.add(connection, Job(self._ids.next(), job.kind, job.to_json(), now, key=key))

    def _wanted(self, connection: Connection, people: dict[int, Customer], now: datetime) -> list[DueDigest]:
        """The digests that should be planned: of this Monday where it was not taken yet, else of the next."""
        app = self._contexts.current
        monday = _monday_from(_day_of(now, app))
        chosen = weekly_digests.settings(connection, people)
        taken = weekly_digests.taken(connection, monday)
        found = []
        for telegram_id in people:
            setting = chosen.get(telegram_id, DigestSetting(app.digest_hour))
            if setting.is_on:
                week = monday + _WEEK if telegram_id in taken else monday
                found.append(DueDigest(telegram_id, week, due_at(week, setting.hour, app)))
        return sorted(found, key=lambda one: (one.due_at, one.telegram_id))


def due_at(week: date, hour: int, app: AppContext) -> datetime:
    """The instant of that hour on a Monday by the business's clock; an hour that is skipped is the next."""
    return datetime.combine(week, time(hour), app.zone).astimezone(UTC)


def _managers(connection: Connection, app: AppContext) -> dict[int, Customer]:
    return customers.managers(connection, app.owner_ids)


def _day_of(now: datetime, app: AppContext) -> date:
    return now.astimezone(app.zone).date()


def _monday_from(day: date) -> date:
    """That day if it is a Monday, else the next one."""
    return day + timedelta(days=-day.weekday() % 7)

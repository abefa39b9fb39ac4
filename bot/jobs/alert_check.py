"""The nightly check of the statistics: what changed for the worse is told to managers at their hour."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from bot.delivery.manager_notices import ManagerNotice, tell_managers
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from reports import alert_check
from reports.alert_check import AlertFindings, formatter_of
from storage import alerts, weekly_digests
from storage.effects import Effects
from storage.engines.database import Connection
from storage.rows import Customer
from surveys.statistics.alert_kinds import AlertKind
from surveys.statistics.alerts import SILENT_FOR


async def _look(context: JobContext, _: Mapping[str, Any]) -> Finish | None:
    now, company = context.clock.now(), context.contexts.current.report_context
    found = await context.read(Pool.BULK, alert_check.read, company, now)
    if not found.drops and not found.rises:
        return None
    return lambda connection: _tell(connection, context, found, now)


def _tell(connection: Connection, context: JobContext, found: AlertFindings, now: datetime) -> Effects:
    """Tell what was not told within seven days; of each kind in one message."""
    drops = [one for one in found.drops if _is_news(connection, AlertKind.NPS_DROP, one.name, now)]
    rises = [one for one in found.rises if _is_news(connection, AlertKind.COMPLAINTS_RISE, one.name, now)]
    company = context.contexts.current.report_context

    def drop_words(manager: Customer) -> str:
        return alert_check.drop_words(drops, found.quotes, formatter_of(company, manager.language, now))

    def rise_words(manager: Customer) -> str:
        return alert_check.rise_words(rises, formatter_of(company, manager.language, now))

    hours = _hours(connection, context, now)
    told = [ManagerNotice(AlertKind.NPS_DROP, drop_words, hours)] if drops else []
    told += [ManagerNotice(AlertKind.COMPLAINTS_RISE, rise_words, hours)] if rises else []
    effects = Effects()
    for notice in told:
        tell_managers(connection, context.contexts.current, context.enqueuer, notice, effects)
    return effects


def _is_news(connection: Connection, kind: AlertKind, subject: str, now: datetime) -> bool:
    return alerts.raise_alert(connection, kind, subject, now, now + SILENT_FOR)


def _hours(connection: Connection, context: JobContext, now: datetime) -> Callable[[int], datetime]:
    """When a manager is told: at the hour of their digest, on any day; at once where it is over."""
    app = context.contexts.current
    today = now.astimezone(app.zone).date()

    def due_at(telegram_id: int) -> datetime:
        chosen = weekly_digests.settings(connection, [telegram_id]).get(telegram_id)
        hour = chosen.hour if chosen is not None else app.digest_hour
        return max(now, datetime.combine(today, time(hour), app.zone).astimezone(UTC))

    return due_at


ALERT_CHECK: Final = JobKind("alert_check", Pool.BULK, _look)

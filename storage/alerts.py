"""Which alerts were raised, so that none is raised twice, and which managers muted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from storage.tables import alert_mutes, alerts
from storage.upsert import insert_new, upsert
from surveys.statistics.alert_kinds import AlertKind


def raise_alert(
    connection: Connection, kind: AlertKind, subject: str, now: datetime, silent_until: datetime | None
) -> bool:
    """Raise an alert; False where it was raised before and is silent still.

    It is silent from now until that moment, for ever where that is None. What was raised in the future was
    raised by a wrong clock and is not silent.
    """
    row = {"kind": kind, "subject": subject, "raised_at": now, "silent_until": silent_until}
    if connection.execute(insert_new(connection, alerts, "kind"), [row]).scalar() is not None:
        return True
    again = (
        update(alerts)
        .where(alerts.c.kind == kind, alerts.c.subject == subject)
        .where(or_(alerts.c.silent_until <= now, alerts.c.raised_at > now))
        .values(raised_at=now, silent_until=silent_until)
    )
    return connection.execute(again).rowcount == 1


def raised(connection: Connection, kind: AlertKind, subjects: Collection[str]) -> set[str]:
    """Those of the subjects of which an alert of that kind was ever raised."""
    found = select(alerts.c.subject).where(alerts.c.kind == kind, alerts.c.subject.in_(subjects))
    return set(connection.execute(found).scalars())


def mute(connection: Connection, telegram_id: int, kind: AlertKind, until: datetime) -> None:
    """Tell a manager nothing of that kind until that moment."""
    row = {"telegram_id": telegram_id, "kind": kind, "until": until}
    connection.execute(upsert(connection, alert_mutes, put=("until",)), [row])


def unmute(connection: Connection, telegram_id: int, kind: AlertKind) -> None:
    """Tell a manager of that kind again."""
    theirs = alert_mutes.c.telegram_id == telegram_id, alert_mutes.c.kind == kind
    connection.execute(delete(alert_mutes).where(*theirs))


def muted(connection: Connection, kind: AlertKind, now: datetime) -> set[int]:
    """The Telegram ids of those who muted that kind at that moment."""
    found = select(alert_mutes.c.telegram_id).where(alert_mutes.c.kind == kind, alert_mutes.c.until > now)
    return set(connection.execute(found).scalars())


def forget(connection: Connection, before: datetime) -> int:
    """Drop the alerts that were raised before that moment and return how many."""
    return connection.execute(delete(alerts).where(alerts.c.raised_at < before)).rowcount

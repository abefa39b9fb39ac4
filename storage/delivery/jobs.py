"""Jobs: slow work as rows, claimed by compare-and-set under a lease."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, Executable, Update, delete, or_, select, update

from storage.rows import Job
from storage.tables import jobs
from storage.upsert import insert_new, upsert

READY, RUNNING, DONE, FAILED = "ready", "running", "done", "failed"

_COLUMNS = [jobs.c[field.name] for field in fields(Job)]


def add(connection: Connection, job: Job) -> bool:
    """Add a job, unless one under the same key has not ended."""
    return connection.execute(insert_new(connection, jobs, "id"), [asdict(job)]).scalar() is not None


def replacing(connection: Connection) -> Executable:
    """Insert a job in place of one under the same key that has not ended: what was asked last is done.

    Whoever is at the old one ends nothing any more, since the id is another.
    """
    return upsert(connection, jobs, put=tuple(column.name for column in _COLUMNS), key="key")


_TRIES = 5
"""A job that ends its process each time is left alone after so many."""


def claim(connection: Connection, now: datetime, lease_until: datetime) -> Job | None:
    """The next due job, or one whose lease ran out with its process."""
    abandoned = (jobs.c.state == RUNNING) & (jobs.c.leased_until < now) & (jobs.c.tries < _TRIES)
    due = or_(jobs.c.state == READY, abandoned)
    row = connection.execute(
        select(*_COLUMNS)
        .where(due, jobs.c.due_at <= now)
        .order_by(jobs.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    job = Job(*row)
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job.id)
        .values(state=RUNNING, leased_until=lease_until, tries=job.tries + 1)
    )
    return job


def finish(connection: Connection, job: Job, now: datetime) -> bool:
    """False where the job is another's by now, or was replaced: what came of it is worth nothing then."""
    return connection.execute(_held(job).values(state=DONE, done_at=now, key=None)).rowcount == 1


def fail(connection: Connection, job: Job, error: str, retry_at: datetime | None, now: datetime) -> None:
    """Put it back until `retry_at`; without one it has failed for good and its key is free again."""
    over = retry_at is None
    connection.execute(
        _held(job).values(
            state=FAILED if over else READY,
            due_at=retry_at or now,
            done_at=now if over else None,
            key=None if over else job.key,
            error=error[:200],
        )
    )


def _held(job: Job) -> Update:
    """The job as it was claimed: whoever lost the lease since then changes nothing."""
    return update(jobs).where(jobs.c.id == job.id, jobs.c.state == RUNNING, jobs.c.tries == job.tries + 1)


def forget(connection: Connection, before: datetime) -> int:
    """Drop jobs that ended before then."""
    return connection.execute(delete(jobs).where(jobs.c.done_at < before)).rowcount

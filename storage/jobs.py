"""Jobs: slow work as rows, claimed by compare-and-set under a lease."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, Update, delete, or_, select, text, update

from storage.rows import Job, columns_of
from storage.states import JobState
from storage.tables import jobs
from storage.upsert import insert_new, upsert

_COLUMNS = columns_of(Job)


def add(connection: Connection, job: Job) -> bool:
    """Add a job. False, and nothing is added, where one under the same key has not ended."""
    return connection.execute(insert_new(connection, jobs, "id"), [asdict(job)]).scalar() is not None


def replacing(connection: Connection) -> Executable:
    """A statement that inserts a job in place of one under the same key that has not ended.

    What was asked last is done: whoever is at the old one ends nothing any more, since the id is another.
    """
    return upsert(connection, jobs, put=tuple(column.name for column in _COLUMNS), key="key")


_OPEN = text("state IN ('ready', 'running')")  # as the partial index says it

TRIES = 5
"""How often a job is begun at most, whether it fails or ends its process each time."""


@dataclass(frozen=True, slots=True)
class PoolShare:
    """How many jobs of these kinds may be begun now, and until when each is leased."""

    kinds: Sequence[str]
    limit: int
    leased_until: datetime


def claim(connection: Connection, shares: Iterable[PoolShare], now: datetime) -> list[Job]:
    """Claim the due jobs that fit the shares, those due longest first, with the tries that they had before.

    Jobs whose lease ran out with their process are among them. A kind that nobody names is left alone: it may
    be a newer version's.
    """
    return [job for share in shares for job in _claim_share(connection, share, now)]


def _claim_share(connection: Connection, share: PoolShare, now: datetime) -> list[Job]:
    abandoned = (jobs.c.state == JobState.RUNNING) & (jobs.c.leased_until < now) & (jobs.c.tries < TRIES)
    rows = connection.execute(
        select(*_COLUMNS)
        .where(_OPEN, or_(jobs.c.state == JobState.READY, abandoned))
        .where(jobs.c.due_at <= now, jobs.c.kind.in_(share.kinds))
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(share.limit)
        .with_for_update(skip_locked=True)
    )
    found = [Job(*row) for row in rows]
    if found:
        connection.execute(
            update(jobs)
            .where(jobs.c.id.in_([job.id for job in found]))
            .values(state=JobState.RUNNING, leased_until=share.leased_until, tries=jobs.c.tries + 1)
        )
    return found


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Whether something is to be begun by now or under way."""
    is_under_way = (jobs.c.state == JobState.RUNNING) & (jobs.c.leased_until >= now)
    found = select(jobs.c.id).where(_OPEN, or_(jobs.c.state == JobState.READY, is_under_way))
    return connection.execute(found.where(jobs.c.due_at <= now).limit(1)).first() is not None


def release(connection: Connection, now: datetime) -> int:
    """Take from a process that is gone the jobs that it was at, and return how many are due again.

    What was begun TRIES times has failed for good. For the process that takes the lead: only it runs jobs.
    """
    running = update(jobs).where(_OPEN, jobs.c.state == JobState.RUNNING)
    connection.execute(
        running.where(jobs.c.tries >= TRIES).values(
            state=JobState.FAILED, done_at=now, key=None, error="Abandoned"
        )
    )
    return connection.execute(running.values(state=JobState.READY)).rowcount


def finish(connection: Connection, job: Job, now: datetime) -> bool:
    """End a job as done; False where it is another's by now or was replaced: its result is worth nothing."""
    return connection.execute(_held(job).values(state=JobState.DONE, done_at=now, key=None)).rowcount == 1


def fail(
    connection: Connection, job: Job, error: str, retry_at: datetime | None, now: datetime,
    *, is_counted: bool = True,
) -> bool:  # fmt: skip
    """Put a failed job back until `retry_at`; without one it failed for good and its key is free again.

    A try that is not counted takes nothing from those that it has. False, and nothing changes, where the
    lease was lost.
    """
    over = retry_at is None
    failed = connection.execute(
        _held(job).values(
            state=JobState.FAILED if over else JobState.READY,
            tries=job.tries + is_counted,
            due_at=retry_at or now,
            done_at=now if over else None,
            key=None if over else job.key,
            error=error[:200],
        )
    )
    return failed.rowcount == 1


def _held(job: Job) -> Update:
    """The job as it was claimed: whoever lost the lease since then changes nothing."""
    return update(jobs).where(
        jobs.c.id == job.id, jobs.c.state == JobState.RUNNING, jobs.c.tries == job.tries + 1
    )


def forget(connection: Connection, before: datetime) -> int:
    """Drop jobs that ended before that moment and return how many."""
    return connection.execute(delete(jobs).where(jobs.c.done_at < before)).rowcount

"""Two who are the first to tell of the same row, each in a transaction of its own."""

from typing import ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError

from storage.engines.database import Database, Work

P = ParamSpec("P")
T = TypeVar("T")


async def write_after_conflict(
    database: Database, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run work that looks before it adds; whoever was too late looks again and finds the row.

    Raises IntegrityError where that happens twice, so that a fault of the work itself is told.
    """
    try:
        return await database.write(work, *args, **kwargs)
    except IntegrityError:
        return await database.write(work, *args, **kwargs)

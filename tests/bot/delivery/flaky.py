"""A database that fails on request, at the moments at which real ones do."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import Enum, auto
from typing import Any

from sqlalchemy.exc import OperationalError

from storage.engines.database import Database, Guard, P, T, Transaction, Work


class Moment(Enum):
    BEGIN = auto()
    COMMIT = auto()
    COMMITTED = auto()
    """It was done, but the word of it was lost."""
    WRITE = auto()


class Flaky:
    """Fails `times` times at a moment; `about` narrows commits to those whose arguments it accepts.

    While it is `away`, nothing can be written at all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.url = database.url
        self.is_embedded = database.is_embedded
        self.moment: Moment | None = None
        self.times = 0
        self.away = False
        self.about: Callable[..., bool] = lambda *args: True

    def fail(self, moment: Moment, times: int, about: Callable[..., bool] | None = None) -> None:
        self.moment, self.times = moment, times
        self.about = about or (lambda *args: True)

    def reach(self, moment: Moment, *args: Any) -> None:
        fails = moment is self.moment and self.times > 0 and self.about(*args)
        self.times -= fails
        if fails or self.away:
            busy = sqlite3.OperationalError("away")
            busy.sqlite_errorcode, busy.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
            raise OperationalError("a statement", {"words": "canary in parameters"}, busy)

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self.reach(Moment.WRITE)
        return await self._database.write(work, *args, **kwargs)

    async def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.read(work, *args, **kwargs)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        self.reach(Moment.BEGIN)
        async with self._database.writing() as transaction:
            yield _FlakyTransaction(self, transaction)

    def guard_by(self, guard: Guard) -> None:
        self._database.guard_by(guard)

    async def checkpoint(self) -> None:
        await self._database.checkpoint()

    async def close(self) -> None:
        await self._database.close()


class _FlakyTransaction:
    def __init__(self, flaky: Flaky, transaction: Transaction) -> None:
        self._flaky = flaky
        self._transaction = transaction

    async def run(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._transaction.run(work, *args, **kwargs)

    async def commit(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self._flaky.reach(Moment.COMMIT, *args)
        result = await self._transaction.commit(work, *args, **kwargs)
        self._flaky.reach(Moment.COMMITTED, *args)
        return result

"""Warnings in the topics of cases before a customer has waited too long."""

from functools import partial
from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases import deadline_notices, records
from handlers.cases.follow_up import FollowUp
from storage.cases import cases, deadlines
from storage.engines.database import Connection, Database

_AT_ONCE: Final = 50
_TIMED_AT_ONCE: Final = 200


class CaseDeadlines:
    """What is warned of is a column and what was said is a row: nothing is said twice after a restart."""

    def __init__(self, database: Database, follow_ups: FollowUpRunner) -> None:
        self._database = database
        self._follow_ups = follow_ups
        self._timed_for: object = None

    async def run_once(self) -> None:
        """Warn of what will soon be due; first, when hours or limits are new, count anew what is due."""
        app = self._follow_ups.app
        if app.clock != self._timed_for:
            await self._time_anew()
            self._timed_for = app.clock
        if app.support is None:
            return
        for case_id in await self._database.read(deadlines.to_warn_of, self._follow_ups.now, _AT_ONCE):
            await self._follow_ups.run(partial(_warn, case_id))

    async def _time_anew(self) -> None:
        after_id: int | None = 0
        while after_id is not None:
            after_id = await self._database.write(self._time_some, after_id)

    def _time_some(self, connection: Connection, after_id: int) -> int | None:
        """The id of the last case that was timed; None once there are no more."""
        found = deadlines.locked_waiting(connection, after_id, _TIMED_AT_ONCE)
        app = self._follow_ups.app
        for case in found:
            due = records.due_now(app, case)
            if any(getattr(case, name) != at for name, at in due.items()):
                cases.change(connection, case.id, due)
        return found[-1].id if found else None


def _warn(case_id: int, after: FollowUp) -> None:
    case = deadlines.locked(after.connection, case_id)
    if case is not None:
        deadline_notices.warn(after, case)

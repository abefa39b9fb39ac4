"""People are called, step by step, while the answer of a case is overdue."""

from functools import partial
from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases.follow_up import FollowUp
from handlers.cases.overdue_calls import call_people
from storage.cases import deadlines
from storage.engines.database import Database

_AT_ONCE: Final = 50


class OverdueCases:
    """Which step was made and when the next is due are columns of a case.

    So each is made once during a wait, whatever restarts between, and whichever process comes first.
    """

    def __init__(self, database: Database, follow_ups: FollowUpRunner) -> None:
        self._database = database
        self._follow_ups = follow_ups

    async def run_once(self) -> None:
        """Do what is due about the cases that are overdue, the longest overdue first."""
        for case_id in await self._database.read(deadlines.overdue, self._follow_ups.now, _AT_ONCE):
            await self._follow_ups.run(partial(_call, case_id))


def _call(case_id: int, after: FollowUp) -> None:
    case = deadlines.locked_overdue(after.connection, case_id, after.now)
    if case is not None:  # else it was answered, or another process was first
        call_people(after, case)

"""People are called, step by step, while the answer of a case is overdue."""

from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases.follow_up import FollowUp
from handlers.cases.overdue_calls import call_people
from handlers.cases.overdue_summary import OverdueFollowUp, write_calls
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
        """Do what is due about the cases that are overdue, together: a reader gets one message of all."""
        if await self._database.read(deadlines.is_any_overdue, self._follow_ups.now):
            await self._follow_ups.run(_call)


def _call(after: FollowUp) -> None:
    together = OverdueFollowUp(
        after.connection, after.app, after.ids, after.now, after.effects, after.outgoing
    )
    for case in deadlines.locked_overdue(after.connection, after.now, _AT_ONCE):
        call_people(together, case)
    write_calls(together)

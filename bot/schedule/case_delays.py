"""Customers hear once that their case takes longer than a limit promised."""

from datetime import timedelta
from functools import partial
from typing import Final

from bot.schedule.follow_up_runner import FollowUpRunner
from handlers.cases.delay_notices import tell_of_delay
from handlers.cases.follow_up import FollowUp
from storage.cases import deadlines
from storage.delivery import refusing_chats
from storage.engines.database import Database

_AT_ONCE: Final = 50
_OF_USE: Final = timedelta(days=1)
"""So long after it was due: limits that are set later do not tell everybody who has ever waited."""


class CaseDelays:
    """When somebody was told is a column of their case: nothing is said twice after a restart."""

    def __init__(self, database: Database, follow_ups: FollowUpRunner) -> None:
        self._database = database
        self._follow_ups = follow_ups

    async def run_once(self) -> None:
        """Tell whoever has waited too long, unless staff do not see their cases."""
        support, now = self._follow_ups.app.support, self._follow_ups.now
        if support is None or await self._database.read(refusing_chats.is_refusing, support.id):
            return
        for case_id in await self._database.read(deadlines.delayed, now - _OF_USE, now, _AT_ONCE):
            await self._follow_ups.run(partial(_tell, case_id))


def _tell(case_id: int, after: FollowUp) -> None:
    case = deadlines.locked_delayed(after.connection, case_id, after.now - _OF_USE, after.now)
    if case is not None:  # else it was answered meanwhile
        tell_of_delay(after, case)

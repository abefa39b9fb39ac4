"""The backlog: which rows of the outbox were taken into memory and which of them wait there unread."""

from collections.abc import Iterable

from bot.clock import Clock
from storage.delivery import outbox
from storage.engines.database import Database
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency

_READ_AT_MOST = 2000
_ALL_READ = len(Urgency)


class Backlog:
    """Takes each row once, and none before an older one of its chat.

    Rows come in two ways: offered by whoever committed them, and read from the outbox, where also those
    stand that another process wrote, that became due, or that were left by an earlier run. Reading goes so:

    1. Forget what was marked earlier: what is marked from now on may still look ready in what is read.
    2. Forget what was put off earlier: it is committed, so it is read now or in its turn.
    3. Read what is due, the most urgent first, at most 2,000 rows.
    4. If there were as many, more may wait: what is as urgent as the last one or less is put off when it is
       offered, until a later reading comes to it.
    5. Take what was read, but for what is known already or was marked since step 1.
    6. Offer once more what was put off since step 2.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: set[int] = set()
        self._marked_meanwhile: set[int] = set()
        self._put_off: list[OutboxRow] = []
        self._unread_from = 0  # from this urgency on, older rows may wait in the outbox unread

    def offer(self, rows: Iterable[OutboxRow]) -> list[OutboxRow]:
        """The committed rows that may be taken now; those that might overtake an older one are put off."""
        taken: list[OutboxRow] = []
        for row in rows:
            if row.urgency >= self._unread_from:
                self._put_off.append(row)
            elif self._take(row):
                taken.append(row)
        return taken

    async def read(self) -> list[OutboxRow]:
        """The rows of the outbox that are due and may be taken now."""
        self._marked_meanwhile.clear()
        self._put_off.clear()
        rows = await self._database.read(outbox.due, self._clock.now(), _READ_AT_MOST)
        self._unread_from = rows[-1].urgency if len(rows) == _READ_AT_MOST else _ALL_READ
        taken = [row for row in rows if row.id not in self._marked_meanwhile and self._take(row)]
        put_off, self._put_off = self._put_off, []
        return taken + self.offer(put_off)

    def finish(self, ids: Iterable[int]) -> None:
        """Forget rows whose outcome is durable: they need not be known any longer."""
        marked = set(ids)
        self._known -= marked
        self._marked_meanwhile |= marked

    def give_up(self, row: OutboxRow) -> None:
        """Forget a row that is another process's, or that is read again when it is due."""
        self.finish([row.id])

    def expect_again(self, rows: Iterable[OutboxRow]) -> None:
        """Let these rows be taken once more, as they will be after a change in the database."""
        self._known.difference_update(row.id for row in rows)

    def _take(self, row: OutboxRow) -> bool:
        """False for a row that is known already."""
        if row.id in self._known:
            return False
        self._known.add(row.id)
        return True

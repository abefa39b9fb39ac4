"""The backlog: which rows of the outbox were taken into memory and which of them wait there unread."""

from collections import Counter
from collections.abc import Callable, Iterable

from bot.clock import Clock
from storage.delivery.backlog import LINE_AT_MOST, DueRows, Line, read_due
from storage.engines.database import Database
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency

_READ_AGAIN_BELOW = LINE_AT_MOST // 2


class Backlog:
    """Takes each row once, and none before an older one of its line.

    Rows come in two ways: offered by whoever committed them, and read from the outbox, where also those
    stand that another process wrote, that became due, or that were left by an earlier run. Reading goes so:

    1. Forget what was marked earlier: what is marked from now on may still look ready in what is read.
    2. Forget what was put off earlier: it is committed, so it is read now or in its turn.
    3. Read what is due, the most urgent first: at most 2,000 rows, and at most 100 of one line. A line is
       a chat or a case of the support group; of one that has as many in memory nothing is read.
    4. Where more waits, what is as urgent as that or less is put off when it is offered, until a later
       reading comes to it.
    5. Take what was read, but for what is known already or was marked since step 1.
    6. Offer once more what was put off since step 2.

    A chat that is set aside has nothing in memory: what is offered for it is turned away.
    """

    def __init__(self, database: Database, clock: Clock, look_soon: Callable[[], None]) -> None:
        """`look_soon` is called when it is worth to read again at once."""
        self._database = database
        self._clock = clock
        self._look_soon = look_soon
        self._known: dict[int, Line] = {}
        self._waiting: Counter[Line] = Counter()
        self._marked_meanwhile: set[int] = set()
        self._put_off: list[OutboxRow] = []
        self._unread = DueRows(unread_from=min(Urgency))
        self._aside: dict[int, float] = {}
        self._postponed: set[int] = set()

    def offer(self, rows: Iterable[OutboxRow]) -> list[OutboxRow]:
        """The committed rows that may be taken now; those that might overtake an older one are put off."""
        taken: list[OutboxRow] = []
        for row in rows:
            if self._is_behind(row):
                self._put_off.append(row)
            elif self._take(row):
                taken.append(row)
        return taken

    async def read(self) -> list[OutboxRow]:
        """The rows of the outbox that are due and may be taken now."""
        self._marked_meanwhile.clear()
        self._put_off.clear()
        full = [line for line, count in self._waiting.items() if count >= LINE_AT_MOST]
        self._unread = await self._database.read(read_due, self._clock.now(), self._known, full)
        rows = [row for row in self._unread.rows if row.id not in self._marked_meanwhile]
        self._unread.rows = []
        taken = [row for row in rows if self._reopens(row.chat_id) and self._take(row)]
        put_off, self._put_off = self._put_off, []
        return taken + self.offer(put_off)

    def finish(self, ids: Iterable[int]) -> None:
        """Forget rows whose outcome is durable: they need not be known any longer."""
        for row_id in ids:
            self._marked_meanwhile.add(row_id)
            self._forget(row_id)

    def give_up(self, row: OutboxRow) -> None:
        """Forget a row that is another process's, or that is read again when it is due."""
        self.finish([row.id])

    def expect_again(self, rows: Iterable[OutboxRow], chat_id: int) -> None:
        """Let these rows be taken once more, as they will be after a change in the database.

        Until they are read again, nothing of their lines in that chat overtakes them.
        """
        for row in rows:
            self._forget(row.id)
            self._unread.unread_lines[chat_id, row.case_number] = min(Urgency)

    def set_aside(self, chat_id: int, until: float) -> None:
        """Take nothing more for a chat until then, by the monotonic clock."""
        self._aside[chat_id] = until
        self._postponed.discard(chat_id)

    def postponed(self, chat_ids: Iterable[int]) -> None:
        """Note that it is durable that nothing is due for these chats: what is due now opens them again."""
        self._postponed.update(self._aside.keys() & set(chat_ids))

    def turn_away(self, rows: Iterable[OutboxRow]) -> tuple[list[OutboxRow], list[tuple[OutboxRow, float]]]:
        """These rows without those whose chat is set aside, and those with the seconds that it still is."""
        if not self._aside:
            return list(rows), []
        now = self._clock.monotonic()
        kept, turned_away = [], []
        for row in rows:
            if self._is_aside(row.chat_id):
                self._take(row)  # until it is written down that it waits
                turned_away.append((row, self._aside[row.chat_id] - now))
            else:
                kept.append(row)
        return kept, turned_away

    def _is_aside(self, chat_id: int) -> bool:
        until = self._aside.get(chat_id)
        if until is None:
            return False
        if until > self._clock.monotonic():
            return True
        self._open(chat_id)
        return False

    def _reopens(self, chat_id: int) -> bool:
        """Whether rows of a chat may be taken: somebody may have made them due before their time."""
        if self._aside and self._is_aside(chat_id):
            if chat_id not in self._postponed:
                return False
            self._open(chat_id)
        return True

    def _open(self, chat_id: int) -> None:
        del self._aside[chat_id]
        self._postponed.discard(chat_id)

    def _is_behind(self, row: OutboxRow) -> bool:
        """Whether older rows may wait unread that go before this one."""
        unread = self._unread
        if unread.unread_from is not None and row.urgency >= unread.unread_from:
            return True
        of_line = unread.unread_lines.get((row.chat_id, row.case_number)) if unread.unread_lines else None
        return of_line is not None and row.urgency >= of_line

    def _take(self, row: OutboxRow) -> bool:
        """False for a row that is known already."""
        if row.id in self._known:
            return False
        line = (row.chat_id, row.case_number)
        self._known[row.id] = line
        self._waiting[line] += 1
        return True

    def _forget(self, row_id: int) -> None:
        line = self._known.pop(row_id, None)
        if line is None:
            return
        self._waiting[line] -= 1
        if not self._waiting[line]:
            del self._waiting[line]
        if line in self._unread.unread_lines and self._waiting[line] == _READ_AGAIN_BELOW:
            self._look_soon()

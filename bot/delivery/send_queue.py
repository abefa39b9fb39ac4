"""Rows that wait to be sent: in order within a chat and a degree of urgency, by urgency between chats."""

import heapq
from collections import deque
from dataclasses import dataclass, field

from bot.delivery.rate_limiter import RateLimiter
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency


@dataclass(slots=True)
class _Line:
    """What waits for one chat; it has at most one call under way, or its messages could overtake."""

    queues: dict[Urgency, deque[OutboxRow]] = field(default_factory=dict)
    busy: bool = False

    def best(self) -> Urgency | None:
        """The most urgent degree that waits; None while nothing waits."""
        return min((urgency for urgency, queue in self.queues.items() if queue), default=None)


class SendQueue:
    """Chooses the next row. A reply overtakes a reminder that waits for the same chat, never a reply."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self._lines: dict[int, _Line] = {}
        self._ready: dict[Urgency, deque[int]] = {urgency: deque() for urgency in Urgency}
        self._timed: list[tuple[float, int]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, row: OutboxRow) -> None:
        """Let the row wait behind those of its chat that are as urgent."""
        line = self._lines.setdefault(row.chat_id, _Line())
        line.queues.setdefault(row.urgency, deque()).append(row)
        self._count += 1
        if not line.busy:
            self._ready[row.urgency].append(row.chat_id)

    def put_back(self, row: OutboxRow) -> None:
        """Let a row that is tried again go before those of its chat that are as urgent.

        It is called before `finished`.
        """
        self._lines[row.chat_id].queues.setdefault(row.urgency, deque()).appendleft(row)
        self._count += 1

    def take(self, now: float) -> OutboxRow | None:
        """The next row that may go at `now`; None while none may. Its chat is busy until `finished`."""
        while self._timed and self._timed[0][0] <= now:
            self._queue(heapq.heappop(self._timed)[1])
        for urgency, chats in self._ready.items():
            if urgency != Urgency.REPLY and now < self._limiter.bulk_opens_at():
                return None
            if row := self._take_from(urgency, chats, now):
                return row
        return None

    def opens_at(self, now: float) -> float | None:
        """When it is worth asking again; None while only a new row or a finished call can change anything."""
        moments = [self._timed[0][0]] if self._timed else []
        if any(chats for urgency, chats in self._ready.items() if urgency != Urgency.REPLY):
            moments.append(max(self._limiter.bulk_opens_at(), now))
        return min(moments, default=None)

    def finished(self, chat_id: int) -> None:
        """End the call of a chat: its next row may go."""
        line = self._lines[chat_id]
        line.busy = False
        if line.best() is None:
            del self._lines[chat_id]
        else:
            self._queue(chat_id)

    def drop(self, chat_id: int) -> list[OutboxRow]:
        """Forget everything that waits for a chat, and return it; call before `finished`."""
        line = self._lines[chat_id]
        dropped = [row for queue in line.queues.values() for row in queue]
        line.queues.clear()
        self._count -= len(dropped)
        return dropped

    def withdraw(self, row: OutboxRow) -> list[OutboxRow]:
        """Take out and return the older rows of its chat that wait under its key."""
        line = self._lines.get(row.chat_id)
        queue = line.queues.get(row.urgency) if line is not None else None
        if line is None or queue is None:
            return []
        older = [one for one in queue if one.key == row.key and one.id < row.id]
        for one in older:
            queue.remove(one)
        self._count -= len(older)
        if not line.busy and line.best() is None:
            del self._lines[row.chat_id]
        return older

    def _take_from(self, urgency: Urgency, chats: deque[int], now: float) -> OutboxRow | None:
        while chats:
            chat_id = chats.popleft()
            line = self._lines.get(chat_id)
            # A chat may stand here twice, or stand here no longer by right.
            if line is None or line.busy or line.best() != urgency:
                continue
            opens = self._limiter.chat_opens_at(chat_id, now)
            if opens > now:
                heapq.heappush(self._timed, (opens, chat_id))
                continue
            line.busy = True
            self._count -= 1
            return line.queues[urgency].popleft()
        return None

    def _queue(self, chat_id: int) -> None:
        line = self._lines.get(chat_id)
        if line is not None and not line.busy and (best := line.best()) is not None:
            self._ready[best].append(chat_id)

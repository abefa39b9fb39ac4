"""Rows that wait to be sent: in order within a line and a degree of urgency, by urgency between chats.

A chat is one line, but in the support group each case is one, and they take turns.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from bot.delivery.rate_limiter import RateLimiter
from handlers.cases import case_places
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency

_TURN = 3
"""Calls of a case before the next one has its turn: a topic, its card and the words."""
_FOR_PEOPLE = 10
"""Messages of a group's minute that titles of topics and marks leave to what people wait for."""

ListDue = Callable[[int, list[OutboxRow], float], OutboxRow | float | None]
"""From a group and the openings that wait there: what to send instead now, or when to ask again."""


@dataclass(slots=True)
class _Line:
    """What waits in one line."""

    queues: dict[Urgency, deque[OutboxRow]] = field(default_factory=dict)
    parked_until: float = 0.0

    def best(self) -> Urgency | None:
        """The most urgent degree that waits; None while nothing waits."""
        return min((urgency for urgency, queue in self.queues.items() if queue), default=None)


@dataclass(slots=True)
class _Chat:
    """The lines of a chat, those that waited longest first; it has at most one call under way."""

    lines: dict[int | None, _Line] = field(default_factory=dict)
    busy: bool = False
    turn: int | None = None
    """The case whose turn it is."""
    turn_left: int = 0

    def best(self) -> Urgency | None:
        return min((best for line in self.lines.values() if (best := line.best()) is not None), default=None)


class SendQueue:
    """Chooses the next row. A reply overtakes a reminder that waits for the same chat, never a reply."""

    def __init__(self, limiter: RateLimiter, list_due: ListDue = lambda *_: None) -> None:
        self._limiter = limiter
        self._list_due = list_due
        self._chats: dict[int, _Chat] = {}
        self._openings: dict[int, dict[int, OutboxRow]] = {}
        self._ready: dict[Urgency, deque[int]] = {urgency: deque() for urgency in Urgency}
        self._timed: list[tuple[float, int]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, row: OutboxRow) -> None:
        """Let the row wait behind those of its line that are as urgent and were written before it."""
        chat = self._chats.setdefault(row.chat_id, _Chat())
        queue = self._count_in(chat, row)
        place = len(queue)
        while place and queue[place - 1].id > row.id:
            place -= 1
        queue.insert(place, row)
        if not chat.busy:
            self._ready[row.urgency].append(row.chat_id)

    def put_back(self, row: OutboxRow) -> None:
        """Let a row that is tried again go before those of its line that are as urgent.

        It is called before `finished`.
        """
        self._count_in(self._chats[row.chat_id], row).appendleft(row)

    def park(self, row: OutboxRow, until: float) -> None:
        """Leave the line of a row alone until then; other lines of its chat go on."""
        lines = self._chats[row.chat_id].lines
        lines.setdefault(row.case_number, _Line()).parked_until = until

    def take(self, now: float, last: Urgency = Urgency.PROMOTION) -> OutboxRow | None:
        """The next row that may go at `now`, nothing less urgent than `last`; None while none may.

        Its chat is busy until `finished`.
        """
        while self._timed and self._timed[0][0] <= now:
            self._queue(heapq.heappop(self._timed)[1])
        for urgency, chats in self._ready.items():
            if urgency > last or now < self._limiter.bulk_opens_at(urgency):
                return None
            if row := self._take_from(urgency, chats, now):
                return row
        return None

    def take_next(self, row: OutboxRow) -> OutboxRow | None:
        """The row that waits right behind one that was taken; None where there is none."""
        line = self._chats[row.chat_id].lines.get(row.case_number)
        queue = line.queues.get(row.urgency) if line is not None else None
        return self._count_out(queue) if queue else None

    def opens_at(self, now: float, last: Urgency = Urgency.PROMOTION) -> float | None:
        """When it is worth asking again; None while only a new row or a finished call can change anything."""
        moments = [self._timed[0][0]] if self._timed else []
        for urgency, chats in self._ready.items():
            if chats and Urgency.REPLY < urgency <= last:
                moments.append(max(self._limiter.bulk_opens_at(urgency), now))
        return min(moments, default=None)

    def finished(self, chat_id: int) -> None:
        """End the call of a chat: its next row may go."""
        chat = self._chats[chat_id]
        chat.busy = False
        if chat.best() is None:
            del self._chats[chat_id]
        else:
            self._queue(chat_id)

    def drop(self, chat_id: int) -> list[OutboxRow]:
        """Forget everything that waits for a chat, and return it; call before `finished`."""
        lines = self._chats[chat_id].lines
        dropped = [row for line in lines.values() for queue in line.queues.values() for row in queue]
        lines.clear()
        self._openings.pop(chat_id, None)
        self._count -= len(dropped)
        return dropped

    def withdraw(self, row: OutboxRow) -> list[OutboxRow]:
        """Take out and return the older rows of its line that wait under its key."""
        chat = self._chats.get(row.chat_id)
        line = chat.lines.get(row.case_number) if chat is not None else None
        queue = line.queues.get(row.urgency) if line is not None else None
        if chat is None or queue is None:
            return []
        older = [one for one in queue if one.key == row.key and one.id < row.id]
        for one in older:
            queue.remove(one)
        self._count -= len(older)
        if not chat.busy and chat.best() is None:
            del self._chats[row.chat_id]
        return older

    def _take_from(self, urgency: Urgency, chats: deque[int], now: float) -> OutboxRow | None:
        while chats:
            chat_id = chats.popleft()
            chat = self._chats.get(chat_id)
            # A chat may stand here twice, or stand here no longer by right.
            if chat is None or chat.busy or (best := chat.best()) is None or best > urgency:
                continue
            opens = self._limiter.chat_opens_at(chat_id, now)
            if opens <= now:
                if chat_id > 0:
                    chat.busy = True
                    return self._count_out(chat.lines[None].queues[best])
                row, opens = self._choose(chat_id, chat, urgency, now)
                if row is not None:
                    chat.busy = True
                    return row
            if opens < inf:
                heapq.heappush(self._timed, (opens, chat_id))
        return None

    def _choose(
        self, chat_id: int, chat: _Chat, urgency: Urgency, now: float
    ) -> tuple[OutboxRow | None, float]:
        """The row of a chat that may go, or the moment when one may."""
        again = inf
        in_turn = chat.turn_left > 0 and chat.turn in chat.lines
        if not in_turn and (openings := self._openings.get(chat_id)):
            said = self._list_due(chat_id, list(openings.values()), now)
            if isinstance(said, OutboxRow):
                return said, now
            again = said or inf
        whose, degree = None, None
        for number, line in self._in_turn(chat):
            best = line.best()
            if best is None or (degree is not None and best >= degree):
                continue
            opens = max(line.parked_until, self._opens_at(line.queues[best][0], now))
            if opens > now:
                again = min(again, opens)
            elif best > urgency:
                self._ready[best].append(chat_id)
            else:
                whose, degree = number, best
        if degree is None:
            return None, again
        return self._take_turn(chat, whose, degree), now

    def _in_turn(self, chat: _Chat) -> list[tuple[int | None, _Line]]:
        lines = list(chat.lines.items())
        if chat.turn_left and chat.turn in chat.lines:
            lines.insert(0, (chat.turn, chat.lines[chat.turn]))
        return lines

    def _take_turn(self, chat: _Chat, whose: int | None, urgency: Urgency) -> OutboxRow:
        line = chat.lines[whose]
        if whose != chat.turn or not chat.turn_left:
            chat.turn, chat.turn_left = whose, _TURN
        chat.turn_left -= 1
        row = self._count_out(line.queues[urgency])
        if line.best() is None:
            del chat.lines[whose]
        elif not chat.turn_left:
            chat.lines[whose] = chat.lines.pop(whose)  # behind those that have waited since
        return row

    def _opens_at(self, row: OutboxRow, now: float) -> float:
        if row.urgency is Urgency.SERVICE:  # titles and marks, for which nobody waits
            return self._limiter.chat_opens_at(row.chat_id, now, row.case_number, spare=_FOR_PEOPLE)
        if row.case_number is None or row.urgency is Urgency.REPLY:  # somebody of staff waits for it
            return 0.0
        spare = _TURN if opens_case(row) else 0
        return self._limiter.chat_opens_at(row.chat_id, now, row.case_number, spare=spare)

    def _count_in(self, chat: _Chat, row: OutboxRow) -> deque[OutboxRow]:
        self._count += 1
        if opens_case(row):
            self._openings.setdefault(row.chat_id, {})[row.id] = row
        line = chat.lines.setdefault(row.case_number, _Line())
        return line.queues.setdefault(row.urgency, deque())

    def _count_out(self, queue: deque[OutboxRow]) -> OutboxRow:
        self._count -= 1
        row = queue.popleft()
        if opens_case(row):
            openings = self._openings[row.chat_id]
            del openings[row.id]
            if not openings:
                del self._openings[row.chat_id]
        return row

    def _queue(self, chat_id: int) -> None:
        chat = self._chats.get(chat_id)
        if chat is not None and not chat.busy and (best := chat.best()) is not None:
            self._ready[best].append(chat_id)


def opens_case(row: OutboxRow) -> bool:
    """Whether the row makes the topic of a case, or the message that stands for it.

    What else is said about a case outside of its topic, as that an answer was refused, shows no case.
    """
    return row.case_number is not None and row.fills == case_places.topic(row.case_number)

"""Days of traffic in a moment: rows come and go on a clock that jumps from one event to the next."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_queue import SendQueue
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from tests.harness import NOON

_ids = count(1)


@dataclass(frozen=True)
class Coming:
    at: float
    chat_id: int
    urgency: Urgency = Urgency.REPLY


@dataclass(frozen=True)
class Went:
    at: float
    row: OutboxRow
    came: float

    @property
    def is_bulk(self) -> bool:
        return self.row.urgency != Urgency.REPLY


def row(chat_id: int, urgency: Urgency = Urgency.REPLY) -> OutboxRow:
    return OutboxRow(next(_ids), chat_id, urgency, "sendMessage", "{}", NOON, NOON)


def run(limiter: RateLimiter, coming: Iterable[Coming], *, call_s: float = 0.0) -> list[Went]:
    """When each row is sent; every call takes `call_s` seconds."""
    queue = SendQueue(limiter)
    arrivals = [(one.at, row(one.chat_id, one.urgency)) for one in sorted(coming, key=lambda one: one.at)]
    came = {each.id: at for at, each in arrivals}
    under_way: list[tuple[float, int]] = []
    went: list[Went] = []
    now = 0.0
    for _ in range(20 * len(arrivals) + 20):
        while arrivals and arrivals[0][0] <= now:
            queue.add(arrivals.pop(0)[1])
        while under_way and under_way[0][0] <= now:
            queue.finished(heapq.heappop(under_way)[1])
        while (taken := queue.take(now)) is not None:
            limiter.sent(taken.chat_id, now)
            went.append(Went(now, taken, came[taken.id]))
            heapq.heappush(under_way, (now + call_s, taken.chat_id))
        moments = [*(at for at, _ in arrivals[:1]), *(at for at, _ in under_way[:1])]
        if (opens := queue.opens_at(now)) is not None:
            moments.append(opens)
        if not moments:
            assert len(queue) == 0
            return went
        now = max(now, min(moments))
    raise AssertionError(f"{len(queue)} rows are starved at {now} s")


def most_within(times: Sequence[float], seconds: float) -> int:
    """The most events in any window of that length."""
    return max((sum(start <= time < start + seconds for time in times) for start in times), default=0)


def by_chat(went: Iterable[Went]) -> Iterator[list[Went]]:
    chats: dict[int, list[Went]] = {}
    for one in went:
        chats.setdefault(one.row.chat_id, []).append(one)
    yield from chats.values()

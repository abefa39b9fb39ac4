"""A support group on a clock that jumps: complaints come, and what the group shows is noted down."""

import heapq
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.merge import merge_following
from bot.delivery.places import Places
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_queue import SendQueue
from bot.delivery.waiting_list import WaitingList
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from surveys.outreach.urgency import Urgency
from tests.harness import NOON, app_context

GROUP = -100
CALL_S = 0.1
WRITTEN_S = 0.05


@dataclass(frozen=True)
class Shown:
    at: float
    text: str


@dataclass
class GroupTraffic:
    """Rows as complaints put them into the outbox; calls take a tenth of a second."""

    limiter: RateLimiter
    shown: list[Shown] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self._row_ids, self._order = count(1), count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._places = Places(lambda: None)
        clock = Clock(now=lambda: NOON, monotonic=lambda: self.now)
        self._list = WaitingList(self.limiter, self._places, ContextStore(app_context()), clock, Ids())
        self._queue = SendQueue(self.limiter, self._list.due)

    def complain(self, at: float, number: int, *words: str) -> None:
        """A case: its topic, its card, the words."""
        topic = f"topic:{number}"
        buttons: dict[str, list[object]] = {"inline_keyboard": []}
        rows = [
            self._row(number, "createForumTopic", {"name": f"#{number}"}, fills=topic),
            self._row(number, "sendMessage", {"text": f"card {number}", "reply_markup": buttons}, at=topic),
        ]
        self._plan(at, [*rows, *(self._said(number, word) for word in words)])

    def write(self, at: float, number: int, words: str) -> None:
        """The customer of a case writes more."""
        self._plan(at, [self._said(number, words)])

    def answer(self, at: float, text: str) -> None:
        """A member of staff asked something in the group."""
        self._plan(at, [self._row(None, "sendMessage", {"text": text}, urgency=Urgency.REPLY)])

    def run(self, until: float) -> None:
        while True:
            self._send()
            moments = [self._events[0][0]] if self._events else []
            if (opens := self._queue.opens_at(self.now)) is not None:
                moments.append(opens)
            if not moments or min(moments) > until:
                return
            self.now = max(self.now, min(moments))
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()

    def first(self, text: str) -> float:
        """When the group showed this first; infinite if it did not."""
        return min((one.at for one in self.shown if text in one.text), default=float("inf"))

    def _send(self) -> None:
        while (row := self._queue.take(self.now)) is not None:
            self.limiter.sent(row.chat_id, self.now, row.case_number)
            _, along = merge_following(self._queue, row)
            self._later(CALL_S, partial(self._sent, row, [row, *along]))

    def _sent(self, row: OutboxRow, rows: list[OutboxRow]) -> None:
        for one in rows:
            body = json.loads(one.body or "{}")
            self.shown.append(Shown(self.now, body.get("text") or body["name"]))
        if self._list.is_list(row):
            self._list.end(row, shown=True)
        if row.fills is not None and self._places.held_at(row.fills):
            self._later(WRITTEN_S, lambda: self._settle(Place(row.fills or "", GROUP, row.id)))
        else:
            self._queue.finished(GROUP)

    def _settle(self, place: Place) -> None:
        for row in self._places.settle(place):
            self._queue.add(row)
        self._queue.finished(GROUP)

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now + seconds, next(self._order), act))

    def _plan(self, at: float, rows: Iterable[OutboxRow]) -> None:
        def come() -> None:
            for row in rows:
                if self._places.admit(row):
                    self._queue.add(row)

        heapq.heappush(self._events, (at, next(self._order), come))

    def _said(self, number: int, words: str) -> OutboxRow:
        return self._row(number, "sendMessage", {"text": f"💬 Анна:\n{words}"}, at=f"topic:{number}")

    def _row(
        self,
        number: int | None,
        method: str,
        body: dict[str, object],
        *,
        urgency: Urgency = Urgency.ESCALATION,
        fills: str | None = None,
        at: str | None = None,
    ) -> OutboxRow:
        text = json.dumps({"chat_id": GROUP, **body})
        return OutboxRow(
            next(self._row_ids), GROUP, urgency, method, text, NOON, NOON,
            fills=fills, at=at, case_number=number,
        )  # fmt: skip

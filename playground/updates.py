"""The queue of updates as Telegram keeps it, and the log by which a test judges a bot.

Offsets, forgetting and expiry follow tdlib/telegram-bot-api, Client.cpp (do_get_updates, add_update).
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from playground.bell import Bell
from playground.clock import Clock
from playground.messages import Message
from playground.shapes import JsonObject, dumps

TAP_SECONDS = 150
MESSAGE_SECONDS = 86_400
BATCH = 100
OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Update:
    """One update and what became of it. All times are seconds on the server's clock."""

    id: int
    kind: str
    payload: JsonObject
    queue: str
    created: float
    expires: float
    message: Message | None = None
    handed: list[float] = field(default_factory=list)  # each time its answer was written in full
    confirmed: float | None = None
    dropped: str | None = None  # expired, not allowed, hidden or forgotten: it will not be handed over again

    @property
    def pending(self) -> bool:
        return self.confirmed is None and self.dropped is None

    def json(self) -> str:
        return dumps({"update_id": self.id, **self.payload})


class Updates:
    def __init__(self, clock: Clock, seed: random.Random, received: Callable[[Message], None]) -> None:
        self.log: list[Update] = []
        self.allowed: frozenset[str] | None = None  # None is Telegram's default
        self.duplicate_share = 0.0  # share of updates that are handed over twice
        self.added = Bell()
        self.settled = Bell()
        self._clock = clock
        self._random = seed
        self._received = received
        self._next_id = seed.randrange(100_000_000, 900_000_000)
        self._waiting: dict[int, Update] = {}
        self._queues: dict[str, dict[int, Update]] = {}
        self._repeated: set[int] = set()

    def add(
        self,
        kind: str,
        payload: JsonObject,
        queue: str,
        *,
        lives: float = MESSAGE_SECONDS,
        message: Message | None = None,
    ) -> Update:
        """Creates an update; one that the bot did not ask for is dropped at once, as Telegram does."""
        update = self._log(kind, {kind: payload}, queue, lives, message)
        if self.wants(kind):
            self._enqueue(update)
        else:
            update.dropped = "not allowed"
        return update

    def hidden(self, kind: str, payload: JsonObject, queue: str, message: Message) -> Update:
        """What the bot's privacy mode or its absence from a group keeps from it."""
        update = self._log(kind, payload, queue, MESSAGE_SECONDS, message)
        update.dropped = "hidden"
        return update

    def inject(self, **payload: JsonObject) -> Update:
        """An update of any shape: an unknown kind, or one that no parser accepts."""
        kind = next(iter(payload), "")
        update = self._log(kind, payload, f"injected {kind}", MESSAGE_SECONDS, None)
        self._enqueue(update)
        return update

    def _log(
        self, kind: str, payload: JsonObject, queue: str, lives: float, message: Message | None
    ) -> Update:
        now = self._clock.now()
        update = Update(self._next_id, kind, payload, queue, now, now + lives, message)
        self._next_id += 1
        self.log.append(update)
        return update

    def _enqueue(self, update: Update) -> None:
        self._waiting[update.id] = update
        self._queues.setdefault(update.queue, {})[update.id] = update
        self.added.ring()

    def _leave(self, update: Update) -> bool:
        queue = self._queues.get(update.queue, {})
        queue.pop(update.id, None)
        if not queue:
            self._queues.pop(update.queue, None)
        return self._waiting.pop(update.id, None) is not None

    def repeat(self, update: Update) -> None:
        """Hands an update over once more although it was confirmed, whatever offset the bot names."""
        self._repeated.add(update.id)
        update.confirmed = update.dropped = None
        self._enqueue(update)
        self._waiting = dict(sorted(self._waiting.items()))

    def wants(self, kind: str) -> bool:
        return kind not in OFF_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Iterable[str]) -> None:
        """Sticky until changed; an empty list restores the default."""
        self.allowed = frozenset(kinds) or None

    def confirm_below(self, offset: int) -> None:
        """A later offset confirms; a negative one keeps only the newest updates and forgets the rest."""
        if offset < 0:
            for update_id in list(self._waiting)[:offset]:
                self.drop(self._waiting[update_id], "forgotten")
            return
        below = [update for update in self._waiting.values() if update.id < offset]
        for update in below:
            if update.id not in self._repeated:
                self.confirm(update)

    def confirm(self, update: Update) -> None:
        if self._leave(update):
            update.confirmed = self._clock.now()
            if update.message is not None:
                self._received(update.message)
            self.settled.ring()

    def drop(self, update: Update, why: str) -> None:
        if self._leave(update):
            update.dropped = why
            self.settled.ring()

    def waiting(self) -> list[Update]:
        """What Telegram still holds, oldest first; expired updates leave here."""
        now = self._clock.now()
        for update in [update for update in self._waiting.values() if update.expires <= now]:
            self.drop(update, "expired")
        return list(self._waiting.values())

    def queues(self) -> list[str]:
        """The queues in which something waits: what order a webhook keeps is within one of them."""
        return list(self._queues)

    def first(self, queue: str) -> Update | None:
        """The oldest of a queue that has not expired."""
        now = self._clock.now()
        for update in list(self._queues.get(queue, {}).values()):
            if update.expires > now:
                return update
            self.drop(update, "expired")
        return None

    def batch(self, limit: int) -> list[Update]:
        chosen = self.waiting()[: max(1, min(limit, BATCH))]
        if self.duplicate_share:
            return [
                twin
                for update in chosen
                for twin in [update] * (2 if self._random.random() < self.duplicate_share else 1)
            ]
        return chosen

    def handed(self, updates: Iterable[Update]) -> None:
        now = self._clock.now()
        for update in updates:
            update.handed.append(now)
            self._repeated.discard(update.id)
        self.settled.ring()

    def unsettled(self) -> list[Update]:
        return [update for update in self.log if update.pending]

    async def all_confirmed(self, within: float = 5.0) -> bool:
        """Waits until Telegram holds nothing more for the bot."""
        return await self.settled.until(lambda: not self.waiting(), within)

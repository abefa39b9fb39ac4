"""Telegram's flood limits as the Bots FAQ words them, counted in real time by the server itself.

The FAQ: about one message a second in a chat with short bursts tolerated, 20 a minute in a group, about
30 a second for bulk messages. Model: a bucket of 3 per private chat, sliding windows for the other two; a
message is bulk unless the person wrote or tapped in that chat within the last 10 seconds.
"""

import math
import time
from collections import deque

from playground.chats import Chat, Group
from playground.errors import too_many_requests

BURST = 3
PER_SECOND = 1.0
GROUP_MESSAGES = 20
GROUP_SECONDS = 60.0
BULK_MESSAGES = 30
BULK_SECONDS = 1.0
REPLY_SECONDS = 10.0


class Window:
    """At most `messages` within any `seconds`."""

    def __init__(self, messages: int, seconds: float) -> None:
        self._messages = messages
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._messages:
            return 0.0
        return self._times[0] + self._seconds - now

    def count(self, now: float) -> None:
        self._times.append(now)


class Bucket:
    """Refills by one a second up to the burst."""

    def __init__(self, now: float) -> None:
        self._tokens = float(BURST)
        self._at = now

    def wait(self, now: float) -> float:
        self._tokens = min(BURST, self._tokens + (now - self._at) * PER_SECOND)
        self._at = now
        return max(0.0, (1.0 - self._tokens) / PER_SECOND)

    def count(self, now: float) -> None:
        self.wait(now)
        self._tokens -= 1.0


class Limiter:
    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._bulk = Window(BULK_MESSAGES, BULK_SECONDS)
        self._chats: dict[int, Bucket | Window] = {}

    def check(self, chat: Chat) -> None:
        """Raises Refusal 429 while one more message would break a limit."""
        if not self.enabled:
            return
        now = time.monotonic()
        wait = max(rule.wait(now) for rule in self._rules(chat, now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))

    def count(self, chat: Chat) -> None:
        """Only accepted messages count."""
        if self.enabled:
            now = time.monotonic()
            for rule in self._rules(chat, now):
                rule.count(now)

    def _rules(self, chat: Chat, now: float) -> list[Bucket | Window]:
        own = self._chats.get(chat.id)
        if own is None:
            in_group = isinstance(chat, Group)
            own = self._chats[chat.id] = Window(GROUP_MESSAGES, GROUP_SECONDS) if in_group else Bucket(now)
        return [own] if now - chat.acted_at <= REPLY_SECONDS else [own, self._bulk]

"""Telegram's limits, kept before Telegram has to name them.

What we start ourselves leaves evenly spaced; an answer to a person's own tap or text is not bulk and passes
at once. A 429 parks its chat, and everything when two chats report one within five seconds.
"""

from collections import deque
from dataclasses import dataclass, field

_CHAT_BURST = 2  # Telegram tolerates short bursts above one message a second; two stay well inside
_CHAT_REFILL_S = 1.0
_GROUP_WINDOW_S = 60.0
_TWO_CHATS_WITHIN_S = 5.0
_REPLIES_DELAY_BULK_S = 1.0  # the time over which Telegram counts; what was sent before it is forgotten


@dataclass(slots=True)
class _Chat:
    tokens: float = _CHAT_BURST
    counted_at: float = 0.0
    sent: deque[float] = field(default_factory=deque)
    parked_until: float = 0.0


class RateLimiter:
    """When the next message may go. All times are seconds of one monotonic clock.

    `per_second` 0 lifts the limits of private chats and the overall one, `per_minute` 0 those of groups.
    """

    def __init__(self, per_second: float, per_minute: float) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._per_minute = per_minute
        self._chats: dict[int, _Chat] = {}
        self._bulk_at = 0.0
        self._parked_until = 0.0
        self._refusals: deque[tuple[float, int]] = deque()

    def chat_opens_at(self, chat_id: int, now: float) -> float:
        """When this chat may get its next message; not after `now` if it may at once."""
        chat = self._chats.get(chat_id)
        if chat is None:
            return self._parked_until
        opens = max(chat.parked_until, self._parked_until)
        if chat_id < 0 and self._per_minute:
            _forget_old(chat.sent, now)
            if len(chat.sent) >= self._per_minute:
                opens = max(opens, chat.sent[-int(self._per_minute)] + _GROUP_WINDOW_S)
        if self._gap:
            missing = 1 - _tokens(chat, now)
            opens = max(opens, now + missing * _CHAT_REFILL_S if missing > 0 else 0)
        return opens

    def bulk_opens_at(self) -> float:
        """When the next message that nobody is waiting for may go, in any chat."""
        return max(self._bulk_at, self._parked_until)

    def sent(self, chat_id: int, now: float) -> None:
        """Count a message that leaves now. An answer takes a place in the even spacing too."""
        if self._gap:
            self._bulk_at = min(max(self._bulk_at, now) + self._gap, now + _REPLIES_DELAY_BULK_S)
        if not self._gap and not (chat_id < 0 and self._per_minute):
            return
        chat = self._chats.setdefault(chat_id, _Chat(counted_at=now))
        chat.tokens = _tokens(chat, now) - 1
        chat.counted_at = now
        if chat_id < 0 and self._per_minute:
            chat.sent.append(now)

    def refused(self, chat_id: int, retry_after: float, now: float) -> float:
        """Leave a chat alone for `retry_after` seconds after a 429: returns when it opens again."""
        chat = self._chats.setdefault(chat_id, _Chat(counted_at=now))
        chat.parked_until = now + retry_after
        self._refusals.append((now, chat_id))
        while self._refusals[0][0] < now - _TWO_CHATS_WITHIN_S:
            self._refusals.popleft()
        if len({refused for _, refused in self._refusals}) > 1:
            self._parked_until = max(self._parked_until, chat.parked_until)
        return max(chat.parked_until, self._parked_until)

    def park(self, chat_id: int, until: float) -> None:
        """Leave a chat alone until then."""
        chat = self._chats.setdefault(chat_id, _Chat(counted_at=until))
        chat.parked_until = max(chat.parked_until, until)

    def tidy(self, now: float) -> None:
        """Forget chats that have been quiet for longer than any limit looks back."""
        quiet = [
            chat_id
            for chat_id, chat in self._chats.items()
            if chat.parked_until <= now and chat.counted_at < now - _GROUP_WINDOW_S
        ]
        for chat_id in quiet:
            del self._chats[chat_id]


def _tokens(chat: _Chat, now: float) -> float:
    return min(_CHAT_BURST, chat.tokens + (now - chat.counted_at) / _CHAT_REFILL_S)


def _forget_old(sent: deque[float], now: float) -> None:
    while sent and sent[0] <= now - _GROUP_WINDOW_S:
        sent.popleft()

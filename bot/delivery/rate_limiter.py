"""Telegram's limits, kept before Telegram has to name them.

What we start ourselves leaves evenly spaced; an answer to a person's own tap or text is not bulk and passes
at once. A 429 parks its chat and no other; only what nobody waits for slows down when several chats report
one within five seconds, since that is how the limit of all messages together shows.
"""

from collections import deque
from dataclasses import dataclass, field

from surveys.outreach.urgency import Urgency

_CHAT_BURST = 2  # Telegram tolerates short bursts above one message a second; two stay well inside
_CHAT_REFILL_S = 1.0
_GROUP_WINDOW_S = 60.0
_CHATS_REFUSED = 3
_REFUSED_WITHIN_S = 5.0
_SLOWED_AT_MOST_S = 30.0
_REPLIES_DELAY_BULK_S = 1.0  # the time over which Telegram counts; what was sent before it is forgotten
_DEPARTURES_S = 1.01  # the same time, and a hundredth for what the network shifts
_CASE_BURST = 3  # a topic, its card and the customer's words
_KEPT_FREE = 3  # of a group's minute, the part that a case which has had its burst leaves to the others


@dataclass(slots=True)
class _Chat:
    tokens: float = _CHAT_BURST
    counted_at: float = 0.0
    sent: deque[tuple[float, int | None]] = field(default_factory=deque)
    parked_until: float = 0.0


class RateLimiter:
    """When the next message may go. All times are seconds of one monotonic clock.

    `per_second` 0 lifts the limits of private chats and the overall one, `per_minute` 0 those of groups.
    """

    def __init__(self, per_second: float, per_minute: float) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._per_minute = max(1, int(per_minute)) if per_minute else 0
        self._chats: dict[int, _Chat] = {}
        self._departures: deque[float] = deque(maxlen=int(per_second) + 1)
        self._bulk_at = 0.0
        self._slowed_until = 0.0
        self._promotions_at = 0.0
        self._refusals: deque[tuple[float, int]] = deque()

    def chat_opens_at(
        self, chat_id: int, now: float, case_number: int | None = None, *, spare: int = 0
    ) -> float:
        """When this chat may get its next message; not after `now` if it may at once.

        In a group a case that had its burst within the minute leaves a part of it to other cases; `spare`
        more messages must fit into the minute after this one.
        """
        chat = self._chats.get(chat_id)
        if chat is None:
            return 0.0
        opens = chat.parked_until
        if chat_id < 0 and self._per_minute:
            opens = max(opens, self._minute_opens_at(chat, now, case_number, spare))
        if self._gap:
            missing = 1 - _tokens(chat, now)
            opens = max(opens, now + missing * _CHAT_REFILL_S if missing > 0 else 0)
        return opens

    def left(self, chat_id: int, now: float) -> int | None:
        """How many messages a group may still get within this minute; None where there is no such limit."""
        if chat_id > 0 or not self._per_minute:
            return None
        chat = self._chats.get(chat_id)
        if chat is None:
            return self._per_minute
        _forget_old(chat.sent, now)
        return max(0, self._per_minute - len(chat.sent))

    def bulk_opens_at(self, urgency: Urgency = Urgency.PROMOTION) -> float:
        """When the next message of that urgency may go, in any chat: replies go at once."""
        if urgency is Urgency.REPLY:
            return 0.0
        if urgency < Urgency.SURVEY:
            return self._bulk_at
        promotions_at = 0.0 if urgency.may_repeat else self._promotions_at
        return max(self._bulk_at, self._slowed_until, promotions_at)

    def hold_promotions(self, until: float) -> None:
        """Let nothing that must not be repeated go before then, since its calls end without an answer."""
        self._promotions_at = until

    def sent(self, chat_id: int, now: float, case_number: int | None = None) -> None:
        """Count a message that leaves now. An answer takes a place in the even spacing too."""
        if self._gap:
            self._bulk_at = min(max(self._bulk_at, now) + self._gap, now + _REPLIES_DELAY_BULK_S)
        if not self._gap and not (chat_id < 0 and self._per_minute):
            return
        chat = self._chats.setdefault(chat_id, _Chat(counted_at=now))
        chat.tokens = _tokens(chat, now) - 1
        chat.counted_at = now
        if chat_id < 0 and self._per_minute:
            chat.sent.append((now, case_number))

    def depart(self, now: float) -> float:
        """When a message leaves that nobody waits for and whose turn has come; it is counted as of then.

        Turns are given evenly, but what a slow database held up after its turn must not leave in a bunch.
        """
        if not self._gap:
            return now
        is_full = len(self._departures) == self._departures.maxlen
        leaves = max(now, self._departures[0] + _DEPARTURES_S) if is_full else now
        self._departures.append(leaves)
        return leaves

    def refused(self, chat_id: int, retry_after: float, now: float) -> float:
        """Leave a chat alone for `retry_after` seconds after a 429: returns when it opens again."""
        chat = self._chats.setdefault(chat_id, _Chat(counted_at=now))
        chat.parked_until = now + retry_after
        self._refusals.append((now, chat_id))
        while self._refusals[0][0] < now - _REFUSED_WITHIN_S:
            self._refusals.popleft()
        if len({refused for _, refused in self._refusals}) >= _CHATS_REFUSED:
            self._slowed_until = max(self._slowed_until, now + min(retry_after, _SLOWED_AT_MOST_S))
        return chat.parked_until

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

    def _minute_opens_at(self, chat: _Chat, now: float, case_number: int | None, spare: int) -> float:
        _forget_old(chat.sent, now)
        opens = _fits_at(chat.sent, max(1, self._per_minute - spare))
        if case_number is None:
            return opens
        own = [at for at, whose in chat.sent if whose == case_number]
        if len(own) < _CASE_BURST:
            return opens
        kept_free = max(spare, self._per_minute // _KEPT_FREE)
        shared = _fits_at(chat.sent, max(1, self._per_minute - kept_free))
        return max(opens, min(shared, own[-_CASE_BURST] + _GROUP_WINDOW_S))


def _tokens(chat: _Chat, now: float) -> float:
    return min(_CHAT_BURST, chat.tokens + (now - chat.counted_at) / _CHAT_REFILL_S)


def _fits_at(sent: deque[tuple[float, int | None]], most: int) -> float:
    """When fewer than `most` messages are left of a window."""
    return sent[-most][0] + _GROUP_WINDOW_S if len(sent) >= most else 0.0


def _forget_old(sent: deque[tuple[float, int | None]], now: float) -> None:
    while sent and sent[0][0] <= now - _GROUP_WINDOW_S:
        sent.popleft()

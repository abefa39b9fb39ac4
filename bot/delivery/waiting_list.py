"""Complaints that wait for their topics, shown in one message where a group's minute is too short for all."""

import json
from collections.abc import Iterable

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.places import Places
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.serialization import to_json
from handlers.cases import case_places
from storage.ids import Ids
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from texts.quoting import MESSAGE_LIMIT, length, shortened

_CALLS_OF_A_CASE = 3
_CASE_AT_MOST = 3_000
_ANOTHER_AFTER_S = 15.0


class WaitingList:
    """Decides when a list is due, and puts it into words.

    It stands in the outbox no longer than it takes: what it shows comes to its topics all the same.
    """

    def __init__(
        self, limiter: RateLimiter, places: Places, contexts: ContextStore, clock: Clock, ids: Ids
    ) -> None:
        self._limiter = limiter
        self._places = places
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._shown: dict[int, set[int]] = {}
        self._again_at: dict[int, float] = {}
        self._pending: dict[int, set[int]] = {}

    def due(self, chat_id: int, openings: list[OutboxRow], now: float) -> OutboxRow | float | None:
        """A list to send now, or when one is due; None where each case gets its topic soon enough.

        `openings` are the rows that make the topics; `now` is of the monotonic clock.
        """
        left = self._limiter.left(chat_id, now)
        shown = self._shown[chat_id] = self._shown.get(chat_id, set()) & {row.id for row in openings}
        if left is None or len(openings) * _CALLS_OF_A_CASE <= left:
            return None
        waiting = [row for row in openings if row.id not in shown]
        if not waiting:
            return None
        again_at = self._again_at.get(chat_id, now)
        return again_at if again_at > now else self._made(chat_id, waiting, now)

    def is_list(self, row: OutboxRow) -> bool:
        """Whether the row is a list that was made here and has not ended."""
        return row.id in self._pending

    def end(self, row: OutboxRow, *, shown: bool) -> None:
        """Note whether a list was shown; what was not is due again."""
        cases = self._pending.pop(row.id)
        if shown:
            self._shown.setdefault(row.chat_id, set()).update(cases)

    def _made(self, chat_id: int, waiting: list[OutboxRow], now: float) -> OutboxRow:
        app = self._contexts.current
        parts, cases = [app.texts.text(app.language, "group-waiting-list")], set()
        for opening in waiting:
            part = shortened(self._case(opening), _CASE_AT_MOST)
            if length("\n\n".join([*parts, part])) > MESSAGE_LIMIT:
                break
            parts.append(part)
            cases.add(opening.id)
        self._again_at[chat_id] = now + (_ANOTHER_AFTER_S if len(cases) == len(waiting) else 0.0)
        row_id, today = self._ids.next(), self._clock.now()
        self._pending[row_id] = cases
        body = to_json(
            {
                "chat_id": chat_id,
                "text": "\n\n".join(parts),
                "link_preview_options": {"is_disabled": True},
            }
        )
        return OutboxRow(
            row_id, chat_id, Urgency.ESCALATION, "sendMessage", body, today, today,
            fills=case_places.waiting_list(row_id),
        )  # fmt: skip

    def _case(self, opening: OutboxRow) -> str:
        title = json.loads(opening.body or "{}")
        held = self._places.held_at(opening.fills or "")
        return "\n".join([str(title.get("name") or title.get("text") or ""), *self._words(held)])

    def _words(self, rows: Iterable[OutboxRow]) -> Iterable[str]:
        app = self._contexts.current
        for row in rows:
            body = json.loads(row.body or "{}")
            if "reply_markup" in body or row.method.startswith("edit"):
                continue  # the card
            words = body.get("text") or body.get("caption")
            yield str(words or app.texts.text(app.language, "group-waiting-list-file"))

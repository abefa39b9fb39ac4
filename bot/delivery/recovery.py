"""What is done with a row that Telegram did not carry out."""

import logging
from dataclasses import replace

from bot.clock import Clock
from bot.delivery import fallbacks
from bot.delivery.backlog import Backlog
from bot.delivery.bot_api_client import ApiResponse, NotSent, Uncertain
from bot.delivery.outcomes import CallOutcome, Outcomes
from bot.delivery.places import Places
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_queue import SendQueue
from storage.delivery import outbox
from storage.engines.database import Database
from storage.rows import OutboxRow
from storage.states import OutboxState

log = logging.getLogger(__name__)

_BACKOFF_S = (1, 2, 4, 8, 16, 32, 60)


class Recovery:
    """Tries a row again, later or in another way, makes its place again, follows its chat or gives it up."""

    def __init__(
        self, database: Database, limiter: RateLimiter, clock: Clock, queue: SendQueue, places: Places,
        backlog: Backlog, outcomes: Outcomes,
    ) -> None:  # fmt: skip
        self._database = database
        self._limiter = limiter
        self._clock = clock
        self._queue = queue
        self._places = places
        self._backlog = backlog
        self._outcomes = outcomes

    async def after_refusal(self, row: OutboxRow, outcome: CallOutcome, response: ApiResponse) -> None:
        """Deal with a row that Telegram refused: again, in another way, in a new place, or not at all."""
        match outcome:
            case CallOutcome.WAIT:
                self._slow_down(row, response.retry_after or 1)
                await self._again(row)
            case CallOutcome.UNREACHABLE:
                self._close_chat(row)
            case CallOutcome.MIGRATED if response.migrate_to is not None:
                self._move_chat(row, response.migrate_to)
            case CallOutcome.PLACE_GONE if row.at is not None:
                await self._heal(row, row.at)
            case CallOutcome.NOT_EDITABLE if row.at is not None and not row.tries:
                # Once: what cannot be edited even when it is new is said in a new message.
                await self._heal(replace(row, tries=1), row.at)
            case _ if (otherwise := fallbacks.in_another_way(row, outcome)) is not None:
                await self._again(otherwise)
            case _:
                if not response.is_unknown_method:  # which is said once, where it is found out
                    log.error("refused row=%d method=%s code=%d", row.id, row.method, response.code)
                self._outcomes.mark(row, OutboxState.DEAD, error=f"{response.code}")

    async def after_failure(self, row: OutboxRow, error: NotSent | Uncertain) -> None:
        """Deal with a row to which Telegram gave no answer.

        What must not be repeated is repeated only if it was surely not sent.
        """
        if isinstance(error, Uncertain) and not row.urgency.may_repeat:
            self._outcomes.mark(row, OutboxState.UNCERTAIN, error=str(error))
            return
        log.warning("not sent row=%d try=%d reason=%s", row.id, row.tries + 1, error)
        self._back_off(row)
        await self._again(replace(row, tries=row.tries + 1))

    def after_absence(self, row: OutboxRow) -> None:
        """Put back a row when the database could not be asked.

        Nothing was posted; it goes again a little later.
        """
        self._limiter.park(row.chat_id, self._clock.monotonic() + _BACKOFF_S[0])
        self._queue.put_back(row)

    def _slow_down(self, row: OutboxRow, seconds: float) -> None:
        now = self._clock.monotonic()
        opens = self._limiter.refused(row.chat_id, seconds, now)
        log.warning("telegram asks to wait seconds=%.0f", opens - now)

    def _back_off(self, row: OutboxRow) -> None:
        wait_s = _BACKOFF_S[min(row.tries, len(_BACKOFF_S) - 1)]
        self._limiter.park(row.chat_id, self._clock.monotonic() + wait_s)

    async def _again(self, row: OutboxRow) -> None:
        """Send the row again in its turn, perhaps in other words."""
        await self._give_back(row)
        self._queue.put_back(row)

    async def _give_back(self, row: OutboxRow) -> None:
        """Nothing was sent, so even a promotional row may be tried again."""
        if not row.urgency.may_repeat:
            await self._database.write(outbox.unclaim, row.id)

    def _close_chat(self, row: OutboxRow) -> None:
        dropped = [*self._queue.drop(row.chat_id), *self._places.drop_chat(row.chat_id)]
        for unsent in [row, *dropped]:
            self._outcomes.mark(unsent, OutboxState.UNREACHABLE)
        self._outcomes.close_chat(row.chat_id)

    def _move_chat(self, row: OutboxRow, new_chat: int) -> None:
        """The database moves all rows of the chat; those in memory are read again from there."""
        # A row that knows of the move already may still have been led to the old chat by its place.
        old_chat = self._places.chat_of(row)
        log.warning("group moved old=%d new=%d", old_chat, new_chat)
        self._backlog.expect_again([row, *self._queue.drop(row.chat_id)])
        self._places.move_chat(old_chat, new_chat)
        self._outcomes.move_chat(old_chat, new_chat)

    async def _heal(self, row: OutboxRow, name: str) -> None:
        """A topic or message is gone: send again what made it, then this row."""
        recipe = await self._database.read(outbox.recipe_of, name)
        if recipe is None:
            self._outcomes.mark(row, OutboxState.DEAD, error="its place is gone")
            return
        await self._give_back(row)
        if self._places.heal(row, name):
            log.warning("place is gone and is made again name=%s", name)
            self._outcomes.heal(name, recipe)

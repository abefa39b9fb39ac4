"""What is done with a row that Telegram did not carry out."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.delivery import fallbacks
from bot.delivery.backlog import Backlog
from bot.delivery.bot_api_client import ApiResponse, NotSent, Uncertain
from bot.delivery.outcomes import CallOutcome, Outcomes
from bot.delivery.places import Places
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_queue import SendQueue
from bot.delivery.server_health import ServerHealth
from storage.delivery import outbox
from storage.delivery.outbox import IN_LINE_TRIES
from storage.engines.database import Database
from storage.rows import OutboxRow
from storage.states import OutboxState

log = logging.getLogger(__name__)

_BACKOFF_S = (1, 2)
"""Pauses in which a row that got no answer keeps its place in its line."""
_ASIDE_S = (15, 30, 60, 300, 1800, 3600, 7200, 14400, 28800, 32400)
"""Pauses of a row that gave up its place, together a day; nobody waits for it meanwhile."""
_UNANSWERED_ASIDE_S = (60, 21600, 64800)
"""The same where each try may have been carried out without our hearing of it."""
_REFUSED_FOR = timedelta(days=7)
_CLOSED_S = (15, 30, 60, 120, 300)
_LONG_WAIT_S = 10.0
_TOPIC_WAITS_S = 5.0
_PROMOTIONS_PAUSE_AT_MOST_S = 60.0
_MADE_AGAIN_AT_MOST = 2
_MARKS = frozenset(["setMessageReaction"])
"""What is not tried again where it is refused, and told to nobody: people lose nothing by it."""
_MADE_AGAIN_AFTER_S = 6 * 3600.0
"""A place that was made so often and took nothing is made again that much later."""


class Recovery:
    """Tries a row again, later or in another way, makes its place again, follows its chat or gives it up."""

    def __init__(  # noqa: PLR0913  # what a row may need meets here
        self, database: Database, limiter: RateLimiter, clock: Clock, queue: SendQueue, places: Places,
        backlog: Backlog, outcomes: Outcomes, *, health: ServerHealth,
    ) -> None:  # fmt: skip
        self._database = database
        self._limiter = limiter
        self._health = health
        self._clock = clock
        self._queue = queue
        self._places = places
        self._backlog = backlog
        self._outcomes = outcomes
        self._closed: dict[int, int] = {}
        self._no_topics_until: dict[int, float] = {}
        self._uncertain_in_a_row = 0
        self._left: set[int] = set()
        """Groups that became others: nothing goes back to them."""
        self._made_in_vain: dict[str, tuple[int, float]] = {}
        """How often a place was made again since it took something, and when last."""

    def before(self, row: OutboxRow) -> OutboxRow:
        """The row as it is sent now: no topic is asked for where Telegram makes none for long."""
        until = self._no_topics_until.get(row.chat_id) if self._no_topics_until else None
        if until is None or until <= self._clock.monotonic():
            return row
        return fallbacks.in_another_way(row, CallOutcome.DEAD) or row

    def after_answer(self, row: OutboxRow) -> None:
        """Note that Telegram answered a call, whatever it said."""
        if self._uncertain_in_a_row and not row.urgency.may_repeat:
            self._uncertain_in_a_row = 0
            self._limiter.hold_promotions(0.0)

    def after_success(self, row: OutboxRow) -> None:
        """Note that a call reached its chat."""
        if self._closed:
            self._closed.pop(row.chat_id, None)
        if self._made_in_vain and row.at is not None:
            self._made_in_vain.pop(row.at, None)

    def at_start(self, row: OutboxRow) -> None:
        """While promotions end without an answer, one at a time is tried."""
        if self._uncertain_in_a_row and not row.urgency.may_repeat:
            self._limiter.hold_promotions(self._clock.monotonic() + _PROMOTIONS_PAUSE_AT_MOST_S)

    async def after_refusal(self, row: OutboxRow, outcome: CallOutcome, response: ApiResponse) -> None:
        """Deal with a row that Telegram refused: again, in another way, in a new place, or not at all."""
        in_group = row.chat_id < 0
        match outcome:
            case CallOutcome.WAIT:
                await self._wait(row, response.retry_after or 1)
            case CallOutcome.UNREACHABLE if in_group:
                self._hold_chat(row, response)
            case CallOutcome.UNREACHABLE:
                self._close_chat(row)
            case CallOutcome.MIGRATED if self._leads_on(row, response.migrate_to):
                self._move_chat(row, response.migrate_to or row.chat_id)
            case CallOutcome.MIGRATED if self._has_moved(row, response.migrate_to):
                await self._again(replace(row, tries=row.tries + 1))
            case CallOutcome.PLACE_GONE if row.at is not None and self._may_make_again(row.at):
                await self._heal(row, row.at)
            case CallOutcome.NOT_EDITABLE if row.at is not None and not row.tries:
                # Once: what cannot be edited even when it is new is said in a new message.
                await self._heal(replace(row, tries=1), row.at)
            case _ if (otherwise := fallbacks.in_another_way(row, outcome)) is not None:
                await self._again(otherwise)
            case _ if row.method in _MARKS:
                self._outcomes.mark(row, OutboxState.DEAD, error=f"{response.code} {response.description}")
            case _ if in_group and response.code == 400:
                self._hold(row, response)
            case _:
                if not response.is_unknown_method:  # which is said once, where it is found out
                    log.error("refused row=%d method=%s code=%d", row.id, row.method, response.code)
                self._outcomes.mark(row, OutboxState.DEAD, error=f"{response.code} {response.description}")

    async def after_failure(self, row: OutboxRow, error: NotSent | Uncertain) -> None:
        """Deal with a row to which Telegram gave no answer.

        What must not be repeated is repeated only if it was surely not sent. Anything else keeps its place in
        its line for two more tries, or as long as the server is ill; then others go before it.
        """
        if isinstance(error, Uncertain) and not row.urgency.may_repeat:
            self._outcomes.mark(row, OutboxState.UNCERTAIN, error=str(error))
            self._hold_promotions()
            await self._health.is_well()
            return
        is_well = await self._health.is_well()
        log.warning("not sent row=%d try=%d reason=%s", row.id, row.tries + 1, error)
        if isinstance(error, NotSent) and not is_well:
            self._park(row, _BACKOFF_S[0])
            await self._again(row)
            return
        row = replace(row, tries=row.tries + 1)
        if row.tries < IN_LINE_TRIES or (not is_well and row.tries == IN_LINE_TRIES):
            self._park(row, _BACKOFF_S[min(row.tries, len(_BACKOFF_S)) - 1])
            await self._again(row)
        elif (otherwise := fallbacks.in_another_way(row, CallOutcome.DEAD)) is not None:
            await self._again(replace(otherwise, tries=0))
        else:
            unanswered = isinstance(error, Uncertain) and not error.answered
            self._set_aside(row, _UNANSWERED_ASIDE_S if unanswered else _ASIDE_S, str(error))

    def after_absence(self, row: OutboxRow) -> None:
        """Put back a row when the database could not be asked.

        Nothing was posted; it goes again a little later.
        """
        self._park(row, _BACKOFF_S[0])
        self._queue.put_back(row)

    async def _wait(self, row: OutboxRow, seconds: float) -> None:
        """Telegram asks to wait: its chat does, and nobody else."""
        now = self._clock.monotonic()
        makes_topic = row.method == fallbacks.MAKES_TOPIC and seconds > _TOPIC_WAITS_S
        if makes_topic and (message := fallbacks.in_another_way(row, CallOutcome.DEAD)) is not None:
            self._no_topics_until[row.chat_id] = now + seconds
            await self._again(message)
            return
        self._limiter.refused(row.chat_id, seconds, now)
        log.warning("telegram asks to wait seconds=%.0f", seconds)
        if seconds > _LONG_WAIT_S:
            self._set_chat_aside(row, seconds, "429")
        else:
            await self._again(row)

    def _park(self, row: OutboxRow, seconds: float) -> None:
        """Leave a line alone for a while: a private chat, or one case of a group."""
        until = self._clock.monotonic() + seconds
        if row.chat_id < 0:
            self._queue.park(row, until)
        else:
            self._limiter.park(row.chat_id, until)

    def _hold_promotions(self) -> None:
        pause_s = min(2.0**self._uncertain_in_a_row, _PROMOTIONS_PAUSE_AT_MOST_S)
        self._uncertain_in_a_row += 1
        self._limiter.hold_promotions(self._clock.monotonic() + pause_s)

    def _set_aside(self, row: OutboxRow, pauses: Sequence[int], error: str, *, at_last: bool = False) -> None:
        """Let a row give up its place and be tried again later; `at_last` with the last pause for ever."""
        step = row.tries - IN_LINE_TRIES
        if step >= len(pauses) and not at_last:
            log.error("given up row=%d tries=%d", row.id, row.tries)
            self._outcomes.mark(row, OutboxState.DEAD, error=f"tried for a day: {error}")
            return
        pause_s = pauses[min(step, len(pauses) - 1)]
        self._outcomes.postpone(row, self._clock.now() + timedelta(seconds=pause_s), error)

    def _set_chat_aside(self, row: OutboxRow, seconds: float, error: str) -> None:
        """Keep nothing of a chat in memory until then; from the database it comes back in its order."""
        opens = self._clock.monotonic() + seconds
        dropped = [*self._queue.drop(row.chat_id), *self._places.drop_chat(row.chat_id)]
        self._backlog.expect_again(dropped, row.chat_id)
        self._backlog.set_aside(row.chat_id, opens)
        until = self._clock.now() + timedelta(seconds=seconds)
        self._outcomes.postpone_chat(row.chat_id, until)
        self._outcomes.postpone(row, until, error)

    def _hold_chat(self, row: OutboxRow, response: ApiResponse) -> None:
        """A group is closed to us: what is meant for it waits until we are let in again."""
        step = self._closed.get(row.chat_id, 0)
        self._closed[row.chat_id] = step + 1
        log.error("a group refuses code=%d", response.code)
        self._outcomes.refuse(row, response, is_closed=True)
        pause_s = _CLOSED_S[min(step, len(_CLOSED_S) - 1)]
        self._set_chat_aside(row, pause_s, f"{response.code} {response.description}")

    def _hold(self, row: OutboxRow, response: ApiResponse) -> None:
        """A group refuses one call, perhaps for lost rights: it is tried again for a week."""
        log.error("a group refuses row=%d method=%s code=%d", row.id, row.method, response.code)
        self._outcomes.refuse(row, response, is_closed=False)
        error = f"{response.code} {response.description}"
        row = replace(row, tries=max(row.tries + 1, IN_LINE_TRIES))
        is_young = self._clock.now() - row.created_at < _REFUSED_FOR
        self._set_aside(row, _ASIDE_S, error, at_last=is_young)

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

    def _leads_on(self, row: OutboxRow, new_chat: int | None) -> bool:
        """Whether a group's successor is another group, and none that it was before."""
        if new_chat is None or row.chat_id > 0:
            return False
        return new_chat != self._places.chat_of(row) and new_chat not in self._left

    def _has_moved(self, row: OutboxRow, new_chat: int | None) -> bool:
        """Whether a row was on its way to the old group when its place was found in the new one."""
        return row.tries < IN_LINE_TRIES and row.at is not None and new_chat == self._places.chat_of(row)

    def _move_chat(self, row: OutboxRow, new_chat: int) -> None:
        """The database moves all rows of the chat; those in memory are read again from there."""
        # A row that knows of the move already may still have been led to the old chat by its place.
        old_chat = self._places.chat_of(row)
        log.warning("group moved old=%d new=%d", old_chat, new_chat)
        self._backlog.expect_again([row, *self._queue.drop(row.chat_id)], new_chat)
        self._places.forget_chat(old_chat)
        self._left.add(old_chat)
        self._outcomes.move_chat(old_chat, new_chat)

    async def heal_empty(self, name: str) -> None:
        """Make a place again that was emptied, unless what fills it is on its way."""
        recipe = await self._database.read(outbox.recipe_to_repeat, name)
        if recipe is not None and self._places.begin_healing(name):
            log.warning("place was emptied and is made again name=%s", name)
            self._outcomes.heal(name, recipe)

    def _may_make_again(self, name: str) -> bool:
        """Whether a place that is gone is made once more; one that takes nothing even when new is not."""
        times, last = self._made_in_vain.get(name, (0, 0.0))
        return times < _MADE_AGAIN_AT_MOST or self._clock.monotonic() - last >= _MADE_AGAIN_AFTER_S

    async def _heal(self, row: OutboxRow, name: str) -> None:
        """A topic or message is gone: send again what made it, then this row."""
        recipe = await self._database.read(outbox.recipe_of, name)
        if recipe is None:
            self._outcomes.mark(row, OutboxState.DEAD, error="its place is gone")
            return
        await self._give_back(row)
        if self._places.heal(row, name):
            log.warning("place is gone and is made again name=%s", name)
            times, _ = self._made_in_vain.get(name, (0, 0.0))
            self._made_in_vain[name] = times + 1, self._clock.monotonic()
            self._outcomes.heal(name, recipe)

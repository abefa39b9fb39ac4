"""The sender: the only code that writes to Telegram, apart from the acknowledgement of a tap."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery import addressing, fallbacks
from bot.delivery.backlog import Backlog
from bot.delivery.bot_api_client import ApiResponse, BotApiClient, InvalidToken, NotSent, Uncertain, Upload
from bot.delivery.merge import merge_following, put_back
from bot.delivery.outcomes import CallOutcome, Outcomes, classify
from bot.delivery.places import Places
from bot.delivery.policy_gate import PolicyGate
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.recovery import Recovery
from bot.delivery.replacements import Replacements
from bot.delivery.send_queue import SendQueue
from bot.delivery.server_health import ServerHealth
from bot.delivery.waiting_list import WaitingList
from bot.observability.failpoints import hit
from storage.delivery import outbox
from storage.delivery.outcomes import DeliveryReport, give_up_claimed
from storage.engines.database import Database
from storage.engines.errors import fault_of
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from storage.states import OutboxState
from surveys.outreach.policy import Action
from surveys.outreach.urgency import Urgency

log = logging.getLogger(__name__)

_UNDER_WAY_AT_MOST = 64
_PROMOTIONS_UNDER_WAY_AT_MOST = 16
_LIST_AGAIN_S = 5.0
_READ_EVERY_S = 1.0


class Sender:
    """Sends the outbox. What happened to a row goes into a report, written with the next transaction.

    A row comes through the backlog, waits until its place is known and then in the queue. One call is made of
    it; its outcome is noted for the report, or the recovery puts the row back.
    """

    def __init__(  # noqa: PLR0913  # what a call needs meets here
        self, client: BotApiClient, database: Database, limiter: RateLimiter, gate: PolicyGate, clock: Clock,
        ids: Ids, write_down_soon: Callable[[], None], *, contexts: ContextStore,
    ) -> None:  # fmt: skip
        self._client = client
        self._database = database
        self._limiter = limiter
        self._gate = gate
        self._clock = clock
        self._wake = asyncio.Event()
        self._look = asyncio.Event()
        self._backlog = Backlog(database, clock, self._look.set)
        self._places = Places(self._look.set)
        self._waiting_list = WaitingList(limiter, self._places, contexts, clock, ids)
        self._queue = SendQueue(limiter, self._waiting_list.due)
        self._health = ServerHealth(client, clock)
        self._outcomes = Outcomes(clock, ids, write_down_soon)
        self._recovery = Recovery(
            database, limiter, clock, self._queue, self._places, self._backlog, self._outcomes,
            health=self._health,
        )  # fmt: skip
        self._replacements = Replacements()
        self._under_way = 0
        self._promotions_under_way = 0
        self._turns: dict[str, int] = {}
        self._stopping = False

    # Rows in, outcomes out ----------------------------------------------------------------------

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        """Take committed rows that are due, but none that might overtake an older one of its chat."""
        kept, turned_away = self._backlog.turn_away(rows)
        for row, seconds in turned_away:
            self._outcomes.postpone(row, self._clock.now() + timedelta(seconds=seconds), "the chat waits")
        self._admit(self._backlog.offer(kept))

    def take_report(self) -> DeliveryReport:
        """The outcomes to write down now. They are given back with `keep_report` if that failed."""
        return self._outcomes.take()

    def keep_report(self, report: DeliveryReport) -> None:
        """Take back a report that could not be written: it comes again with the next one."""
        self._outcomes.keep(report)

    def written(self, report: DeliveryReport) -> None:
        """Forget the rows of a report that is durable, and let go what waited for it."""
        self._backlog.finish(report.ids())
        self._backlog.postponed(report.postponed_chats)
        # Not before it is durable: a topic that a crash forgets must be an empty one, not one with a story
        # in it that staff would answer in vain.
        for place in report.filled:
            if place.chat_id not in report.moved_chats:
                self._settle(self._places.find(place.name) or place)
            self._end_turn(place.name)
        self.offer([*report.added, *report.follow_ups])
        if report:
            hit("sender.marked")

    @property
    def waiting(self) -> int:
        """How many rows in memory have not been sent."""
        return len(self._queue) + self._places.held() + self._under_way

    def _admit(self, rows: Iterable[OutboxRow]) -> None:
        for row in rows:
            if not self._is_needless(row) and self._places.admit(row):
                self._queue.add(row)
        self._wake.set()

    def _is_needless(self, row: OutboxRow) -> bool:
        """Whether a later row has replaced this one; what this one replaces is taken out of the queue."""
        if row.key is None:
            return False
        if self._replacements.is_replaced(row):
            self._outcomes.mark(row, OutboxState.REPLACED)
            return True
        for older in (*self._queue.withdraw(row), *self._places.withdraw(row)):
            self._outcomes.mark(older, OutboxState.REPLACED)
        return False

    def _settle(self, place: Place) -> None:
        """A place is known: what waited for it may go."""
        waited = self._places.settle(place)
        if place.chat_id is None or all(row.chat_id == place.chat_id for row in waited):
            for row in waited:
                self._queue.add(row)
        else:  # some are written for another group: they may have been readdressed or given up since
            self._backlog.expect_again(waited, place.chat_id)
        self._wake.set()

    def _end_turn(self, place: str) -> None:
        """What waited for a place is in the queue now: the chat may go on, with that first."""
        chat_id = self._turns.pop(place, None)
        if chat_id is not None:
            self._queue.finished(chat_id)

    # The loop -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Send until `stop`. Calls under way are finished; what was not begun stays in the outbox."""
        uncertain = await self._database.write(give_up_claimed, self._clock.now())
        if uncertain:
            log.warning("an earlier run ended while it was sending uncertain=%d", uncertain)
        async with asyncio.TaskGroup() as calls:
            reader = calls.create_task(self._read_outbox())
            while not self._stopping:
                self._start_calls(calls)
                await self._until_something_changes()
            reader.cancel()

    def stop(self) -> None:
        """End `run`."""
        self._stopping = True
        self._wake.set()

    def _start_calls(self, calls: asyncio.TaskGroup) -> None:
        now = self._clock.monotonic()
        if self._health.asks_at is not None:
            if self._health.asks_at <= now and not self._health.is_asked:
                calls.create_task(self._ask_server())
            return
        while self._under_way < _UNDER_WAY_AT_MOST and (row := self._queue.take(now, self._last_urgency())):
            self._under_way += 1
            self._promotions_under_way += not row.urgency.may_repeat
            self._recovery.at_start(row)
            self._limiter.sent(row.chat_id, now, row.case_number)
            calls.create_task(self._send(row))

    def _last_urgency(self) -> Urgency:
        """How little urgent a row may be: few promotions may become uncertain at once."""
        full = self._promotions_under_way >= _PROMOTIONS_UNDER_WAY_AT_MOST
        return Urgency.REMINDER if full else Urgency.PROMOTION

    async def _ask_server(self) -> None:
        await self._health.is_well()
        self._wake.set()

    async def _until_something_changes(self) -> None:
        if self._stopping:
            return
        self._wake.clear()
        now = self._clock.monotonic()
        opens = self._opens_at(now)
        timer = None
        if opens is not None:
            timer = asyncio.get_running_loop().call_later(max(0.0, opens - now), self._wake.set)
        await self._wake.wait()
        if timer is not None:
            timer.cancel()

    def _opens_at(self, now: float) -> float | None:
        """When it is worth to look again by itself."""
        if self._health.asks_at is not None:
            return None if self._health.is_asked else self._health.asks_at
        if self._under_way >= _UNDER_WAY_AT_MOST:
            return None
        return self._queue.opens_at(now, self._last_urgency())

    async def _read_outbox(self) -> None:
        while True:
            try:
                self._admit(await self._backlog.read())
                await self._look_up_places()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.error("outbox cannot be read", exc_info=error)
            self._limiter.tidy(self._clock.monotonic())
            self._look.clear()
            timer = asyncio.get_running_loop().call_later(_READ_EVERY_S, self._look.set)
            await self._look.wait()
            timer.cancel()

    async def _look_up_places(self) -> None:
        if names := self._places.unknown():
            found = await self._database.read(outbox.find_places, names)
            for place in found.values():
                if place.filled_at is not None:
                    self._settle(place)
                elif place.recipe_id is not None:
                    await self._recovery.heal_empty(place.name)

    # One call -----------------------------------------------------------------------------------

    async def _send(self, row: OutboxRow) -> None:
        try:
            if self._waiting_list.is_list(row):
                await self._show_waiting_list(row)
            else:
                await self._attempt(self._recovery.before(row))
        except (NotSent, Uncertain) as error:
            await self._recovery.after_failure(row, error)
        except InvalidToken:
            raise
        except Exception as error:
            log.error("not sent row=%d", row.id, exc_info=error)
            if fault_of(error) is not None:
                self._recovery.after_absence(row)
            else:
                self._outcomes.mark(row, OutboxState.DEAD, error=type(error).__name__)
        finally:
            self._under_way -= 1
            self._promotions_under_way -= not row.urgency.may_repeat
            if row.fills not in self._turns:
                self._queue.finished(row.chat_id)
            self._wake.set()

    async def _attempt(self, row: OutboxRow) -> None:
        if row.kind is None and row.expires_at is not None and row.expires_at <= self._clock.now():
            self._outcomes.mark(row, OutboxState.EXPIRED)
            return
        place = self._places.find(row.at)
        if row.at is not None and place is None:
            self._places.hold(row, row.at)
            return
        if place is not None:
            row = fallbacks.at_place(row, place)
        if not await self._may_go(row):
            return
        body, along = self._merged(row)
        if place is not None:
            body = addressing.address(row.method, body, place)
        uploads = await self._uploads(row) if row.files else ()
        if row.urgency.is_outreach:
            await self._depart()
        try:
            response = await self._call(row, body, uploads)
        except (NotSent, Uncertain):
            put_back(self._queue, along)
            raise
        outcome = classify(response)
        if outcome is CallOutcome.SENT:
            for one in (row, *along):
                self._note_sent(one, response.result)
        else:
            put_back(self._queue, along)
            await self._recovery.after_refusal(row, outcome, response)

    async def _call(self, row: OutboxRow, body: str, uploads: Sequence[Upload] = ()) -> ApiResponse:
        hit("sender.calling")
        began = self._clock.monotonic()
        response = await self._client.call(row.method, body, uploads)
        hit("sender.called")
        self._health.answered(began)
        self._recovery.after_answer(row)
        return response

    async def _depart(self) -> None:
        """Returns when one more message leaves that nobody waits for."""
        now = self._clock.monotonic()
        if (leaves := self._limiter.depart(now)) > now:
            await asyncio.sleep(leaves - now)

    def _merged(self, row: OutboxRow) -> tuple[str, list[OutboxRow]]:
        """The body of a row with words that wait behind it, and their rows."""
        is_limited = self._limiter.left(row.chat_id, self._clock.monotonic()) is not None
        return merge_following(self._queue, row) if is_limited else (row.body or "{}", [])

    async def _show_waiting_list(self, row: OutboxRow) -> None:
        """A list that is not shown is made anew; one that may have been shown is not repeated."""
        shown = True
        try:
            response = await self._call(row, row.body or "{}")
            if response.ok:
                self._note_sent(row, response.result)
            elif response.code == 429:
                shown = False
                self._limiter.refused(row.chat_id, response.retry_after or 1, self._clock.monotonic())
        except NotSent:
            shown = False
            self._limiter.park(row.chat_id, self._clock.monotonic() + _LIST_AGAIN_S)
        except Uncertain:
            log.warning("nobody knows whether a list of waiting cases was shown")
        finally:
            self._waiting_list.end(row, shown=shown)

    async def _may_go(self, row: OutboxRow) -> bool:
        """What we start is judged once more; what must not be repeated is claimed."""
        if row.kind is None:
            if not row.urgency.is_outreach or await self._claim(row):
                return True
            self._backlog.give_up(row)
            return False
        said = await self._gate.ask(row)
        if said is not None and said.action is Action.SEND:
            if not row.urgency.may_repeat:
                hit("sender.claimed")
            return True
        if said is not None and said.action is Action.NEVER:
            self._outcomes.mark(row, OutboxState.REFUSED, error=said.why)
        else:
            self._backlog.give_up(row)
        return False

    async def _claim(self, row: OutboxRow) -> bool:
        claimed = await self._gate.claim(row)
        if not row.urgency.may_repeat:
            hit("sender.claimed")
        return claimed

    async def _uploads(self, row: OutboxRow) -> list[Upload]:
        keys = {key: field for field, key in row.files or []}
        stored = await self._database.read(outbox.read_files, list(keys))
        return [
            Upload(keys[key], file.name, file.media_type, file.content or b"") for key, file in stored.items()
        ]

    def _note_sent(self, row: OutboxRow, result: Any) -> None:
        landed = addressing.landing(result)
        self._recovery.after_success(row)
        self._outcomes.mark(row, OutboxState.SENT, message_id=landed.message_id)
        if row.fills is not None:
            place = replace(landed, name=row.fills, recipe_id=row.id, filled_at=self._clock.now())
            if place.chat_id is None:
                place = replace(place, chat_id=row.chat_id)
            self._outcomes.fill(place)
            for further in addressing.further_landings(row.fills, result):
                self._outcomes.fill(replace(further, filled_at=place.filled_at))
            if row.chat_id < 0 and self._places.held_at(row.fills):
                self._turns[row.fills] = row.chat_id

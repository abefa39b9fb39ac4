"""The sender: the only code that writes to Telegram, apart from the acknowledgement of a tap."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.delivery import addressing
from bot.delivery.backlog import Backlog
from bot.delivery.bot_api_client import BotApiClient, InvalidToken, NotSent, Uncertain, Upload
from bot.delivery.outcomes import CallOutcome, Outcomes, classify
from bot.delivery.places import Places
from bot.delivery.policy_gate import PolicyGate
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.recovery import Recovery
from bot.delivery.replacements import Replacements
from bot.delivery.send_queue import SendQueue
from bot.observability.failpoints import hit
from storage.delivery import outbox
from storage.delivery.outcomes import DeliveryReport, give_up_claimed
from storage.engines.database import Database
from storage.engines.errors import is_passing
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from storage.states import OutboxState
from surveys.outreach.policy import Action

log = logging.getLogger(__name__)

_UNDER_WAY_AT_MOST = 64
_READ_EVERY_S = 1.0


class Sender:
    """Sends the outbox. What happened to a row goes into a report, written with the next transaction.

    A row comes through the backlog, waits until its place is known and then in the queue. One call is made of
    it; its outcome is noted for the report, or the recovery puts the row back.
    """

    def __init__(
        self, client: BotApiClient, database: Database, limiter: RateLimiter, gate: PolicyGate, clock: Clock,
        ids: Ids, write_down_soon: Callable[[], None],
    ) -> None:  # fmt: skip
        self._client = client
        self._database = database
        self._limiter = limiter
        self._gate = gate
        self._clock = clock
        self._wake = asyncio.Event()
        self._look = asyncio.Event()
        self._backlog = Backlog(database, clock)
        self._places = Places(self._look.set)
        self._queue = SendQueue(limiter)
        self._outcomes = Outcomes(clock, ids, write_down_soon)
        self._recovery = Recovery(
            database, limiter, clock, self._queue, self._places, self._backlog, self._outcomes
        )
        self._replacements = Replacements()
        self._under_way = 0
        self._stopping = False

    # Rows in, outcomes out ----------------------------------------------------------------------

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        """Take committed rows that are due, but none that might overtake an older one of its chat."""
        self._admit(self._backlog.offer(rows))

    def take_report(self) -> DeliveryReport:
        """The outcomes to write down now. They are given back with `keep_report` if that failed."""
        return self._outcomes.take()

    def keep_report(self, report: DeliveryReport) -> None:
        """Take back a report that could not be written: it comes again with the next one."""
        self._outcomes.keep(report)

    def written(self, report: DeliveryReport) -> None:
        """Forget the rows of a report that is durable, and let go what waited for it."""
        self._backlog.finish(report.ids())
        # Not before it is durable: a topic that a crash forgets must be an empty one, not one with a story
        # in it that staff would answer in vain.
        for place in report.filled:
            self._settle(self._places.find(place.name) or place)
        self.offer(report.added)
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
        for row in self._places.settle(place):
            self._queue.add(row)
        self._wake.set()

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
        while self._under_way < _UNDER_WAY_AT_MOST and (row := self._queue.take(now)):
            self._under_way += 1
            self._limiter.sent(row.chat_id, now)
            calls.create_task(self._send(row))

    async def _until_something_changes(self) -> None:
        if self._stopping:
            return
        self._wake.clear()
        now = self._clock.monotonic()
        opens = self._queue.opens_at(now) if self._under_way < _UNDER_WAY_AT_MOST else None
        timer = None
        if opens is not None:
            timer = asyncio.get_running_loop().call_later(max(0.0, opens - now), self._wake.set)
        await self._wake.wait()
        if timer is not None:
            timer.cancel()

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

    # One call -----------------------------------------------------------------------------------

    async def _send(self, row: OutboxRow) -> None:
        try:
            await self._attempt(row)
        except (NotSent, Uncertain) as error:
            await self._recovery.after_failure(row, error)
        except InvalidToken:
            raise
        except Exception as error:
            log.error("not sent row=%d", row.id, exc_info=error)
            if is_passing(error):
                self._recovery.after_absence(row)
            else:
                self._outcomes.mark(row, OutboxState.DEAD, error=type(error).__name__)
        finally:
            self._under_way -= 1
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
        if not await self._may_go(row):
            return
        body = row.body or "{}"
        if place is not None:
            body = addressing.address(row.method, body, place)
        uploads = await self._uploads(row) if row.files else ()
        hit("sender.calling")
        response = await self._client.call(row.method, body, uploads)
        hit("sender.called")
        outcome = classify(response)
        if outcome is CallOutcome.SENT:
            self._note_sent(row, response.result)
        else:
            await self._recovery.after_refusal(row, outcome, response)

    async def _may_go(self, row: OutboxRow) -> bool:
        """What we start is judged once more; what must not be repeated is claimed."""
        if row.kind is None:
            if row.urgency.may_repeat or await self._claim(row):
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
        claimed = await self._database.write(outbox.claim, row.id)
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
        self._outcomes.mark(row, OutboxState.SENT, message_id=landed.message_id)
        if row.fills is not None:
            place = replace(landed, name=row.fills, recipe_id=row.id, filled_at=self._clock.now())
            if place.chat_id is None:
                place = replace(place, chat_id=row.chat_id)
            self._outcomes.fill(place)

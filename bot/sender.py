"""The sender: the only code that writes to Telegram, apart from the acknowledgement of a tap."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot import addressing
from bot.clock import Clock
from bot.gate import Gate
from bot.observability.failpoints import hit
from bot.pace import Pace
from bot.telegram import BadToken, NotSent, Reply, Telegram, Uncertain, Upload
from bot.verdicts import Verdict, judge
from bot.waiting import Waiting
from storage.database import Database
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.delivery.outcomes import DeliveryReport, give_up_claimed
from storage.errors import is_passing
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from surveys.outreach.policy import Action
from surveys.outreach.urgency import Urgency

log = logging.getLogger(__name__)

_UNDER_WAY_AT_MOST = 64
_READ_AT_MOST = 2000
_READ_EVERY_S = 1.0
_PLACES_REMEMBERED = 1_000
_ALL_READ = len(Urgency)
_WRITE_DOWN_WITHIN_S = 0.05
_BACKOFF_S = (1, 2, 4, 8, 16, 32, 60)


class Sender:
    """Sends the outbox. What happened to a row goes into a report, written with the next transaction."""

    def __init__(
        self, telegram: Telegram, database: Database, pace: Pace, gate: Gate, clock: Clock, ids: Ids,
        write_down_soon: Callable[[], None],
    ) -> None:  # fmt: skip
        self._telegram = telegram
        self._database = database
        self._pace = pace
        self._gate = gate
        self._clock = clock
        self._ids = ids
        self._write_down_soon = write_down_soon
        self._waiting = Waiting(pace)
        self._known: set[int] = set()
        self._written_meanwhile: set[int] = set()
        self._unread_from = 0  # from this urgency on, older rows may wait in the outbox unread
        self._put_off: list[OutboxRow] = []
        self._held: defaultdict[str, list[OutboxRow]] = defaultdict(list)
        self._places: dict[str, Place] = {}
        self._healing: set[str] = set()
        self._report = DeliveryReport()
        self._timer: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()
        self._look = asyncio.Event()
        self._under_way = 0
        self._stopping = False

    # Rows in ------------------------------------------------------------------------------------

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        """Take committed rows that are due, but none that might overtake an older one of its chat."""
        for row in rows:
            if row.urgency < self._unread_from:
                self._take(row)
            else:
                self._put_off.append(row)
        self._wake.set()

    def _take(self, row: OutboxRow) -> None:
        """One that is known already is passed over."""
        if row.id in self._known:
            return
        self._known.add(row.id)
        self._forget_elsewhere(row)
        if row.at is not None and row.at not in self._places:
            self._hold(row, row.at)
        else:
            self._waiting.add(row)

    def _forget_elsewhere(self, row: OutboxRow) -> None:
        """A place that is to be made in another chat, as in a new support group, is no longer there."""
        known = self._places.get(row.fills) if row.fills is not None else None
        if known is not None and known.chat_id != row.chat_id:
            del self._places[known.name]

    def take_report(self) -> DeliveryReport:
        """Outcomes to write down now. Give them back with `keep_report` if that failed."""
        report, self._report = self._report, DeliveryReport()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if report:
            hit("sender.marking")
        return report

    def keep_report(self, report: DeliveryReport) -> None:
        report.join(self._report)
        self._report = report
        self._soon()

    def written(self, report: DeliveryReport) -> None:
        """The report is durable: its rows need not be remembered any longer."""
        self._known.difference_update(report.ids())
        self._written_meanwhile.update(report.ids())
        # Not before it is durable: a topic that a crash forgets must be an empty one, not one with a story
        # in it that staff would answer in vain.
        for place in report.filled:
            self._settle(self._places.get(place.name, place))
        self.offer(report.added)
        if report:
            hit("sender.marked")

    @property
    def waiting(self) -> int:
        """Rows in memory that have not been sent."""
        return len(self._waiting) + sum(map(len, self._held.values())) + self._under_way

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
        self._stopping = True
        self._wake.set()

    def _start_calls(self, calls: asyncio.TaskGroup) -> None:
        now = self._clock.monotonic()
        while self._under_way < _UNDER_WAY_AT_MOST and (row := self._waiting.take(now)):
            self._under_way += 1
            self._pace.sent(row.chat_id, now)
            calls.create_task(self._send(row))

    async def _until_something_changes(self) -> None:
        if self._stopping:
            return
        self._wake.clear()
        now = self._clock.monotonic()
        opens = self._waiting.opens_at(now) if self._under_way < _UNDER_WAY_AT_MOST else None
        timer = None
        if opens is not None:
            timer = asyncio.get_running_loop().call_later(max(0.0, opens - now), self._wake.set)
        await self._wake.wait()
        if timer is not None:
            timer.cancel()

    async def _read_outbox(self) -> None:
        """Rows that another process wrote, that became due, or that were left by an earlier run."""
        while True:
            try:
                await self._read_due()
                await self._find_places()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.error("outbox cannot be read", exc_info=error)
            self._pace.tidy(self._clock.monotonic())
            self._look.clear()
            timer = asyncio.get_running_loop().call_later(_READ_EVERY_S, self._look.set)
            await self._look.wait()
            timer.cancel()

    async def _read_due(self) -> None:
        # A row that is marked while this is being read may still look ready in what was read.
        self._written_meanwhile.clear()
        # What was put off earlier is committed, so it is read now or in its turn.
        self._put_off.clear()
        rows = await self._database.read(outbox.due, self._clock.now(), _READ_AT_MOST)
        self._unread_from = rows[-1].urgency if len(rows) == _READ_AT_MOST else _ALL_READ
        for row in rows:
            if row.id not in self._written_meanwhile:
                self._take(row)
        put_off, self._put_off = self._put_off, []
        self.offer(put_off)

    async def _find_places(self) -> None:
        # What is being made again still looks full until the report is written.
        if names := [name for name in self._held if name not in self._healing]:
            found = await self._database.read(outbox.find_places, names)
            for place in found.values():
                if place.filled_at is not None:
                    self._settle(place)

    def _hold(self, row: OutboxRow, name: str) -> None:
        """Its place is not known: it is looked up, and if it is empty the row waits until it is filled."""
        self._held[name].append(row)
        self._look.set()

    def _settle(self, place: Place) -> None:
        """A place is known: what waited for it may go."""
        self._places[place.name] = place
        self._healing.discard(place.name)
        if len(self._places) > _PLACES_REMEMBERED:
            del self._places[next(iter(self._places))]
        for row in self._held.pop(place.name, []):
            self._waiting.add(row)
        self._wake.set()

    # One call -----------------------------------------------------------------------------------

    async def _send(self, row: OutboxRow) -> None:
        try:
            await self._attempt(row)
        except (NotSent, Uncertain) as error:
            await self._after_failure(row, error)
        except BadToken:
            raise
        except Exception as error:
            log.error("not sent row=%d", row.id, exc_info=error)
            if is_passing(error):
                # The database could not be asked: nothing was posted, the row waits a little and goes again.
                self._pace.park(row.chat_id, self._clock.monotonic() + _BACKOFF_S[0])
                self._waiting.put_back(row)
            else:
                self._mark(row, outbox.DEAD, error=type(error).__name__)
        finally:
            self._under_way -= 1
            self._waiting.finished(row.chat_id)
            self._wake.set()

    async def _attempt(self, row: OutboxRow) -> None:
        if row.kind is None and row.expires_at is not None and row.expires_at <= self._clock.now():
            self._mark(row, outbox.EXPIRED)
            return
        place = self._places.get(row.at) if row.at is not None else None
        if row.at is not None and place is None:
            self._hold(row, row.at)
            return
        if not await self._may_go(row):
            return
        body = row.body or "{}"
        if place is not None:
            body = addressing.address(row.method, body, place)
        uploads = await self._uploads(row) if row.files else ()
        hit("sender.calling")
        reply = await self._telegram.call(row.method, body, uploads)
        hit("sender.called")
        await self._settle_outcome(row, reply)

    async def _may_go(self, row: OutboxRow) -> bool:
        """What we start is judged once more; what must not be repeated is claimed."""
        if row.kind is None:
            if Urgency(row.urgency).may_repeat or await self._claim(row):
                return True
            self._forget(row)
            return False
        said = await self._gate.ask(row)
        if said is not None and said.action is Action.SEND:
            if not Urgency(row.urgency).may_repeat:
                hit("sender.claimed")
            return True
        if said is not None and said.action is Action.NEVER:
            self._mark(row, outbox.REFUSED, error=said.why.value)
        else:
            self._forget(row)
        return False

    def _forget(self, row: OutboxRow) -> None:
        """It is somebody else's, or is read again when it is due."""
        self._known.discard(row.id)
        self._written_meanwhile.add(row.id)

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

    async def _settle_outcome(self, row: OutboxRow, reply: Reply) -> None:
        verdict = judge(reply)
        match verdict:
            case Verdict.SENT:
                self._note_sent(row, reply)
            case Verdict.WAIT:
                opens = self._pace.refused(row.chat_id, reply.retry_after or 1, self._clock.monotonic())
                log.warning("telegram asks to wait seconds=%.0f", opens - self._clock.monotonic())
                await self._again(row)
            case Verdict.UNREACHABLE:
                self._close_chat(row)
            case Verdict.MIGRATED if reply.migrate_to is not None:
                self._move(row, reply.migrate_to)
            case Verdict.PLACE_GONE if row.at is not None:
                await self._heal(row, row.at)
            case Verdict.NOT_EDITABLE if row.at is not None and not row.tries:
                # Once: what cannot be edited even when it is new is said in a new message.
                await self._heal(replace(row, tries=1), row.at)
            case Verdict.NOT_EDITABLE if row.method in addressing.SAID_ANEW:
                anew = addressing.without_message(row.body, row.chat_id)
                await self._again(replace(row, method=addressing.SAID_ANEW[row.method], body=anew, at=None))
            case Verdict.MARKUP_BROKEN if addressing.has_markup(row.body):
                await self._again(replace(row, body=addressing.plain(row.body)))
            case Verdict.DEAD if row.method == addressing.MAKES_TOPIC:
                log.warning("no topic can be made, a message stands in for it row=%d", row.id)
                title = addressing.title_message(row.body)
                await self._again(replace(row, method="sendMessage", body=title))
            case _:
                log.error("refused row=%d method=%s code=%d", row.id, row.method, reply.code)
                self._mark(row, outbox.DEAD, error=f"{reply.code}")

    def _note_sent(self, row: OutboxRow, reply: Reply) -> None:
        landed = addressing.landing(reply.result)
        self._mark(row, outbox.SENT, message_id=landed.message_id)
        if row.fills is not None:
            place = replace(landed, name=row.fills, recipe_id=row.id, filled_at=self._clock.now())
            if place.chat_id is None:
                place = replace(place, chat_id=row.chat_id)
            self._report.filled.append(place)

    async def _after_failure(self, row: OutboxRow, error: NotSent | Uncertain) -> None:
        if isinstance(error, Uncertain) and not Urgency(row.urgency).may_repeat:
            self._mark(row, outbox.UNCERTAIN, error=str(error))
            return
        wait = _BACKOFF_S[min(row.tries, len(_BACKOFF_S) - 1)]
        log.warning("not sent row=%d try=%d reason=%s", row.id, row.tries + 1, error)
        self._pace.park(row.chat_id, self._clock.monotonic() + wait)
        await self._again(replace(row, tries=row.tries + 1))

    async def _again(self, row: OutboxRow) -> None:
        """Telegram did not carry it out: the row is tried again in its turn, perhaps in other words."""
        await self._give_back(row)
        self._waiting.put_back(row)

    async def _give_back(self, row: OutboxRow) -> None:
        """Nothing was sent, so even a promotional row may be tried again."""
        if not Urgency(row.urgency).may_repeat:
            await self._database.write(outbox.unclaim, row.id)

    # Outcomes -----------------------------------------------------------------------------------

    def _close_chat(self, row: OutboxRow) -> None:
        self._mark(row, outbox.UNREACHABLE)
        for dropped in [*self._waiting.drop(row.chat_id), *self._drop_held(row.chat_id)]:
            self._mark(dropped, outbox.UNREACHABLE)
        self._report.closed_chats.add(row.chat_id)

    def _drop_held(self, chat_id: int) -> list[OutboxRow]:
        """Forget what waits for a place in a chat."""
        dropped = [row for rows in self._held.values() for row in rows if row.chat_id == chat_id]
        for name in {row.at for row in dropped if row.at is not None}:
            left = [row for row in self._held.pop(name) if row.chat_id != chat_id]
            if left:
                self._held[name] = left
        return dropped

    def _move(self, row: OutboxRow, new_chat: int) -> None:
        """The database moves all rows of the chat; those in memory are read again from there."""
        # A row that knows of the move already may still have been led to the old chat by its place.
        place = self._places.get(row.at) if row.at is not None else None
        old_chat = row.chat_id if place is None or place.chat_id is None else place.chat_id
        log.warning("group moved old=%d new=%d", old_chat, new_chat)
        for moved in [row, *self._waiting.drop(row.chat_id)]:
            self._known.discard(moved.id)
        for place in [place for place in self._places.values() if place.chat_id == old_chat]:
            self._places[place.name] = replace(place, chat_id=new_chat)
        self._report.moved_chats[old_chat] = new_chat
        self._soon()

    async def _heal(self, row: OutboxRow, name: str) -> None:
        """A topic or message is gone: send again what made it, then this row."""
        recipe = await self._database.read(outbox.recipe_of, name)
        if recipe is None:
            self._mark(row, outbox.DEAD, error="its place is gone")
            return
        await self._give_back(row)
        self._places.pop(name, None)
        self._held[name].append(row)
        if name not in self._healing:
            log.warning("place is gone and is made again name=%s", name)
            self._healing.add(name)
            self._report.emptied.append(name)
            self._report.added.append(self._once_more(recipe))
            self._soon()

    def _once_more(self, recipe: OutboxRow) -> OutboxRow:
        now = self._clock.now()
        expires = recipe.expires_at and now + (recipe.expires_at - recipe.created_at)
        return replace(
            recipe,
            id=self._ids.next(),
            state=outbox.READY,
            tries=0,
            created_at=now,
            due_at=now,
            expires_at=expires,
        )

    def _mark(
        self, row: OutboxRow, state: str, *, message_id: int | None = None, error: str | None = None
    ) -> None:
        now = self._clock.now()
        mark = Mark(row.id, state, row.tries, row.due_at, now, message_id, error, row.plan_id)
        self._report.marks.append(mark)
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WRITE_DOWN_WITHIN_S, self._write_down_soon)

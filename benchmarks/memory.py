"""The same bot without storage: what the rest of it costs. Nothing that it is told survives its end."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.app import App
from bot.build import components_of
from bot.clock import Clock
from bot.config.schema import Config
from bot.delivery import menus
from bot.process import say_nothing
from bot.schedule.clock_watch import ClockWatch
from bot.schedule.leader_watch import LeaderWatch
from bot.schedule.outreach import Outreach
from bot.web.server import HttpServer
from storage import jobs
from storage.delivery import heartbeats, outbox
from storage.delivery.backlog import DueRows, Line, read_due
from storage.delivery.batch import Opened, close_batch, open_batch
from storage.delivery.outcomes import DeliveryReport, give_up_claimed, record_outcomes
from storage.effects import Effects
from storage.engines import schema
from storage.engines.database import Guard, P, T, Transaction, Work
from storage.people import customers, settings
from storage.people.customers import Known
from storage.rows import Conversation, Customer, InboxUpdate, OutboxRow
from storage.surveys import sentiment, versions


class Memory:
    """Answers in place of the storage functions that customers meet; any other one is a `KeyError`.

    Of what a batch decided it keeps what is read again: people, their conversations, messages to be sent.
    """

    url = "sqlite:///memory"
    is_embedded = True

    def __init__(self) -> None:
        self._known_updates: set[int] = set()
        self._inbox: list[InboxUpdate] = []
        self._customers: dict[int, Customer] = {}
        self._customer_ids: dict[int, int] = {}  # by Telegram id
        self._conversations: dict[int, Conversation] = {}
        self._ready: dict[int, OutboxRow] = {}
        self._stand_ins: dict[Callable[..., object], Callable[..., Any]] = {
            schema.version: lambda: schema.HEAD,
            versions.settle: lambda catalogue, now: catalogue,
            heartbeats.last: lambda name: None,
            heartbeats.record: lambda name, now: None,
            jobs.claim: lambda shares, now: [],
            give_up_claimed: lambda now: 0,
            outbox.highest_id: lambda: 0,
            settings.all_settings: dict,
            sentiment.unscored_comments: lambda limit: {},
            customers.latest_asking: lambda customer_id, survey_id: None,
            menus.publish: lambda app, enqueuer: None,
            # Functions of the bot's own, as they are called on an object of theirs.
            Outreach.post_page: _NothingDue,
            read_due: self._due,
            customers.conversation: self._conversations.get,
            open_batch: self._open_batch,
            close_batch: self._close_batch,
            record_outcomes: self._write_down,
        }

    async def write(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        result: T = self._stand_ins[getattr(work, "__func__", work)](*args, **kwargs)
        return result

    read = run = commit = write

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        yield self

    def guard_by(self, guard: Guard) -> None:
        """Nobody takes the lead from a benchmark."""

    async def checkpoint(self) -> None:
        return None

    async def close(self) -> None:
        return None

    # What stands in ----------------------------------------------------------------------------

    def _open_batch(
        self,
        arrived: Sequence[InboxUpdate],
        limit: int,
        *,
        from_inbox: bool,
        person_of: Callable[[InboxUpdate], int | None],
    ) -> Opened:
        waiting = self._inbox + [update for update in arrived if update.update_id not in self._known_updates]
        self._known_updates.update(update.update_id for update in arrived)
        heads: dict[int, InboxUpdate] = {}
        for update in waiting:
            if len(heads) < limit:
                heads.setdefault(update.lane, update)
        self._inbox = [update for update in waiting if heads.get(update.lane) is not update]
        who = {person for update in heads.values() if (person := person_of(update)) is not None}
        known = {
            person: self._known(self._customer_ids[person]) for person in who & self._customer_ids.keys()
        }
        return Opened(list(heads.values()), known, more=bool(self._inbox))

    def _known(self, customer_id: int) -> Known:
        customer = self._customers[customer_id]
        return Known(customer, self._conversations.get(customer.conversation_id or 0))

    def _close_batch(
        self,
        effects: Iterable[Effects],
        spoilt: Iterable[tuple[InboxUpdate, str]],
        report: DeliveryReport,
        now: datetime,
    ) -> None:
        for one in effects:
            self._add(one)
            self._change(one)
        self._write_down(report, now)

    def _add(self, decided: Effects) -> None:
        for row in decided.added:
            match row:
                case Customer():
                    self._customers[row.id] = row
                    self._customer_ids[row.telegram_id or 0] = row.id
                case Conversation():
                    self._conversations[row.id] = row
                case OutboxRow():
                    self._ready[row.id] = row
                case _:
                    pass

    def _change(self, decided: Effects) -> None:
        for (kind, row_id), values in decided.changed.items():
            if kind is Customer:
                self._customers[row_id] = replace(self._customers[row_id], **values)
            elif kind is Conversation:
                self._conversations[row_id] = replace(self._conversations[row_id], **values)

    def _due(self, now: datetime, known: Collection[int], full: Collection[Line]) -> DueRows:
        waiting = [row for row in self._ready.values() if row.id not in known]
        return DueRows(sorted(waiting, key=lambda row: (row.urgency, row.id)))

    def _write_down(self, report: DeliveryReport, now: datetime) -> None:
        for row_id in report.ids():
            self._ready.pop(row_id, None)


class Lead:
    """A seat that nobody else can want."""

    async def acquire(self) -> bool:
        return True

    async def is_held(self) -> bool:
        return True


@dataclass(frozen=True)
class _NothingDue:
    """Of plans: those of the benchmark's customers are days away."""

    found: int = 0
    rows: tuple[OutboxRow, ...] = ()


async def serve(config: Config) -> None:
    clock, http = Clock(), HttpServer(config.http.listen)
    await http.listen()
    parts = components_of(config, Memory(), clock)
    leader = LeaderWatch(Lead(), lambda: None, clock)
    watch = ClockWatch(clock, lambda _: None)
    await App(config, parts, leader, watch, http, DeliveryReport(), partial(say_nothing, config, parts)).run()

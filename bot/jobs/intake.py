"""What came over HTTP is read, and written once: the same again changes nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final

from bot.jobs.erasure import ordered
from bot.jobs.kind import JobContext
from handlers.cases import case_erasure
from handlers.shared.app_context import AppContext
from storage import received_events
from storage.effects import Effects, flush
from storage.engines.conflicts import write_after_conflict
from storage.engines.database import Connection
from storage.people import (
    addresses,
    customer_records,
    erasure,
    order_cancellations,
    order_records,
    tombstones,
)
from storage.people.identities import Identities
from surveys.language.interface_text import InterfaceText
from surveys.records.address import AddressKind
from surveys.records.amounts import DecimalMark
from surveys.records.event_reading import (
    Cancellation,
    Deletion,
    Fact,
    ReadEvent,
    read_event,
    unknown_order,
)
from surveys.records.reading import Conventions
from surveys.records.records import CustomerRecord, OrderRecord
from surveys.records.refusal import Refusal

_TOGETHER: Final = 100
"""Events of one write transaction, so that it ends soon."""


@dataclass(slots=True)
class IntakeOutcome:
    """What became of events, each counted once."""

    accepted: int = 0
    duplicates: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Intake:
    """Writes events of one source."""

    context: JobContext
    source: str
    """"api", or the name of a hook."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Two that name the same new customer at once would be in each other's way."""

    async def take(self, events: Sequence[object], now: datetime, *, once: bool = True) -> IntakeOutcome:
        """Take events in their order; with `once` those whose ids were taken before change nothing."""
        outcome = IntakeOutcome()
        for start in range(0, len(events), _TOGETHER):
            part = enumerate(events[start : start + _TOGETHER], start)
            read = [self.read(given, position, now) for position, given in part]
            good = [event for event in read if isinstance(event, ReadEvent)]
            outcome.refused += [refusal for refusal in read if isinstance(refusal, Refusal)]
            if good:
                await self._write(good, now, outcome, once=once)
        outcome.refused.sort(key=lambda refusal: refusal.position)
        return outcome

    def read(self, given: object, position: int, now: datetime) -> ReadEvent | Refusal:
        """What was given; it may be refused already."""
        if isinstance(given, Refusal):
            return given
        return read_event(given, position, conventions_of(self.context.contexts.current), now)

    async def _write(
        self, events: Sequence[ReadEvent], now: datetime, outcome: IntakeOutcome, *, once: bool
    ) -> None:
        async with self.turn:
            refused, accepted = await write_after_conflict(
                self.context.database, self.store, events, now, once=once
            )
        outcome.refused += refused
        outcome.accepted += accepted
        outcome.duplicates += len(events) - accepted - len(refused)

    def store(
        self, connection: Connection, events: Sequence[ReadEvent], now: datetime, *, once: bool
    ) -> tuple[list[Refusal], int]:
        """What is refused, and how many were taken."""
        new = self._new(connection, events, now) if once else events
        refused = [
            refusal
            for kind, facts in groupby([event.fact for event in new], type)
            for refusal in self._store_facts(connection, kind, list(facts), now)
        ]
        if once and refused:
            positions = {refusal.position for refusal in refused}
            again = {event.id for event in new if event.fact.position in positions}
            received_events.give_back(connection, self.source, again)
        return refused, len(new) - len(refused)

    def finish(self, connection: Connection, events: Sequence[ReadEvent], now: datetime) -> None:
        """Write events in the transaction that ends a job; what is refused stays as it was."""
        self.store(connection, events, now, once=False)

    def _new(self, connection: Connection, events: Sequence[ReadEvent], now: datetime) -> Sequence[ReadEvent]:
        first: dict[str, ReadEvent] = {}
        for event in events:
            first.setdefault(event.id, event)
        new = received_events.take(connection, self.source, first, now)
        return [event for event in first.values() if event.id in new]

    def _store_facts(
        self, connection: Connection, kind: type[Fact], facts: list[Fact], now: datetime
    ) -> Iterator[Refusal]:
        ids, language = self.context.ids, self.context.contexts.current.language
        if kind is Cancellation:
            yield from _cancel(connection, [fact for fact in facts if isinstance(fact, Cancellation)])
        elif kind is Deletion:
            yield from self._forget(connection, [fact for fact in facts if isinstance(fact, Deletion)], now)
        elif kind is OrderRecord:
            orders = [fact for fact in facts if isinstance(fact, OrderRecord)]
            yield from order_records.store(connection, orders, now, ids, language).refused
        else:
            people = [fact for fact in facts if isinstance(fact, CustomerRecord)]
            yield from customer_records.store(connection, people, now, ids, language).refused

    def _forget(self, connection: Connection, facts: Sequence[Deletion], now: datetime) -> Iterator[Refusal]:
        named = [CustomerRecord(fact.position, fact.customer_id, fact.phone) for fact in facts]
        people = Identities.load(connection, named)
        for fact in facts:
            if people.contradict(fact.customer_id, fact.phone):
                yield Refusal(fact.position, InterfaceText("record-phone-taken", phone=fact.phone))
                continue
            # Also of somebody who is unknown: no older file is to make them known.
            tombstones.add(connection, fact.addresses, now)
            customer_id = people.find(fact.customer_id, fact.phone)
            if customer_id is not None:
                self._erase(connection, customer_id, now)

    def _erase(self, connection: Connection, customer_id: int, now: datetime) -> None:
        """As by their own /forget: who they are goes at once, the rest by a job."""
        context, effects = self.context, Effects()
        numbers = erasure.case_numbers(connection, customer_id)
        for outgoing in case_erasure.notices(connection, context.contexts.current, numbers):
            context.enqueuer.post(outgoing, None, effects)
        found = addresses.addresses_of(connection, [customer_id])
        telegram = next((int(one.value) for one in found if one.kind is AddressKind.TELEGRAM), None)
        erasure.begin(connection, customer_id, now)
        effects.add(ordered(context.ids.next(), customer_id, telegram, now))
        flush(connection, [effects])


def _cancel(connection: Connection, facts: Sequence[Cancellation]) -> list[Refusal]:
    told: dict[str, datetime] = {}
    for fact in facts:
        told[fact.order_id] = max(fact.updated_at, told.get(fact.order_id, fact.updated_at))
    known = order_cancellations.cancel(connection, told)
    return [unknown_order(fact) for fact in facts if fact.order_id not in known]


def conventions_of(company: AppContext) -> Conventions:
    """How what other programs say is read: in JSON a point ends the whole units."""
    return Conventions(company.zone, company.currency, decimal_mark=DecimalMark.POINT)

"""Plans of journeys that nobody tells of their beginning: orders, silences, days of the calendar.

A round looks for what has no plan yet and stores the plans; the key of the plans makes each one once, also
after a restart and beside another process.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from handlers.outreach.file_journey import is_off, journey_of, kind_of
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.outreach import beginnings, plans
from storage.outreach.beginnings import JourneyBeginning
from storage.rows import Plan
from surveys.journeys.calendar import turn_of
from surveys.journeys.definition import JourneyDefinition
from surveys.journeys.trigger import Trigger

_PAGE: Final = 500
_HOUR: Final = timedelta(hours=1)
_RARE: Final = frozenset({Trigger.SILENT, Trigger.SCHEDULE})
"""Looked for once an hour: these take a walk through all customers."""

Find = Callable[[Connection], list[JourneyBeginning]]


class JourneyPlanning:
    def __init__(self, database: Database, contexts: ContextStore, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._contexts = contexts
        self._clock = clock
        self._ids = ids
        self._look_next: dict[str, datetime] = {}

    async def run_once(self) -> None:
        """Plan what has begun since the last round."""
        for definition in self._contexts.current.journeys.values():
            now = self._clock.now()
            if is_off(self._contexts.current, definition):
                continue
            if now < self._look_next.get(definition.name, now):
                continue
            if (find := self._finder(definition, now)) is not None:
                await self._plan_all(definition, find, now)
            if definition.trigger in _RARE:
                self._look_next[definition.name] = now + _HOUR

    async def _plan_all(self, definition: JourneyDefinition, find: Find, now: datetime) -> None:
        while found := await self._database.read(find):
            planned = [self._plan(definition, one, now) for one in found]
            if await self._database.write(plans.add_new, planned) == 0 or len(found) < _PAGE:
                return

    def _finder(self, definition: JourneyDefinition, now: datetime) -> Find | None:
        """What looks for the beginnings of a journey; None where it is told of them, or not today."""
        name, entry = definition.name, definition.entry
        match definition.trigger:
            case Trigger.ORDER_STORED:
                since = now - definition.after - self._lateness(definition)
                return lambda connection: beginnings.new_orders(connection, name, entry, since, now, _PAGE)
            case Trigger.SILENT:
                return lambda connection: beginnings.silences(connection, name, entry, now, _PAGE)
            case Trigger.SCHEDULE:
                return self._calendar(definition, now)
            case _:
                return None

    def _calendar(self, definition: JourneyDefinition, now: datetime) -> Find | None:
        today = now.astimezone(self._contexts.current.zone).date()
        turn = turn_of(today, definition.every) if definition.every is not None else None
        if turn is None:
            return None
        return lambda connection: beginnings.customers_of_turn(
            connection, definition.name, definition.entry, turn, now, _PAGE
        )

    def _lateness(self, definition: JourneyDefinition) -> timedelta:
        app = self._contexts.current
        return app.limits.lateness.get(kind_of(app, definition), timedelta(0))

    def _plan(self, definition: JourneyDefinition, one: JourneyBeginning, now: datetime) -> Plan:
        app, journey = self._contexts.current, journey_of(definition)
        at = self._planned_at(definition, one, now)
        return Plan(
            id=self._ids.next(),
            customer_id=one.customer_id,
            journey=journey.name,
            kind=kind_of(app, definition),
            subject_kind=journey.subject_kind,
            subject_id=one.subject_id,
            assigned_at=now,
            planned_at=at,
            due_at=at,
            about=definition.survey,
        )

    def _planned_at(self, definition: JourneyDefinition, one: JourneyBeginning, now: datetime) -> datetime:
        match definition.trigger:
            case Trigger.SCHEDULE:
                local = now.astimezone(self._contexts.current.zone)
                return datetime.combine(local.date(), definition.at, local.tzinfo).astimezone(UTC)
            case Trigger.ORDER_STORED:
                return one.happened_at + definition.after
            case _:
                return now + definition.after

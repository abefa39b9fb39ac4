"""Answers, complaints and orders on given days, for the pictures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.reports import totals
from storage.rows import Answer, Case, Conversation, Customer, Order
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from tests.harness import app_context


async def scores(
    database: Database, given: Mapping[date, Sequence[int]], touchpoint: str | None = None
) -> None:
    """These scores on these days, each by a customer of its own."""
    ids = Ids()

    def store(connection: Connection) -> None:
        effects = Effects()
        for day, values in given.items():
            moment = datetime.combine(day, time(12), app_context().zone)
            for score in values:
                customer = effects.add(Customer(ids.next(), None, Language.RU, moment))
                talk = effects.add(
                    Conversation(ids.next(), customer.id, "nps", 1, Language.RU, moment, moment)
                )
                answer = (ids.next(), talk.id, customer.id, "nps", "score", "score", Language.RU, day, moment)
                effects.add(Answer(*answer, score=score, touchpoint=touchpoint))
        flush(connection, [effects])
        totals.rebuild(connection)

    await database.write(store)


async def cases(database: Database, given: Mapping[date, int], category: str | None = None) -> None:
    """So many complaints on these days, each of a customer of its own."""
    ids = Ids()

    def store(connection: Connection) -> None:
        effects = Effects()
        for day, times in given.items():
            moment = datetime.combine(day, time(12), app_context().zone)
            for _ in range(times):
                customer = effects.add(Customer(ids.next(), None, Language.RU, moment))
                case = (
                    ids.next(),
                    ids.next() % 2**31,
                    customer.id,
                    CaseSource.COMPLAINT,
                    Status.OPEN,
                    day,
                    moment,
                )
                effects.add(Case(*case, category=category))
        flush(connection, [effects])

    await database.write(store)


async def orders(database: Database, given: Mapping[date, int]) -> None:
    """So many orders on these days, all of one customer."""
    ids = Ids()

    def store(connection: Connection) -> None:
        effects = Effects()
        for day, times in given.items():
            moment = datetime.combine(day, time(12), app_context().zone)
            customer = effects.add(Customer(ids.next(), None, Language.RU, moment))
            for _ in range(times):
                effects.add(Order(ids.next(), customer.id, moment))
        flush(connection, [effects])

    await database.write(store)

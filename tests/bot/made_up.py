"""Answers by the month, for the pictures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from storage import totals
from storage.database import Connection, Database
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer
from tests.desk import house


async def scores(
    database: Database, given: Mapping[date, Sequence[int]], touchpoint: str | None = None
) -> None:
    """These scores on these days, each by a customer of its own."""
    ids = Ids()

    def store(connection: Connection) -> None:
        effects = Effects()
        for day, values in given.items():
            moment = datetime.combine(day, time(12), house().zone)
            for score in values:
                customer = effects.add(Customer(ids.next(), None, "ru", moment))
                talk = effects.add(Conversation(ids.next(), customer.id, "nps", 1, "ru", moment, moment))
                answer = (ids.next(), talk.id, customer.id, "nps", "score", "score", "ru", day, moment)
                effects.add(Answer(*answer, score=score, touchpoint=touchpoint))
        flush(connection, [effects])
        totals.rebuild(connection)

    await database.write(store)

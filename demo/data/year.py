"""The year as rows: people, then what they bought, said, complained of, and why they left."""

import random
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.data.answers import answer
from demo.data.complaints import complain
from demo.data.customers import People, settle
from demo.data.feedback import say_unasked
from demo.data.leaving import leave
from demo.data.writer import Writer
from storage.cases import counters
from storage.effects import flush
from storage.engines.database import Connection
from storage.ids import Ids
from storage.reports import totals
from surveys.language.languages import Language


def fill(connection: Connection, zone: ZoneInfo, now: datetime, language: Language) -> None:
    """Write the year before `now` in a few bulk statements."""
    writer = Writer(random.Random(20261122), Ids(), zone, now, language)
    people = []
    for person in People(writer):
        people.append(person)
        settle(writer, person)
        answer(writer, person)
        complain(writer, person)
        leave(writer, person)
    say_unasked(writer, people)
    flush(connection, [writer.effects])
    # The next real complaint goes on with the number after the last made-up one.
    counters.skip(connection, counters.CASES, writer.cases)
    totals.rebuild(connection)

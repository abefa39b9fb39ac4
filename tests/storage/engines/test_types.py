"""What goes into a column comes out the same on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import StatementError

from storage.delivery import heartbeats
from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.engines.types import Id, Instant
from storage.people import customers
from storage.reports.latest_scores import LAST_DAY
from storage.row_values import values_of
from storage.rows import Answer, Conversation, InboxUpdate
from storage.states import InboxState
from storage.tables import answers, inbox, messages, metadata
from tests.storage.samples import NOW, answer, conversation, customer

_numbers = count(1)
_bounded = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def test_a_moment_of_any_zone_comes_back_equal_in_utc(database: Database) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    for zone in (UTC, kathmandu, ZoneInfo("Europe/Moscow"), ZoneInfo("America/St_Johns")):
        moment = datetime(2026, 11, 1, 1, 30, 0, 1, tzinfo=zone, fold=1)
        await database.write(heartbeats.record, "clock", moment)
        stored = await database.read(heartbeats.last, "clock")
        assert stored == moment.astimezone(UTC)
        assert stored is not None
        assert (stored.tzinfo, stored.microsecond) == (UTC, 1)


@_bounded
@given(moment=st.datetimes(timezones=st.timezones()).filter(lambda moment: 1 < moment.year < 9999))
async def test_any_moment_keeps_its_microseconds(database: Database, moment: datetime) -> None:
    await database.write(heartbeats.record, "clock", moment)
    assert await database.read(heartbeats.last, "clock") == moment.astimezone(UTC)


async def test_a_naive_moment_is_refused_wherever_it_is_used(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"):
        await database.write(heartbeats.record, "clock", naive)
    with pytest.raises(StatementError, match="time zone"):
        await database.read(customers.left_hanging, naive, naive, 1)


async def test_earlier_moments_sort_before_later_ones(database: Database) -> None:
    moments = [datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), NOW]
    for name, moment in zip("cab", moments, strict=True):
        await database.write(heartbeats.record, name, moment)

    def names(connection: Connection) -> list[str]:
        table = metadata.tables["heartbeats"]
        return list(connection.execute(select(table.c.name).order_by(table.c.beat_at)).scalars())

    assert await database.read(names) == ["c", "a", "b"]


async def _said_by_anna(database: Database, words: str) -> str:
    anna = customer()

    def say(connection: Connection) -> str:
        effects = Effects()
        effects.add(anna)
        flush(connection, [effects])
        number = next(_numbers)
        row = {"id": number, "customer_id": anna.id, "kind": "text", "words": words, "received_at": NOW}
        connection.execute(insert(messages), [row])
        stored = connection.execute(select(messages.c.words).where(messages.c.id == number))
        return str(stored.scalar_one())

    return await database.write(say)


async def test_words_come_back_as_written_less_what_no_database_holds(database: Database) -> None:
    as_written = "Анна 👍🏽 \u202eabc\r\n\t'\"\\%"
    assert await _said_by_anna(database, as_written) == as_written
    for written, stored in (("a\x00b", "ab"), ("a\ud83db", "ab"), ("\udcff\x00\ud800", ""), ("", "")):
        assert await _said_by_anna(database, written) == stored


@_bounded
@given(words=st.text(st.characters(exclude_categories=[]), max_size=200))
async def test_any_words_can_be_stored(database: Database, words: str) -> None:
    kept = "".join(
        inbox_update
        for inbox_update in words
        if inbox_update != "\x00" and not "\ud800" <= inbox_update <= "\udfff"
    )
    assert await _said_by_anna(database, words) == kept


async def test_a_json_value_comes_back_equal(database: Database) -> None:
    async def kept(value: object) -> object:
        anna = customer()
        talk = conversation(anna, given=value)

        def keep(connection: Connection) -> object:
            effects = Effects()
            effects.add(anna)
            effects.add(talk)
            flush(connection, [effects])
            return customers.conversation(connection, talk.id)

        found = await database.write(keep)
        assert isinstance(found, Conversation)
        return found.given

    strange = {"text": "a\x00b\ud800 «ё» 👍"}
    values: tuple[object, ...] = ({}, [], "слово", 0, {"a": [1, 2.5, None, True]}, {"n": 2**62}, strange)
    for value in values:
        assert await kept(value) == value


async def test_ids_of_sixty_three_bits_and_a_missing_value_survive(database: Database) -> None:
    inbox_update = InboxUpdate(2**62, 2**63 - 1, -(2**63), "message", InboxState.WAITING, NOW)

    def keep(connection: Connection) -> InboxUpdate:
        connection.execute(insert(inbox), [values_of(inbox_update)])
        return InboxUpdate(**connection.execute(select(inbox)).mappings().one())

    assert await database.write(keep) == inbox_update


async def test_a_row_comes_back_equal(database: Database) -> None:
    anna = customer(7, name="Анна")
    talk = conversation(anna, given={"score": 9}, awaiting="why", touchpoint="доставка")
    score = answer(talk, 9, shown=["0", "10"], day=date(2026, 2, 28), changed_at=NOW)

    def keep(connection: Connection) -> tuple[object, ...]:
        effects = Effects()
        for row in (score, talk, anna):
            effects.add(row)
        flush(connection, [effects])
        return (
            customers.customer(connection, 7),
            customers.conversation(connection, talk.id),
            Answer(**connection.execute(select(answers)).mappings().one()),
        )

    found = await database.write(keep)
    assert found == (anna, talk, replace(score, latest_until=LAST_DAY))
    assert isinstance(found[1], Conversation)


def test_every_moment_and_every_id_of_the_tables_has_its_own_type() -> None:
    """A plain DateTime or Integer would lose zones or figures on one of the engines only."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_at") or column.name == "leased_until":
                assert isinstance(column.type, Instant), column
            if column.name == "id" and table.name not in NAMED:
                assert isinstance(column.type, Id), column
            if column.name.endswith("_id") and column.name not in TEXT_IDS:
                assert isinstance(column.type, Id), column


TEXT_IDS = {"survey_id", "question_id", "external_id", "file_id", "telegram_file_id"}
NAMED = {"surveys", "installation", "webhook_deliveries"}
"""Their ids are words, random digits, or counted by the database."""

"""What handlers decided is written in few statements, in an order that the tables allow."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import IntegrityError

from storage.effects import Effects, Total, flush
from storage.engines.database import Database
from storage.people import customers as people
from storage.rows import Answer, Conversation, Customer, Message
from storage.surveys import answers
from storage.tables import customers, messages, score_days
from surveys.questions.message_kind import MessageKind
from tests.storage.samples import NOW, TODAY, answer, conversation, customer

TOTAL = Total(TODAY, "nps", "score", "", "", 9)
MET = ["INSERT"] * 2
"""A customer and their account of Telegram."""
MOVED = ["INSERT"] * 2
"""A running total by day and by month."""
PENDING = ["SELECT"]
"""Whether an import is pending."""
LOOKED_AT = ["SELECT"] * 2
"""Customers and their stays."""
STAYS = [*LOOKED_AT, "INSERT"]
NEWCOMERS = STAYS + MOVED
"""The stays of new customers, and those counted."""


LINKED = ["SELECT"] * 2 + ["UPDATE"]
"""Customers that are locked, whose scores are told how long they are the latest."""


def _flush(connection: Connection, *effects: Effects) -> list[str]:
    """The statements that it took, executemany counted once."""
    said: list[str] = []

    def hear(conn: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement.split(maxsplit=1)[0])

    event.listen(connection, "before_cursor_execute", hear)
    flush(connection, effects)
    event.remove(connection, "before_cursor_execute", hear)
    return said


def _totals(connection: Connection) -> dict[int, int]:
    return {row.score: row.n for row in connection.execute(select(score_days.c.score, score_days.c.n))}


async def test_children_are_written_after_their_parents_in_whatever_order_they_were_added(
    database: Database,
) -> None:
    anna = customer(7)
    talk = conversation(anna)
    effects = Effects()
    for row in (answer(talk), Message(1, anna.id, MessageKind.TEXT, NOW, "привет"), talk, anna):
        effects.add(row)
    await database.write(_flush, effects)
    assert await database.read(people.customer, 7) == anna
    assert await database.read(people.conversation, talk.id) == talk


async def test_a_batch_of_a_hundred_takes_as_many_statements_as_a_batch_of_one(database: Database) -> None:
    def decided() -> Effects:
        effects = Effects()
        anna = effects.add(customer())
        talk = effects.add(conversation(anna))
        effects.add(answer(talk))
        effects.count(TOTAL)
        return effects

    one = await database.write(_flush, decided())
    hundred = await database.write(_flush, *(decided() for _ in range(100)))
    told_others = ["INSERT"]
    assert one == hundred == PENDING + ["INSERT"] * 3 + STAYS + MOVED + LINKED + MOVED * 2 + told_others
    assert await database.read(_totals) == {9: 101}


async def test_nothing_decided_takes_no_statement(database: Database) -> None:
    assert await database.write(_flush, Effects(), Effects()) == []


async def test_a_fresh_row_that_is_changed_is_inserted_once_with_all_its_changes(database: Database) -> None:
    effects = Effects()
    anna = effects.add(customer(7, name="Anna"))
    renamed = effects.change(anna, name="Анна")
    blocked = effects.change(anna, blocked_at=NOW)
    assert (renamed.name, blocked.name, blocked.blocked_at) == ("Анна", "Анна", NOW)
    assert await database.write(_flush, effects) == [*PENDING, *MET, *NEWCOMERS]
    found = await database.read(people.customer, 7)
    assert found == blocked


async def test_changes_of_one_row_are_merged_and_the_last_one_wins(database: Database) -> None:
    anna, boris = customer(7, name="Anna"), customer(8, name="Boris")
    first, second = Effects(), Effects()
    first.add(anna)
    first.add(boris)
    await database.write(_flush, first)
    first, second = Effects(), Effects()
    first.change(anna, name="Анна", segment="new")
    first.change(boris, name="Борис", segment="old")
    assert second.change(anna, segment="gold").segment == "gold"
    assert first.change(anna, segment="new").name == "Анна"
    # Their orders, what is pending, and the rows until they are changed.
    customers_taken_out = ["SELECT", *PENDING, "SELECT", *MOVED]
    assert await database.write(_flush, first, second) == [*customers_taken_out, "UPDATE", *LOOKED_AT, *MOVED]
    found = await database.read(people.known, [7, 8])
    assert {(one.customer.name, one.customer.segment) for one in found.values()} == {
        ("Анна", "gold"),
        ("Борис", "old"),
    }


async def test_a_row_may_be_inserted_by_one_letter_and_changed_by_another_of_the_batch(
    database: Database,
) -> None:
    first, second = Effects(), Effects()
    anna = first.add(customer(7))
    talk = second.add(conversation(anna))
    second.change(anna, conversation_id=talk.id)
    assert await database.write(_flush, second, first) == [*PENDING, *MET, "INSERT", "UPDATE", *NEWCOMERS]
    found = await database.read(people.known, [7])
    assert found[7].conversation == talk


async def test_what_was_not_changed_stays(database: Database) -> None:
    anna = customer(7, name="Анна", segment="gold", left_at=NOW)
    effects = Effects()
    effects.add(anna)
    await database.write(_flush, effects)
    effects = Effects()
    effects.change(anna, left_at=None)
    await database.write(_flush, effects)
    found = await database.read(people.customer, 7)
    assert found is not None
    assert (found.name, found.segment, found.left_at) == ("Анна", "gold", None)


async def test_totals_of_a_batch_are_summed_and_may_sink(database: Database) -> None:
    first, second = Effects(), Effects()
    first.count(TOTAL, 3)
    second.count(TOTAL, -1)
    second.count(Total(TODAY, "nps", "score", "", "", 0))
    assert await database.write(_flush, first, second) == MOVED
    assert await database.read(_totals) == {9: 2, 0: 1}
    third = Effects()
    third.count(TOTAL, -2)
    await database.write(_flush, third)
    assert await database.read(_totals) == {9: 0, 0: 1}


async def test_a_total_that_does_not_move_is_not_written(database: Database) -> None:
    effects = Effects()
    effects.count(TOTAL)
    effects.count(TOTAL, -1)
    assert await database.write(_flush, effects) == []


async def test_a_row_that_the_tables_refuse_writes_nothing_of_the_batch(database: Database) -> None:
    good, bad = Effects(), Effects()
    good.add(customer(7))
    good.count(TOTAL)
    bad.add(answer(conversation(customer(8))))
    with pytest.raises(IntegrityError):
        await database.write(_flush, good, bad)
    assert await database.read(people.customer, 7) is None
    assert await database.read(_totals) == {}


async def test_an_answer_is_one_a_question_and_conversation(database: Database) -> None:
    anna = customer(7)
    talk = conversation(anna)
    effects = Effects()
    for row in (anna, talk, answer(talk, 9, id=1)):
        effects.add(row)
    await database.write(_flush, effects)
    again = Effects()
    again.add(answer(talk, 0))
    with pytest.raises(IntegrityError):
        await database.write(_flush, again)
    found = await database.read(answers.find_answer, talk.id, "score")
    assert found is not None
    assert found.score == 9
    assert await database.read(answers.find_answer, talk.id, "why") is None


async def test_two_people_cannot_be_one_person_of_telegram(database: Database) -> None:
    effects = Effects()
    effects.add(customer(7))
    effects.add(customer(7))
    with pytest.raises(IntegrityError):
        await database.write(_flush, effects)
    assert await database.read(lambda found: found.execute(select(func.count(customers.c.id))).scalar()) == 0


async def test_people_without_telegram_are_as_many_as_there_are(database: Database) -> None:
    effects = Effects()
    for _ in range(3):
        effects.add(customer(None))
    await database.write(_flush, effects)
    assert await database.read(lambda found: found.execute(select(func.count(customers.c.id))).scalar()) == 3


def test_effects_are_plain_data_until_they_are_flushed() -> None:
    effects = Effects()
    anna = effects.add(customer(7))
    later = effects.change(anna, joined_at=NOW + timedelta(days=1))
    assert effects.added == [later]
    assert effects.changed == {}
    assert isinstance(later, Customer)
    assert {Answer.table.name, Conversation.table.name} == {"answers", "conversations"}
    assert messages.name == Message.table.name

"""Who is known, who was left without a next question, who cannot be reached."""

from datetime import timedelta

from sqlalchemy import Connection

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.people import customers
from storage.people.customers import Known
from storage.rows import Conversation, Customer
from tests.storage.samples import NOW, conversation, customer

SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(minutes=5)


def _keep(connection: Connection, *rows: Customer | Conversation) -> None:
    effects = Effects()
    for row in rows:
        effects.add(row)
    flush(connection, [effects])


def _asked(telegram_id: int, **given: object) -> tuple[Customer, Conversation]:
    """Someone whose current conversation has these columns."""
    who = customer(telegram_id)
    talk = conversation(who, **({"awaiting": "score"} | given))
    return customer(telegram_id, id=who.id, conversation_id=talk.id), talk


async def test_people_are_known_with_the_conversation_that_is_theirs_now(database: Database) -> None:
    anna, talk = _asked(7)
    old = conversation(anna, finished_at=NOW)
    boris = customer(8)
    await database.write(_keep, anna, talk, old, boris, customer(9))
    assert await database.read(customers.known, [7, 8, 404]) == {7: Known(anna, talk), 8: Known(boris, None)}
    assert await database.read(customers.known, []) == {}
    assert await database.read(customers.customer, 8) == boris
    assert await database.read(customers.customer, 404) is None
    assert await database.read(customers.conversation, old.id) == old
    assert await database.read(customers.conversation, 404) is None


async def test_a_person_of_an_import_is_known_by_no_telegram_id(database: Database) -> None:
    await database.write(_keep, customer(None), customer(None))
    assert await database.read(customers.known, [0]) == {}


async def test_who_waits_for_the_next_question_in_vain(database: Database) -> None:
    second, hour = timedelta(seconds=1), timedelta(hours=1)
    left: list[dict[str, object]] = [{}, {"touched_at": SINCE}, {"reasked_at": UNTIL - hour}]
    others: list[dict[str, object]] = [
        {"touched_at": SINCE - second},
        {"touched_at": UNTIL + second},
        {"awaiting": None},
        {"awaiting": "why", "answered_at": NOW},
        {"reasked_at": UNTIL},
    ]
    people_left = [_asked(number, **given) for number, given in enumerate(left, start=1)]
    people_served = [_asked(number, **given) for number, given in enumerate(others, start=101)]
    await database.write(_keep, *(row for pair in people_left + people_served for row in pair))
    assert await database.read(customers.left_hanging, SINCE, UNTIL, 100) == people_left


async def test_only_the_current_conversation_of_people_who_can_be_reached_is_asked_again(
    database: Database,
) -> None:
    anna, talk = _asked(7)
    left_behind = conversation(anna, awaiting="score")
    blocked, unheard = _asked(8)
    await database.write(_keep, anna, talk, left_behind, blocked, unheard)
    await database.write(customers.mark_blocked, [8, -100], NOW)
    assert await database.read(customers.left_hanging, SINCE, UNTIL, 10) == [(anna, talk)]


async def test_people_are_asked_again_page_by_page_and_nobody_twice(database: Database) -> None:
    everyone = [_asked(number) for number in range(1, 8)]
    await database.write(_keep, *(row for pair in everyone for row in pair))
    seen: list[int] = []

    def page(connection: Connection) -> int:
        found = customers.left_hanging(connection, SINCE, UNTIL, 3)
        effects = Effects()
        for who, talk in found:
            seen.append(who.id)
            effects.change(talk, reasked_at=UNTIL)
        flush(connection, [effects])
        return len(found)

    assert [await database.write(page) for _ in range(4)] == [3, 3, 1, 0]
    assert seen == [who.id for who, _ in everyone]


async def test_the_first_refusal_is_when_they_blocked_us(database: Database) -> None:
    await database.write(_keep, customer(7), customer(8))
    await database.write(customers.mark_blocked, [7], NOW)
    await database.write(customers.mark_blocked, [7], UNTIL)
    await database.write(customers.mark_blocked, [], UNTIL)
    found = await database.read(customers.known, [7, 8])
    assert found[7].customer.blocked_at == NOW
    assert found[8].customer.blocked_at is None

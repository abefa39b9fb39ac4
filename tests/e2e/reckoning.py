"""What must be true after a storm: what people did on their phones compared with what is stored."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from storage import letters, outbox, totals
from storage.database import open_database
from storage.outbox import SENT, UNCERTAIN
from storage.tables import answers, conversations, corrections, customers, messages
from storage.tables import letters as letters_table
from storage.tables import outbox as outbox_table
from tests.e2e.storm import Storm

Told = tuple[int, str, str]  # Telegram id, kind of question, what was answered


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that the database says."""

    answers: Counter[Told]
    conversations: Counter[int]
    corrections: int
    customers: int
    messages: int
    known: set[int]
    open: dict[str, int]
    outbox: dict[str, int]
    promotions: dict[int, str]
    wrong_totals: list[tuple[object, ...]]


async def books_of(storm: Storm) -> Books:
    async with open_database(storm.otklik.url) as database:
        return await database.read(_look, list(storm.planned))


def _look(connection: Connection, promotions: list[int]) -> Books:
    said = func.coalesce(answers.c.words, "")
    told = select(customers.c.telegram_id, answers.c.kind, answers.c.score, said).join(
        customers, customers.c.id == answers.c.customer_id
    )
    asked = select(customers.c.telegram_id).join(conversations, conversations.c.customer_id == customers.c.id)
    promoted = select(outbox_table.c.id, outbox_table.c.state).where(outbox_table.c.urgency == 5)
    return Books(
        answers=Counter(
            (person, kind, words if score is None else str(score))
            for person, kind, score, words in connection.execute(told)
        ),
        conversations=Counter(connection.execute(asked).scalars()),
        corrections=_count(connection, corrections),
        customers=_count(connection, customers),
        messages=_count(connection, messages),
        known=set(connection.execute(select(letters_table.c.update_id)).scalars()),
        open=letters.count_open(connection),
        outbox=outbox.count_by_state(connection),
        promotions=dict(connection.execute(promoted).all()),
        wrong_totals=totals.differences(connection),
    )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def check(storm: Storm, books: Books) -> None:
    _answers_are_stored_once(storm, books)
    _nothing_waits(books)
    _promotions_came_at_most_once(storm, books)


def _answers_are_stored_once(storm: Storm, books: Books) -> None:
    came = storm.crowd.customers
    done: Counter[Told] = Counter()
    for customer in came:
        done[customer.person.id, "score", str(customer.score)] += 1
        done[customer.person.id, "text", customer.words] += 1
    assert books.answers == done
    assert books.conversations == Counter(customer.person.id for customer in came)
    assert books.customers == len(came)
    assert books.corrections == sum(customer.changes_mind for customer in came)
    assert books.messages == 0, "an answer in words was taken for something else"
    assert books.wrong_totals == []
    handed = {update.id for update in storm.otklik.telegram.updates.log if update.handed}
    assert handed <= books.known


def _nothing_waits(books: Books) -> None:
    assert books.open == {letters.WAITING: 0, letters.POISON: 0}
    assert books.outbox.keys() <= {SENT, UNCERTAIN}


def _promotions_came_at_most_once(storm: Storm, books: Books) -> None:
    people = [storm.regular, *(customer.person for customer in storm.crowd.customers)]
    shown = Counter(message.text for person in people for message in person.chat.messages)
    assert books.promotions.keys() == storm.planned.keys()
    for row_id, state in books.promotions.items():
        times = shown[storm.planned[row_id]]
        assert times == 1 if state == SENT else times <= 1, (row_id, state, times)


def summary(storm: Storm, books: Books) -> str:
    """The figures of a storm, for its log."""
    expired = sum(len(customer.expired) for customer in storm.crowd.customers)
    return (
        f"lives={storm.ended.total()} customers={books.customers} answers={books.answers.total()} "
        f"corrections={books.corrections} repeated={_repeated(storm)} expired={expired} "
        f"outbox={books.outbox} promotions={dict(Counter(books.promotions.values()))}"
    )


def _repeated(storm: Storm) -> int:
    """How many required messages came more than once: allowed, and worth knowing."""
    promotions = set(storm.planned.values())
    seen = (
        sum(message.from_bot and message.text not in promotions for message in customer.person.chat.messages)
        for customer in storm.crowd.customers
    )
    return sum(seen) - 2 * len(storm.crowd.customers)

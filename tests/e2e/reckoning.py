"""What must be true after a storm: what people did on their phones compared with what is stored."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from storage.delivery import inbox, outbox
from storage.engines.factory import open_database
from storage.people.addresses import TELEGRAM_ID, reachable
from storage.reports import totals
from storage.states import InboxState, OutboxState
from storage.tables import (
    answers,
    cases,
    churn_sessions,
    conversations,
    corrections,
    customers,
    messages,
    plans,
)
from storage.tables import inbox as letters_table
from storage.tables import outbox as outbox_table
from surveys.outreach.plan_state import PlanState
from surveys.questions.question import SKIP
from tests.e2e.crash_run import CrashRun
from tests.e2e.customers import Complainer, Customer, Forgetful, Leaver, Rater, last_line

Told = tuple[int, str, str]  # Telegram id, kind of question, what was answered
LOW = range(7)
INVITES = "You told us we were too expensive"
REMINDS = "You haven't answered yet"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything that the database says."""

    answers: Counter[Told]
    conversations: Counter[int]
    corrections: int
    customers: int
    messages: Counter[tuple[int, bool]]  # Telegram id, whether staff wrote it
    cases: Counter[tuple[int, str, str | None]]  # Telegram id, what it came from, cause
    numbers: list[int]
    reasons: Counter[tuple[int, str]]
    plans: dict[tuple[int, str], str]  # Telegram id, journey → state
    known: set[int]
    open: dict[InboxState, int]
    outbox: dict[OutboxState, int]
    promotions: dict[int, str]
    wrong_totals: list[tuple[object, ...]]


async def accounts_of(storm: CrashRun) -> Accounts:
    async with open_database(storm.otklik.url) as database:
        return await database.read(_look, list(storm.planned))


def _look(connection: Connection, promotions: list[int]) -> Accounts:
    promoted = select(outbox_table.c.id, outbox_table.c.state).where(outbox_table.c.id.in_(promotions))
    return Accounts(
        answers=Counter(
            (person, kind, words if score is None else str(score))
            for person, kind, score, words in _of_people(
                connection,
                answers,
                answers.c.kind,
                answers.c.score,
                func.coalesce(answers.c.words, answers.c.option),
            )
        ),
        conversations=Counter(person for (person,) in _of_people(connection, conversations)),
        corrections=_count(connection, corrections),
        customers=_count(connection, customers),
        messages=Counter(
            _of_people(connection, messages, messages.c.staff_telegram_id.is_not(None).label("by_staff"))
        ),
        cases=Counter(_of_people(connection, cases, cases.c.source, cases.c.cause)),
        numbers=sorted(connection.execute(select(cases.c.number)).scalars()),
        reasons=Counter(_of_people(connection, churn_sessions, churn_sessions.c.reason)),
        plans={
            (person, journey): state
            for person, journey, state in _of_people(connection, plans, plans.c.journey, plans.c.state)
        },
        known=set(connection.execute(select(letters_table.c.update_id)).scalars()),
        open=inbox.count_open(connection),
        outbox=outbox.count_by_state(connection),
        promotions=dict(connection.execute(promoted).all()),
        wrong_totals=totals.differences(connection),
    )


def _of_people(connection: Connection, table: Table, *columns: ColumnElement[Any]) -> list[tuple[Any, ...]]:
    """Telegram id of the customer and these columns, of every row."""
    people = reachable(table.join(customers, table.c.customer_id == customers.c.id))
    owned = select(TELEGRAM_ID, *columns).select_from(people)
    return [tuple(row) for row in connection.execute(owned)]


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def check(storm: CrashRun, books: Accounts) -> None:
    _answers_are_stored_once(storm, books)
    _complaints_reached_staff_and_came_back(storm, books)
    _those_who_left_are_known_and_invited_at_most_once(storm, books)
    _nothing_waits(books)
    _promotions_came_at_most_once(storm, books)


def _answers_are_stored_once(storm: CrashRun, books: Accounts) -> None:
    came = storm.crowd.customers
    done: Counter[Told] = Counter()
    for customer in came:
        done.update((customer.person.id, *told) for told in _told(customer))
    assert books.answers == done
    assert books.conversations == Counter(customer.person.id for customer in came)
    assert books.customers == len(came)
    assert books.corrections == sum(rater.changes_mind for rater in storm.crowd.of(Rater))
    assert books.wrong_totals == []
    handed = {update.id for update in storm.otklik.telegram.updates.log if update.handed}
    assert handed <= books.known


def _told(customer: Customer) -> list[tuple[str, str]]:
    match customer:
        case Rater():
            return [("score", str(customer.score)), ("text", customer.words)]
        case Complainer():
            return [("choice", "delivery"), ("media", customer.words)]
        case Leaver():
            return [("reason", "PRICE_HIGH"), ("text", SKIP)]
        case Forgetful():
            return [("score", str(customer.score))]
        case _:
            raise AssertionError(customer)


def _complaints_reached_staff_and_came_back(storm: CrashRun, books: Accounts) -> None:
    """One case each, in a topic with its story; the answer came at least once and is stored once."""
    complained = storm.crowd.of(Complainer)
    low = [rater for rater in storm.crowd.of(Rater) if rater.score in LOW]
    opened: list[tuple[int, str, str | None]] = [
        (one.person.id, "complaint", "delivery") for one in complained
    ]
    opened += [(one.person.id, "score", None) for one in low]
    assert books.cases == Counter(opened)
    assert books.numbers == list(range(1, len(opened) + 1))
    assert books.messages == Counter((one.person.id, True) for one in complained)
    group = storm.agent.group
    in_topics = {last_line(message) for message in group.messages if message.thread_id in group.topics}
    assert {one.words for one in (*complained, *low)} <= in_topics


def _those_who_left_are_known_and_invited_at_most_once(storm: CrashRun, books: Accounts) -> None:
    left = storm.crowd.of(Leaver)
    assert books.reasons == Counter((leaver.person.id, "PRICE_HIGH") for leaver in left)
    invited = {person for person, journey in books.plans if journey == "winback"}
    assert invited == {leaver.person.id for leaver in left}
    for leaver in left:
        times = sum(INVITES in message.text for message in leaver.person.chat.messages)
        state = books.plans[leaver.person.id, "winback"]
        assert times == 1 if state == PlanState.SENT else times <= 1, (leaver.person.id, state, times)


def _nothing_waits(books: Accounts) -> None:
    assert books.open == {InboxState.WAITING: 0, InboxState.POISON: 0}
    assert books.outbox.keys() <= {
        OutboxState.SENT,
        OutboxState.UNCERTAIN,
        OutboxState.REFUSED,
        OutboxState.REPLACED,
    }


def _promotions_came_at_most_once(storm: CrashRun, books: Accounts) -> None:
    people = [storm.regular, *(customer.person for customer in storm.crowd.customers)]
    shown = Counter(message.text for person in people for message in person.chat.messages)
    assert books.promotions.keys() == storm.planned.keys()
    for row_id, state in books.promotions.items():
        times = shown[storm.planned[row_id]]
        assert times == 1 if state == OutboxState.SENT else times <= 1, (row_id, state, times)


def summary(storm: CrashRun, books: Accounts) -> str:
    """The figures of a storm, for its log."""
    expired = sum(len(customer.expired) for customer in storm.crowd.customers)
    return (
        f"lives={storm.ended.total()} customers={books.customers} answers={books.answers.total()} "
        f"corrections={books.corrections} repeated={_repeated(storm)} expired={expired} "
        f"outbox={books.outbox} promotions={dict(Counter(books.promotions.values()))}"
    )


def _repeated(storm: CrashRun) -> int:
    """How many required messages came more than once: allowed, and worth knowing."""
    promotions = set(storm.planned.values())
    repeated = 0
    for customer in storm.crowd.customers:
        said = Counter(message.text for message in customer.person.chat.messages if message.from_bot)
        repeated += sum(times - 1 for text, times in said.items() if text not in promotions)
    return repeated

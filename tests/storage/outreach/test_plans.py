"""Plans and verdicts as rows: found when due, and moved only by whoever sees them wait."""

from datetime import timedelta

from sqlalchemy import Connection, insert

from storage import contacts, plans
from storage.database import Database
from storage.effects import values_of
from storage.plans import Move
from storage.rows import Case, Consent, Contact, Order, Plan, Row
from surveys.policy import Kind, Why
from tests.storage.samples import NOW, customer

ANNA = customer(7, id=1)
SOON = NOW + timedelta(minutes=5)


def _plan(plan_id: int, **given: object) -> Plan:
    values: dict[str, object] = {
        "customer_id": ANNA.id,
        "journey": plans.REMINDER,
        "kind": "reminder",
        "conversation_id": plan_id,
        "assigned_at": NOW,
        "planned_at": NOW,
        "due_at": NOW,
    } | given
    return Plan(plan_id, **values)  # type: ignore[arg-type]  # columns by name


def _contact(contact_id: int, **given: object) -> Contact:
    values: dict[str, object] = {
        "customer_id": ANNA.id,
        "kind": "reminder",
        "stage": contacts.SENDING,
        "action": "send",
        "why": "due",
        "planned_at": NOW,
        "decided_at": NOW,
        "outbox_id": contact_id,
    } | given
    return Contact(contact_id, **values)  # type: ignore[arg-type]  # columns by name


def _keep(connection: Connection, *rows: Row) -> None:
    for row in rows:
        connection.execute(insert(row.table), [values_of(row)])


async def test_what_is_due_comes_by_its_time_and_only_while_it_waits(database: Database) -> None:
    await database.write(
        _keep,
        ANNA,
        _plan(1),
        _plan(2, due_at=NOW - timedelta(days=1)),
        _plan(3, due_at=SOON),
        _plan(4, state=plans.POSTED),
        _plan(5, state=plans.HOLDOUT),
    )
    assert [plan.id for plan in await database.write(plans.due, NOW, 10)] == [2, 1]
    assert [plan.id for plan in await database.write(plans.due, NOW, 1)] == [2]
    assert [plan.id for plan in await database.write(plans.due, SOON, 10)] == [2, 1, 3]


async def test_a_plan_moves_once_out_of_waiting(database: Database) -> None:
    await database.write(_keep, ANNA, _plan(1), _plan(2))
    posted = Move(1, plans.POSTED, "due", NOW, NOW, outbox_id=77)
    later = Move(2, plans.WAITING, "quiet_hours", NOW, SOON)
    await database.write(plans.move, [posted, later])
    await database.write(plans.move, [Move(1, plans.DROPPED, "stopped", NOW, NOW, done_at=NOW)])
    await database.write(plans.move, [])
    first, second = await database.read(plans.of, ANNA.id)
    assert (first.state, first.why, first.outbox_id, first.done_at) == (plans.POSTED, "due", 77, None)
    assert (second.state, second.why, second.due_at) == (plans.WAITING, "quiet_hours", SOON)


async def test_what_was_sent_is_neither_planned_anew_nor_dropped(database: Database) -> None:
    await database.write(_keep, ANNA, _plan(1, about="A", arm="treated", state=plans.POSTED))
    await database.write(plans.replace, _plan(1, about="B", arm="holdout", due_at=SOON))
    again = await database.read(plans.find, 1)
    assert again is not None
    assert (again.about, again.arm, again.due_at) == ("B", "treated", SOON), (
        "whoever is in an arm stays in it"
    )
    await database.write(plans.mark_sent, [1], NOW)
    await database.write(plans.replace, _plan(1, about="C"))
    await database.write(plans.drop, [1, 404], Why.STOPPED, NOW)
    await database.write(plans.drop, [], Why.STOPPED, NOW)
    sent = await database.read(plans.find, 1)
    assert sent is not None
    assert (sent.about, sent.state, sent.done_at) == ("B", plans.SENT, NOW)
    assert await database.read(plans.find, 404) is None


async def test_the_facts_of_a_page_of_people(database: Database) -> None:
    boris, zoya = customer(8, id=2, timezone="Europe/Berlin"), customer(None, id=3)
    open_case = Case(1, 1, ANNA.id, "complaint", "new", NOW.date(), NOW)
    closed = Case(2, 2, boris.id, "complaint", "closed", NOW.date(), NOW, closed_at=SOON)
    await database.write(
        _keep,
        ANNA,
        boris,
        zoya,
        open_case,
        closed,
        Consent(1, ANNA.id, "promotion", True, "v", NOW),
        Consent(2, ANNA.id, "promotion", False, "v", SOON),
        Consent(3, boris.id, "promotion", True, "v", NOW),
        Consent(4, zoya.id, "surveys", True, "v", NOW),
        Order(1, boris.id, NOW),
        Order(2, boris.id, SOON),
        _contact(1),
        _contact(2, action="wait", why="quiet_hours"),
        _contact(3, stage=contacts.PLANNING),
        _contact(4, decided_at=NOW - timedelta(days=100)),
    )
    found = await database.read(contacts.facts, [1, 2, 3], NOW - timedelta(days=90))
    assert await database.read(contacts.facts, [], NOW) == {}
    anna = found[1]
    assert (anna.consented, anna.open_case, anna.closed_at, anna.last_order_at) == (False, True, None, None)
    assert [(sent.kind, sent.at, sent.outbox_id) for sent in anna.sent] == [(Kind.REMINDER, NOW, 1)]
    assert anna.without(1).sent == ()
    assert (found[2].consented, found[2].open_case, found[2].closed_at) == (True, False, SOON)
    assert (found[2].last_order_at, found[2].timezone) == (SOON, "Europe/Berlin")
    assert (found[3].consented, found[3].telegram_id, found[3].sent) == (None, None, ())
    assert await database.read(contacts.facts_of_chat, 7, NOW - timedelta(days=90)) == anna
    assert await database.read(contacts.facts_of_chat, 404, NOW) is None


async def test_the_last_verdict_on_a_message_stands(database: Database) -> None:
    await database.write(_keep, ANNA)
    await database.write(contacts.put, _contact(1, action="wait", why="quiet_hours", until=SOON, outbox_id=9))
    await database.write(contacts.put, _contact(2, outbox_id=9, decided_at=SOON))
    await database.write(contacts.put, _contact(3, outbox_id=10))
    said = await database.read(contacts.of, ANNA.id)
    assert [(one.id, one.action, one.until) for one in said] == [(3, "send", None), (1, "send", None)]


async def test_what_was_noted_in_an_interview_is_known(database: Database) -> None:
    noted = _contact(1, stage=contacts.PLANNING, action="never", why="no_consent")
    await database.write(_keep, ANNA, noted)
    assert await database.read(contacts.was_noted, ANNA.id, Why.NO_CONSENT, NOW)
    assert not await database.read(contacts.was_noted, ANNA.id, Why.NO_CONSENT, SOON)
    assert not await database.read(contacts.was_noted, ANNA.id, Why.STOPPED, NOW)

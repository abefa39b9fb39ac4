"""A journey is one object in the catalogue: planned, judged twice, sent and explained like any other."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, update

from handlers.outreach import planning
from handlers.outreach.catalogue import JOURNEYS
from handlers.outreach.journey import Journey, RenderedMessage
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage import tables
from storage.engines.database import Database
from storage.outreach import plans
from storage.outreach.due_plans import DuePlan
from storage.rows import Case, Order
from surveys.journeys.trigger import Trigger
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind
from surveys.outreach.subjects import SubjectKind
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANN, ANNA, BORIS, Person

DAY = timedelta(days=1)


async def plan_a_look_back(ctx: UpdateContext, case: Case) -> None:
    plan = planning.new_plan(ctx, LOOK_BACK, case.customer_id, case.id, ctx.now + DAY)
    await ctx.write(plans.add, plan)


def is_open_again(app: AppContext, due: DuePlan[Case]) -> bool:
    return due.subject is None or due.subject.closed_at is None


def ask_how_it_went(app: AppContext, due: DuePlan[Case]) -> RenderedMessage | None:
    return RenderedMessage(f"Is case {due.subject.number} well?") if due.subject is not None else None


LOOK_BACK = Journey(
    name="look-back",
    subject_kind=SubjectKind.CASE,
    contact_kind=ContactKind.SERVICE,
    planners={Trigger.CASE_CLOSED: plan_a_look_back},
    is_obsolete=is_open_again,
    render=ask_how_it_went,
)


def thank(app: AppContext, due: DuePlan[Order]) -> RenderedMessage | None:
    """Nothing to say of an order without a touchpoint."""
    shop = due.subject.touchpoint if due.subject is not None else None
    return RenderedMessage(f"Thank you for buying at {shop}") if shop else None


def is_cancelled(app: AppContext, due: DuePlan[Order]) -> bool:
    return due.subject is None or due.subject.status == "cancelled"


THANKS = Journey(
    name="thanks",
    subject_kind=SubjectKind.ORDER,
    contact_kind=ContactKind.SERVICE,
    planners={},
    is_obsolete=is_cancelled,
    render=thank,
)

BIRTHDAY = Journey[Order](
    name="birthday",
    subject_kind=SubjectKind.DATE,
    contact_kind=ContactKind.SERVICE,
    planners={},
    is_obsolete=lambda app, due: False,
    render=lambda app, due: RenderedMessage("Happy birthday"),
)


@pytest.fixture
async def outreach_harness(
    harness_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OutreachHarness]:
    for journey in (LOOK_BACK, THANKS, BIRTHDAY):
        monkeypatch.setitem(JOURNEYS, journey.name, journey)
    async with begun(harness_database) as running:
        yield running


def _heard(outreach_harness: OutreachHarness, person: Person) -> list[str]:
    return [body["text"] for body in outreach_harness.heard(person)]


async def _state(
    outreach_harness: OutreachHarness, journey: Journey[Order] | Journey[Case]
) -> tuple[str, str | None]:
    [plan] = await outreach_harness.plans(journey.name)
    return plan["state"], plan["why"]


async def _closed_case(outreach_harness: OutreachHarness) -> Case:
    for person in (ANNA, BORIS):
        await outreach_harness.say(person, "/start")
    case = await outreach_harness.complain(ANNA)
    await outreach_harness.close(case, BORIS)
    return case


async def _plan(
    outreach_harness: OutreachHarness, person: Person, journey: Journey[Order], subject_id: int
) -> None:
    customer = (await outreach_harness.customer(person))["id"]

    async def work(ctx: UpdateContext) -> None:
        await ctx.write(plans.add, planning.new_plan(ctx, journey, customer, subject_id, ctx.now + DAY))

    await outreach_harness.handled(person, work)


async def _ordered(outreach_harness: OutreachHarness, *, shop: str | None) -> Order:
    await outreach_harness.say(ANNA, "/start")
    order = Order(
        outreach_harness.harness.ids.next(),
        (await outreach_harness.customer(ANNA))["id"],
        outreach_harness.now,
        touchpoint=shop,
    )
    await outreach_harness.store(order)
    await _plan(outreach_harness, ANNA, THANKS, order.id)
    return order


async def test_it_begins_with_its_trigger_and_goes_when_it_is_due(outreach_harness: OutreachHarness) -> None:
    case = await _closed_case(outreach_harness)
    assert await _state(outreach_harness, LOOK_BACK) == (PlanState.WAITING, None)
    await outreach_harness.wait(days=1, minutes=-1)
    assert f"Is case {case.number} well?" not in _heard(outreach_harness, ANNA)
    await outreach_harness.wait(minutes=1)
    assert _heard(outreach_harness, ANNA)[-1] == f"Is case {case.number} well?"
    assert await _state(outreach_harness, LOOK_BACK) == (PlanState.SENT, "due")
    assert await outreach_harness.verdicts() == [("planning", "send", "due"), ("sending", "send", "due")]


async def test_it_is_dropped_when_it_became_obsolete_before_it_was_sent(
    outreach_harness: OutreachHarness,
) -> None:
    case = await _closed_case(outreach_harness)
    outreach_harness.harness.fake_clock.move(days=1)
    page = await outreach_harness.harness.database.write(outreach_harness.outreach.post_page)
    assert len(page.rows) == 1

    def reopen(connection: Connection) -> None:
        of_case = tables.cases.c.id == case.id
        connection.execute(update(tables.cases).where(of_case).values(closed_at=None))

    await outreach_harness.harness.database.write(reopen)
    await outreach_harness.settled()
    assert not any("well?" in text for text in _heard(outreach_harness, ANNA))
    assert await _state(outreach_harness, LOOK_BACK) == (PlanState.DROPPED, "obsolete")


async def test_its_subject_may_be_an_order(outreach_harness: OutreachHarness) -> None:
    await _ordered(outreach_harness, shop="Arbat")
    await outreach_harness.wait(days=1)
    assert _heard(outreach_harness, ANNA)[-1] == "Thank you for buying at Arbat"
    assert await _state(outreach_harness, THANKS) == (PlanState.SENT, "due")


async def test_it_is_dropped_when_it_has_nothing_to_say(outreach_harness: OutreachHarness) -> None:
    await _ordered(outreach_harness, shop=None)
    await outreach_harness.wait(days=1)
    assert await _state(outreach_harness, THANKS) == (PlanState.DROPPED, "failed")


async def test_a_date_is_the_subject_of_many_customers(outreach_harness: OutreachHarness) -> None:
    for person in (ANNA, ANN):
        await outreach_harness.say(person, "/start")
        await _plan(outreach_harness, person, BIRTHDAY, date(2026, 10, 16).toordinal())
    await outreach_harness.wait(days=1)
    for person in (ANNA, ANN):
        assert _heard(outreach_harness, person)[-1] == "Happy birthday"


async def test_what_was_planned_by_a_journey_that_is_gone_is_dropped(
    outreach_harness: OutreachHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _ordered(outreach_harness, shop="Arbat")
    monkeypatch.delitem(JOURNEYS, THANKS.name)
    await outreach_harness.wait(days=1)
    assert await _state(outreach_harness, THANKS) == (PlanState.DROPPED, "obsolete")


async def test_what_it_replies_to_must_have_arrived(
    outreach_harness: OutreachHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    replying = replace(THANKS, place=lambda plan: "receipt:1")
    monkeypatch.setitem(JOURNEYS, THANKS.name, replying)
    await _ordered(outreach_harness, shop="Arbat")
    await outreach_harness.wait(days=1)
    assert await _state(outreach_harness, THANKS) == (PlanState.DROPPED, "unreachable")

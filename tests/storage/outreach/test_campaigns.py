"""A campaign moves by compare-and-set; what is counted of it is counted once a person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert

from storage.engines.database import Database
from storage.outreach import campaign_counts, campaigns, plans
from storage.outreach.campaigns import is_about
from storage.row_values import values_of
from storage.rows import Campaign, Case, Consent, Conversation, Message, Order, Plan, Row
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from surveys.outreach.campaigns import CampaignKind, CampaignSignals, CampaignState, CampaignStep
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from surveys.questions.message_kind import MessageKind
from surveys.statistics.campaign_results import CampaignFunnel
from tests.storage.samples import NOW, customer

DAY = timedelta(days=1)
NEWS = Campaign(
    7, 500, NOW, 0.1, 0.02, 0.01, name="Новости", kind=CampaignKind.PROMOTION, words={"ru": "…"},
    state=CampaignState.RUNNING, started_at=NOW, enrolled_below=1000,
)  # fmt: skip


def _plan(plan_id: int, state: PlanState, why: PolicyReason = PolicyReason.DUE, **given: Any) -> Plan:
    values = {
        "customer_id": plan_id, "kind": ContactKind.PROMOTION, "assigned_at": NOW, "planned_at": NOW,
        "due_at": NOW, "state": state, "why": why, "arm": Arm.TREATED, **is_about(NEWS.id),
    } | given  # fmt: skip
    if state is PlanState.SENT:
        values |= {"done_at": NOW + timedelta(minutes=1), "outbox_id": plan_id}
    return Plan(plan_id, **values)


async def _store(database: Database, *rows: Row) -> None:
    def store(connection: Connection) -> None:
        for row in rows:
            connection.execute(insert(row.table), [values_of(row)])

    await database.write(store)


async def test_what_was_started_is_neither_edited_nor_discarded(database: Database) -> None:
    await _store(database, NEWS)
    assert not await database.write(campaigns.edit, NEWS.id, name="Другое")
    assert not await database.write(campaigns.discard, NEWS.id)
    assert await database.read(campaigns.find, NEWS.id) == NEWS


async def test_every_change_makes_it_a_draft_again(database: Database) -> None:
    shown = replace(NEWS, state=CampaignState.PREVIEWING, started_at=None)
    await _store(database, shown)
    assert await database.write(campaigns.edit, NEWS.id, name="Другое")
    start = ([CampaignState.PREVIEWING], CampaignState.RUNNING)
    assert not await database.write(campaigns.move, NEWS.id, *start)
    found = await database.read(campaigns.find, NEWS.id)
    assert found is not None
    assert (found.state, found.name) == (CampaignState.DRAFT, "Другое")


async def test_of_two_who_move_it_one_does(database: Database) -> None:
    await _store(database, NEWS)
    pause = ([CampaignState.RUNNING], CampaignState.PAUSED)
    assert await database.write(campaigns.move, NEWS.id, *pause)
    assert not await database.write(campaigns.move, NEWS.id, *pause)
    assert await database.write(campaigns.resume, NEWS.id, NOW)
    assert not await database.write(campaigns.resume, NEWS.id, NOW)


async def test_a_page_is_enrolled_once_and_only_while_it_runs(database: Database) -> None:
    await _store(database, NEWS)
    assert await database.write(campaigns.enrolled, NEWS, 100, None)
    assert not await database.write(campaigns.enrolled, NEWS, 100, None)
    now = replace(NEWS, enrolled_to=100)
    await database.write(campaigns.move, NEWS.id, [CampaignState.RUNNING], CampaignState.PAUSED)
    assert not await database.write(campaigns.enrolled, now, 200, None)


async def test_words_are_awaited_for_one_campaign_at_a_time(database: Database) -> None:
    first = replace(NEWS, id=8, state=CampaignState.DRAFT, awaits=CampaignStep.NAME, asked_at=NOW)
    await _store(database, first, replace(first, id=9, created_by=501))
    found = await database.read(campaigns.awaiting, 500)
    assert found is not None
    assert found.id == 8
    await database.write(campaigns.ask_nothing, 500)
    assert await database.read(campaigns.awaiting, 500) is None
    assert await database.read(campaigns.awaiting, 501) is not None


async def test_a_stop_drops_what_waits_and_settles_once(database: Database) -> None:
    await _store(database, NEWS, *(customer(n, id=n) for n in (1, 2, 3)))
    waiting = [_plan(n, PlanState.WAITING) for n in (1, 2, 3)]
    await database.write(plans.add_all, waiting)
    assert not await database.write(campaigns.settle, NEWS.id, NOW)
    stop = ([CampaignState.RUNNING], CampaignState.STOPPED)
    assert await database.write(campaigns.move, NEWS.id, *stop, ended_at=NOW)
    assert await database.write(campaigns.cancel_waiting, NEWS.id, NOW, 2) == 2
    assert await database.write(campaigns.cancel_waiting, NEWS.id, NOW, 2) == 1
    assert await database.write(campaigns.settle, NEWS.id, NOW)
    assert not await database.write(campaigns.settle, NEWS.id, NOW)
    counts = await database.read(campaign_counts.progress, NEWS.id)
    assert (counts.still_open, counts.dropped) == (0, {PolicyReason.CANCELLED: 3})


async def test_progress_tells_apart_who_got_it_who_waits_and_who_does_not_get_it(database: Database) -> None:
    await _store(database, NEWS, *(customer(n, id=n) for n in range(1, 8)))
    made = [
        _plan(1, PlanState.SENT),
        _plan(2, PlanState.POSTED),
        _plan(3, PlanState.WAITING),
        _plan(4, PlanState.WAITING, PolicyReason.WEEKLY_CAP, due_at=NOW + DAY),
        _plan(5, PlanState.HOLDOUT, PolicyReason.HELD_OUT, arm=Arm.HOLDOUT),
        _plan(6, PlanState.DROPPED, PolicyReason.UNCERTAIN),
        _plan(7, PlanState.DROPPED, PolicyReason.NO_CONSENT, arm=None),
    ]
    await database.write(plans.add_all, made)
    counts = await database.read(campaign_counts.progress, NEWS.id)
    assert (counts.sent, counts.still_open, counts.held_out, counts.uncertain) == (1, 3, 1, 1)
    assert counts.of_audience == 7
    assert counts.waits == {PolicyReason.WEEKLY_CAP: 1}
    assert counts.dropped == {PolicyReason.UNCERTAIN: 1, PolicyReason.NO_CONSENT: 1}
    # Who waits for their turn, not for next week.
    assert await database.read(campaign_counts.due, NEWS.id, NOW) == 2


async def test_signals_count_what_came_after_the_message(database: Database) -> None:
    later, before = NOW + DAY, NOW - DAY
    people = [
        customer(1, id=1, blocked_at=later),
        customer(2, id=2, blocked_at=before),
        customer(3, id=3),
        customer(4, id=4),
        customer(5, id=5),
    ]

    def case(case_id: int, of: int, opened: Any) -> Case:
        return Case(case_id, case_id, of, CaseSource.COMPLAINT, Status.OPEN, opened.date(), opened)

    await _store(
        database, NEWS, *people, case(1, 3, later), case(2, 3, later), case(3, 4, before), case(4, 5, later)
    )
    made = [_plan(n, PlanState.SENT) for n in (1, 2, 3, 4)]
    turned_away = _plan(5, PlanState.DROPPED, PolicyReason.UNREACHABLE, outbox_id=9)
    await database.write(plans.add_all, [*made, turned_away])
    found = await database.read(campaign_counts.signals, NEWS)
    assert found == CampaignSignals(written_to=5, blocked=2, complained=1)


async def test_a_funnel_counts_people_of_each_arm(database: Database) -> None:
    soon, late = NOW + DAY, NOW + 40 * DAY
    await _store(
        database, NEWS, customer(1, id=1), customer(2, id=2, stopped_at=soon), customer(3, id=3),
        customer(4, id=4), Conversation(1, 1, "nps", 1, Language.RU, soon, soon + DAY, plan_id=1),
        Conversation(2, 2, "nps", 1, Language.RU, soon, soon, plan_id=2),
        Message(1, 2, MessageKind.TEXT, soon), Message(2, 2, MessageKind.TEXT, soon),
        Order(1, 1, soon), Order(2, 1, soon), Order(3, 2, late), Order(4, 4, soon),
        Consent(1, 1, ConsentKind.PROMOTION, False, "v", NOW - DAY),
    )  # fmt: skip
    made = [
        _plan(1, PlanState.SENT),
        _plan(2, PlanState.SENT),
        _plan(3, PlanState.DROPPED, PolicyReason.STOPPED),
        _plan(4, PlanState.HOLDOUT, PolicyReason.HELD_OUT, arm=Arm.HOLDOUT),
    ]
    await database.write(plans.add_all, made)
    found = await database.read(campaign_counts.results, NEWS, NOW + DAY)
    assert found.arms == {
        # The second of the surveys that began was not touched.
        Arm.TREATED: CampaignFunnel(assigned=3, delivered=2, started=1, answered=2, returned=1, opted_out=1),
        Arm.HOLDOUT: CampaignFunnel(assigned=1, returned=1),
    }

"""The year of the demo: enough happens in it that every report is worth looking at."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import case, func, select

from demo.data import fill
from demo.data.company import CUSTOMERS, DELIVERY, INCIDENT
from storage.cases import feedback, unanswered
from storage.cases.case_queue import CaseQueue, case_queue
from storage.cases.unanswered import UnansweredCase
from storage.engines.database import Connection, Database
from storage.reports import nps, totals
from storage.tables import cases, churn_sessions, customers, orders, plans, stays
from surveys.cases.feedback import FeedbackKind
from surveys.catalogue.files import load
from surveys.language.languages import Language
from surveys.outreach.holdout import Arm
from surveys.questions.question import QuestionRole
from surveys.questions.reasons import ReasonClass
from surveys.statistics.scores import Counts, nps_change
from surveys.statistics.shares import Share
from surveys.statistics.uplift import uplift

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture
async def year(database: Database) -> Database:
    await database.write(fill, ZONE, NOW, Language.RU)
    return database


def _answers(connection: Connection, ago: timedelta, until: timedelta) -> Counts:
    start, end = (NOW - ago).date(), (NOW - until).date()
    found = nps.distribution(connection, "nps", start, end, by="touchpoint", question_id="score")
    return Counts.of(found["delivery"])


async def test_two_thousand_customers_buy_come_and_go(year: Database) -> None:
    def look(connection: Connection) -> tuple[int, int, int]:
        everyone = connection.execute(select(func.count()).select_from(customers)).scalar_one()
        gone = connection.execute(select(func.count(stays.c.ended_at))).scalar_one()
        bought = connection.execute(select(func.count()).select_from(orders)).scalar_one()
        return everyone, gone, bought

    everyone, gone, bought = await year.read(look)
    assert everyone == CUSTOMERS
    assert 0.1 < gone / everyone < 0.4
    assert bought > 5 * everyone


async def test_some_of_those_who_were_invited_back_are_customers_again(year: Database) -> None:
    def look(connection: Connection) -> tuple[int, int]:
        back = select(func.count()).where(customers.c.returned_at.is_not(None), customers.c.left_at.is_(None))
        again = select(func.count()).where(stays.c.number > 1)
        return connection.execute(back).scalar_one(), connection.execute(again).scalar_one()

    back, again = await year.read(look)
    assert back == again > 5


async def test_the_incident_is_seen_in_the_nps_of_delivery(year: Database) -> None:
    began, ended = INCIDENT
    during = await year.read(_answers, began, ended)
    before = await year.read(_answers, began + timedelta(days=90), began)
    change = nps_change(during, before)
    assert change is not None
    assert change.is_significant
    assert change.points < -20


def test_scores_and_the_form_of_complaints_call_the_delivery_the_same() -> None:
    category = load()["complaint"].question_of(QuestionRole.CATEGORY)
    assert category is not None
    chosen = category.choice("delivery")
    assert chosen is not None
    assert {DELIVERY.render(language) for language in Language} == {chosen.touchpoint}


async def test_every_class_of_reasons_and_every_state_of_a_case_occurs(year: Database) -> None:
    def look(connection: Connection) -> tuple[set[str | None], set[str]]:
        classes = connection.execute(select(churn_sessions.c.reason_class).distinct()).scalars()
        states = connection.execute(select(cases.c.status).distinct()).scalars()
        return set(classes), set(states)

    classes, states = await year.read(look)
    assert classes == {*(kind.value for kind in ReasonClass), None}
    assert {"open", "closed"} <= states


async def test_whose_case_nobody_answered_waits_since_it_was_opened(year: Database) -> None:
    def look(connection: Connection) -> tuple[CaseQueue, list[UnansweredCase]]:
        return case_queue(connection), unanswered.opened_between(connection, None, NOW, 100)

    queue, waiting = await year.read(look)
    assert queue.n == len(waiting) > 0
    assert queue.since == waiting[0].opened_at


async def test_the_win_back_messages_have_an_effect_that_their_holdout_proves(year: Database) -> None:
    def look(connection: Connection) -> dict[str, Share]:
        back = select(orders.c.id).where(
            orders.c.customer_id == plans.c.customer_id, orders.c.ordered_at > plans.c.planned_at
        )
        returned = case((back.exists(), 1), else_=0)
        rows = connection.execute(
            select(plans.c.arm, func.count(), func.sum(returned))
            .where(plans.c.planned_at < NOW - timedelta(days=30))
            .group_by(plans.c.arm)
        )
        return {arm: Share(int(x), n) for arm, n, x in rows}

    arms = await year.read(look)
    found = uplift(arms[Arm.TREATED], arms[Arm.HOLDOUT])
    assert found is not None
    assert found.is_proven


async def test_the_totals_of_the_year_equal_a_recount(year: Database) -> None:
    assert await year.read(totals.differences) == []


async def test_staff_find_something_to_read_of_each_kind_the_oldest_first(year: Database) -> None:
    entries = await year.read(feedback.new_entries, 0)
    assert {one.feedback.kind for one in entries} == set(FeedbackKind)
    moments = [one.feedback.received_at for one in entries]
    assert moments == sorted(moments)
    assert all(one.words and one.customer for one in entries)

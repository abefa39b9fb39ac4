"""Plans may be about anything that is stored, and about dates; one of a journey for each subject."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from storage.engines.database import Connection, Database
from storage.outreach import due_plans, plans
from storage.outreach.due_plans import DuePlan
from storage.outreach.recipients import recipients
from storage.rows import Case, ChurnSession, Conversation, Order, Row
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from surveys.outreach.subjects import SubjectKind
from tests.storage.outreach.rows import ANNA, keep, plan
from tests.storage.samples import NOW, customer

BORIS = customer(8, id=2)
TALK = Conversation(20, ANNA.id, "nps", 1, Language.RU, NOW, NOW)
SUBJECTS: dict[SubjectKind, Row] = {
    SubjectKind.CUSTOMER: ANNA,
    SubjectKind.CONVERSATION: TALK,
    SubjectKind.CHURN_SESSION: ChurnSession(20, ANNA.id, "MOVED", 1, ["MOVED"], NOW.date(), NOW),
    SubjectKind.CASE: Case(20, 1, ANNA.id, CaseSource.COMPLAINT, Status.OPEN, NOW.date(), NOW),
    SubjectKind.ORDER: Order(20, ANNA.id, NOW),
}
BIRTHDAY = date(2026, 10, 16).toordinal()


def _due(connection: Connection) -> list[DuePlan[Row]]:
    found = plans.due(connection, NOW, 10)
    return due_plans.load(connection, found, recipients(connection, [ANNA.id, BORIS.id], NOW))


async def test_a_plan_comes_with_the_row_that_it_is_about(database: Database) -> None:
    ids = {kind: getattr(row, "id", 0) for kind, row in SUBJECTS.items()} | {SubjectKind.DATE: BIRTHDAY}
    planned = [
        plan(number, subject_kind=kind, subject_id=subject_id)
        for number, (kind, subject_id) in enumerate(ids.items(), 1)
    ]
    await database.write(keep, *SUBJECTS.values(), *planned)
    found = await database.write(_due)
    assert [one.plan for one in found] == planned
    assert {one.plan.subject_kind: one.subject for one in found} == SUBJECTS | {SubjectKind.DATE: None}
    assert {one.recipient.telegram_id for one in found} == {ANNA.telegram_id}


async def test_a_subject_that_is_gone_is_none(database: Database) -> None:
    await database.write(keep, ANNA, plan(1, subject_kind=SubjectKind.ORDER, subject_id=404))
    [found] = await database.write(_due)
    assert found.subject is None


async def test_a_date_may_be_planned_for_many_and_once_for_each(database: Database) -> None:
    dated = {"journey": "birthday", "subject_kind": SubjectKind.DATE, "subject_id": BIRTHDAY}
    await database.write(keep, ANNA, BORIS, plan(1, **dated), plan(2, customer_id=BORIS.id, **dated))
    assert len(await database.write(_due)) == 2
    with pytest.raises(IntegrityError):
        await database.write(plans.add, plan(3, **dated))

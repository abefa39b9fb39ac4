"""Plans as rows: found when due, and moved only by whoever sees them wait."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import StatementError

from storage.engines.database import Database
from storage.outreach import plans
from storage.outreach.plans import PlanMove
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from tests.storage.outreach.rows import ANNA, SOON, keep, plan
from tests.storage.samples import NOW


async def test_what_is_due_comes_by_its_time_and_only_while_it_waits(database: Database) -> None:
    await database.write(
        keep,
        ANNA,
        plan(1),
        plan(2, due_at=NOW - timedelta(days=1)),
        plan(3, due_at=SOON),
        plan(4, state=PlanState.POSTED),
        plan(5, state=PlanState.HOLDOUT),
    )
    assert [one.id for one in await database.write(plans.due, NOW, 10)] == [2, 1]
    assert [one.id for one in await database.write(plans.due, NOW, 1)] == [2]
    assert [one.id for one in await database.write(plans.due, SOON, 10)] == [2, 1, 3]


async def test_a_plan_moves_once_out_of_waiting(database: Database) -> None:
    await database.write(keep, ANNA, plan(1), plan(2))
    posted = PlanMove(1, PlanState.POSTED, PolicyReason.DUE, NOW, NOW, outbox_id=77)
    later = PlanMove(2, PlanState.WAITING, PolicyReason.QUIET_HOURS, NOW, SOON)
    await database.write(plans.move, [posted, later])
    await database.write(
        plans.move, [PlanMove(1, PlanState.DROPPED, PolicyReason.STOPPED, NOW, NOW, done_at=NOW)]
    )
    await database.write(plans.move, [])
    first, second = await database.read(plans.plans_of_customer, ANNA.id)
    assert (first.state, first.why, first.outbox_id, first.done_at) == (PlanState.POSTED, "due", 77, None)
    assert (second.state, second.why, second.due_at) == (PlanState.WAITING, "quiet_hours", SOON)


async def test_what_was_sent_is_neither_planned_anew_nor_dropped(database: Database) -> None:
    await database.write(keep, ANNA, plan(1, about="A", arm=Arm.TREATED, state=PlanState.POSTED))
    await database.write(plans.replace, plan(1, about="B", arm=Arm.HOLDOUT, due_at=SOON))
    again = await database.read(plans.find_plan, 1)
    assert again is not None
    assert (again.about, again.arm, again.due_at) == ("B", "treated", SOON), (
        "whoever is in an arm stays in it"
    )
    await database.write(plans.mark_sent, [1], NOW)
    await database.write(plans.replace, plan(1, about="C"))
    await database.write(plans.drop, [1, 404], PolicyReason.STOPPED, NOW)
    await database.write(plans.drop, [], PolicyReason.STOPPED, NOW)
    sent = await database.read(plans.find_plan, 1)
    assert sent is not None
    assert (sent.about, sent.state, sent.done_at) == ("B", PlanState.SENT, NOW)
    assert await database.read(plans.find_plan, 404) is None


async def test_what_has_fixed_values_comes_back_as_an_enum_and_takes_no_other(database: Database) -> None:
    await database.write(keep, ANNA, plan(1, arm=Arm.TREATED))
    found = await database.read(plans.find_plan, 1)
    assert found is not None
    assert (found.arm, found.state, found.why) == (Arm.TREATED, PlanState.WAITING, None)
    assert isinstance(found.state, PlanState)
    with pytest.raises(StatementError, match="postponed"):
        await database.write(keep, plan(2, state="postponed"))

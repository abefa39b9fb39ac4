"""How many of those whom we asked answered: each asking counts once, and only what we began ourselves."""

from datetime import datetime

from storage.engines.database import Database
from storage.reports import nps, totals
from storage.rows import Customer, Row
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind
from surveys.statistics.nps_report import as_json
from tests.storage.history import asked, at, keep, plan
from tests.storage.samples import answer, conversation, customer


def asking(
    who: Customer, began: datetime, score: int | None = None, *, state: PlanState = PlanState.SENT,
    touchpoint: str | None = None,
) -> list[Row]:  # fmt: skip
    """A survey that a plan of ours began, and the score given in it."""
    begun = plan(
        who, None, began, journey="quarterly-nps", kind=ContactKind.RELATIONAL, state=state, done_at=began
    )
    talk = conversation(
        who, started_at=began, touched_at=began, touchpoint=touchpoint, plan_id=begun.id,
        answered_at=None if score is None else began,
    )  # fmt: skip
    given = (
        []
        if score is None
        else [answer(talk, score, day=began.date(), answered_at=began, touchpoint=touchpoint)]
    )
    return [begun, talk, *given]


async def test_who_was_asked_by_us_and_how_many_answered_is_told_by_group(database: Database) -> None:
    people = [customer(number) for number in range(7)]
    own = conversation(people[5], started_at=at(3, 10))
    await keep(
        database,
        *people,
        *asking(people[0], at(2, 10), 9, touchpoint="Arbat"),
        *asking(people[1], at(2, 10), touchpoint="Arbat"),
        *asking(people[2], at(2, 10), 3),
        *asking(people[3], at(2, 10), state=PlanState.DROPPED),  # nobody knows whether it came
        *asking(people[4], at(2, 10), 8, state=PlanState.DROPPED),  # it came, for it was answered
        own,
        answer(own, 10, day=at(3, 10).date(), answered_at=at(3, 10)),
        *asking(people[6], at(30, 9), 7),
    )
    await database.write(totals.rebuild)
    report = await database.read(nps.report, "nps", "score", asked(10))
    whole, *groups = as_json(report)["rows"]
    assert (whole["delivered"], whole["response_rate"]) == (4, 0.75)
    arbat = next(row for row in groups if row["group"] == "Arbat")
    assert (arbat["delivered"], arbat["response_rate"]) == (2, 0.5)
    assert report.whole.counts.n == 4
    filtered = await database.read(nps.report, "nps", "score", asked(10, touchpoint="Arbat"))
    assert as_json(filtered)["rows"][0]["delivered"] == 2
    november = await database.read(nps.report, "nps", "score", asked(11))
    assert [(row["delivered"], row["response_rate"]) for row in as_json(november)["rows"]] == [(None, None)]

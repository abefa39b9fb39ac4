"""`otklik campaigns` at a terminal."""

import json
from pathlib import Path

from storage.effects import Effects, flush
from storage.engines.database import Database
from storage.outreach.campaigns import is_about
from storage.rows import Campaign, Plan
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from tests.command_line.terminal import Terminal
from tests.storage.samples import NOW, customer


async def test_campaigns_are_listed_for_programs(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    effects = Effects()
    for number in (1, 2, 3):
        effects.add(customer(number, id=number))
    draft = Campaign(1, 500, NOW, 0.1, 0.02, 0.01, name="Черновик")
    running = Campaign(
        2, 500, NOW, 0.1, 0.02, 0.01, name="Новая кофейня", kind=CampaignKind.SERVICE,
        audience={"segment": "vip"}, state=CampaignState.RUNNING, started_at=NOW,
    )  # fmt: skip
    effects.add(draft)
    effects.add(running)
    states = {
        1: (PlanState.SENT, PolicyReason.DUE),
        2: (PlanState.DROPPED, PolicyReason.UNCERTAIN),
        3: (PlanState.WAITING, PolicyReason.QUIET_HOURS),
    }
    for number, (state, why) in states.items():
        plan = Plan(
            number, number, kind=ContactKind.SERVICE, assigned_at=NOW, planned_at=NOW, due_at=NOW,
            state=state, why=why, arm=Arm.TREATED, **is_about(running.id),
        )  # fmt: skip
        effects.add(plan)
    await database.write(flush, [effects])
    said = otklik(tmp_path, "campaigns", DATABASE__URL=database_url)
    assert (said.code, said.err) == (0, "")
    newest, older = json.loads(said.out)["campaigns"]
    assert (newest["name"], newest["kind"], newest["state"]) == ("Новая кофейня", "service", "running")
    assert newest["audience"] == {"segment": "vip"}
    assert newest["not_sent"] == {"uncertain": 1}
    assert (newest["sent"], newest["open"], newest["started_at"]) == (1, 1, NOW.isoformat())
    results = newest["results"]
    assert [(row["arm"], row["assigned"], row["delivered"]) for row in results["arms"]] == [("treated", 3, 1)]
    # No order since is known, and nobody was held out.
    assert (results["arms"][0]["returned"], results["arms"][0]["rate"]) == (None, None)
    assert (results["goal"], results["comparisons"], results["cost_per_incremental"]) == ("order", [], None)
    assert older["results"] is None
    assert (older["kind"], older["state"], older["started_at"], older["sent"]) == (None, "draft", None, 0)

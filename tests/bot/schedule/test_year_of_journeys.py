"""People of five time zones live beside all journeys: no rule is broken, and every end is told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Final

import pytest

from handlers.outreach.explanation import explain
from storage import tables
from storage.engines.database import Database
from storage.states import InboxState
from surveys.catalogue import files
from surveys.journeys.catalogue import load
from surveys.language.languages import LANGUAGES
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from tests.bot.schedule.company_year import CompanyYear
from tests.bot.schedule.contact_rules import ContactRecords, records_of
from tests.journey_files import LINKS, journeys
from tests.outreach_harness import OutreachHarness, begun

DRIP: Final = 'trigger = "schedule"\nevery = "quarter"\nsurvey = "nps"\nrest = "90d"\n' + "".join(
    f'[[then]]\nscore = "{scores}"\nafter = "1h"\nmessage = {{ ru = "{word}", en = "{word}" }}\n'
    for scores, word in (("0..6", "LOW"), ("7..8", "MIDDLE"), ("9..10", "HIGH"))
)
ORDERS: Final = (
    'trigger = "order_stored"\nafter = "2d"\nsurvey = "after-order"\nrest = "30d"\n'
    'stop = ["answered", "case_opened", "left"]\n'
    'quota = { answers = 9, per = "month", by = "touchpoint" }\n'
)
BRANCHES: Final = {"quarterly-nps/1", "quarterly-nps/2", "quarterly-nps/3", "winback/2"}
OURS: Final = {"reminder", "asked_later", "requested_reminder", "winback"}


@pytest.fixture
async def outreach_harness(
    harness_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OutreachHarness]:
    """Whose ids follow the clock that is moved: turns and arms hang on them, and a run can be repeated."""
    async with begun(harness_database) as running:
        clock = SimpleNamespace(time_ns=lambda: int(running.now.timestamp() * 1e9))
        monkeypatch.setattr("storage.ids.time", clock)
        monkeypatch.setattr(running.harness.ids, "_mark", 7)
        own = journeys(quarterly_nps=DRIP, post_order=ORDERS)
        running.change_context(journeys={**load(None, files.load(), links=LINKS), **own}, holdout=0.1)
        yield running


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_season_of_some_people(outreach_harness: OutreachHarness) -> None:
    records = await _lived(outreach_harness, people=14, days=110, step=timedelta(hours=3))
    assert not _missing(records, {"post-order", "after-case", "quarterly-nps", "review", "reminder"})


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_month_of_some_people_on_the_other_engine(outreach_harness: OutreachHarness) -> None:
    records = await _lived(outreach_harness, people=8, days=30, step=timedelta(hours=6))
    assert not _missing(records, {"post-order", "review"})


@pytest.mark.torture
async def test_a_year_of_200_people(outreach_harness: OutreachHarness) -> None:
    """In steps of ten minutes; every journey and every branch has sent something."""
    records = await _lived(outreach_harness, people=200, days=365, step=timedelta(minutes=10))
    assert not _missing(records, {*outreach_harness.harness.contexts.current.journeys, *BRANCHES, *OURS})
    assert {PolicyReason.QUOTA, PolicyReason.STOPPED} <= {why for _, _, why in records.coverage()}


async def _lived(
    outreach_harness: OutreachHarness, people: int, days: int, step: timedelta
) -> ContactRecords:
    year = CompanyYear(outreach_harness, seed=57)
    await year.begin(people)
    await year.live(days, step)
    records = await records_of(year)
    for (journey, state, why), n in sorted(records.coverage().items()):
        print(f"{journey:20} {state:9} {why:16} {n:6}")  # noqa: T201  # the coverage of the run
    inbox = await outreach_harness.harness.rows(tables.inbox)
    assert not [row for row in inbox if row["state"] == InboxState.POISON]
    records.check()
    records.check_prospects()
    await _check_words(outreach_harness, records)
    return records


def _missing(records: ContactRecords, journeys: set[str]) -> set[str]:
    return journeys - {journey for journey, state, _ in records.coverage() if state is PlanState.SENT}


async def _check_words(outreach_harness: OutreachHarness, records: ContactRecords) -> None:
    """`/why` tells of everybody, in both languages, the reason of each plan that was dropped."""
    app, now = outreach_harness.harness.contexts.current, outreach_harness.now
    for someone in records.year.people.values():
        dropped = [
            plan
            for plan in records.plans.values()
            if plan["customer_id"] == someone.customer_id and plan["state"] is PlanState.DROPPED
        ]
        for language in LANGUAGES:
            who = str(someone.person.id)
            told = await outreach_harness.harness.database.read(explain, app, who, language, now)
            assert told is not None
            for plan in dropped:
                assert app.texts.text(language, plan["why"].text_id) in told

"""Four months of journeys for sixteen people: every branch is taken, no rule is broken, every end is told."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.journey_planning import JourneyPlanning
from storage import tables
from storage.engines.database import Database
from surveys.outreach.plan_state import PlanState
from tests.journey_files import journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import BORIS, Person

MOSCOW = ZoneInfo("Europe/Moscow")
PEOPLE = [Person(600_000_000 + n, f"Person {n}", "ru" if n % 2 else "en") for n in range(16)]
REST = timedelta(days=20)
STEPS = 4 * 120
"""Of six hours each."""
STEP = """
[[then]]
score = "{scores}"
after = "1h"
[then.message]
ru = "{word}"
en = "{word}"
"""
FILES = {
    "order": 'trigger = "order_stored"\nafter = "2d"\nsurvey = "nps"\nrest = "20d"\n'
    + STEP.format(scores="0..6", word="LOW")
    + STEP.format(scores="7..8", word="MIDDLE")
    + STEP.format(scores="9..10", word="HIGH"),
    "case": 'trigger = "case_closed"\nafter = "1d"\nsurvey = "nps"\nrest = "7d"\n',
    "drip": 'trigger = "schedule"\nevery = "month"\nsurvey = "nps"\nrest = "20d"\n',
    "quiet": 'trigger = "silent"\nsurvey = "leaving"\nstop = ["answered", "came_back", "left"]\n',
    "praise": 'trigger = "score_given"\nafter = "1d"\n[when]\nscore = "9..10"\n'
    '[message]\nru = "PRAISE"\nen = "PRAISE"\n',
}


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        limits = replace(running.harness.contexts.current.limits, relational_rest=REST)
        running.change_context(journeys=journeys(**FILES), limits=limits)
        yield running


async def _live(outreach_harness: OutreachHarness, random: Random) -> None:
    """What people do in a step, by chance: order, answer what is open, complain, stop."""
    for number, person in enumerate(PEOPLE):
        orders_by = 0.03 if number % 3 else 0.03 * (outreach_harness.now.month < 12)
        if random.random() < orders_by:
            await outreach_harness.order(person)
        if random.random() < 0.15:
            await _answer(outreach_harness, person, random)
        if random.random() < 0.008:
            await outreach_harness.close(await outreach_harness.complain(person), BORIS)


async def _answer(outreach_harness: OutreachHarness, person: Person, random: Random) -> None:
    customer = await outreach_harness.customer(person)
    talks = await outreach_harness.harness.rows(tables.conversations)
    mine = next((one for one in talks if one["id"] == customer["conversation_id"]), None)
    if mine is not None and mine["survey_id"] == "nps" and mine["awaiting"] == "score":
        await outreach_harness.say(person, str(random.choice((2, 6, 7, 8, 9, 10))))


async def test_four_months_take_every_branch_and_break_no_rule(outreach_harness: OutreachHarness) -> None:
    random = Random(50)
    sent: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for person in (BORIS, *PEOPLE):
        await outreach_harness.say(person, "/start")
    for _ in range(STEPS):
        outreach_harness.harness.fake_clock.move(hours=6)
        await _live(outreach_harness, random)
        before = len(outreach_harness.fake_bot_api.calls)
        parts = outreach_harness.harness.parts
        await JourneyPlanning(parts.database, parts.contexts, parts.clock, parts.ids).run_once()
        await outreach_harness.run_once()
        for method, body in outreach_harness.fake_bot_api.calls[before:]:
            if method == "sendMessage" and body["chat_id"] != BORIS.id:
                sent[body["chat_id"]].append((outreach_harness.now, body["text"]))
    _check_hours(sent)
    await _check_conversations(outreach_harness)
    await _check_plans(outreach_harness)


def _check_hours(sent: dict[int, list[tuple[datetime, str]]]) -> None:
    for messages in sent.values():
        for at, _ in messages:
            assert 10 <= at.astimezone(MOSCOW).hour < 21
        moments = [at for at, _ in messages]
        assert all(sum(at <= one < at + timedelta(days=7) for one in moments) <= 3 for at in moments)


async def _check_conversations(outreach_harness: OutreachHarness) -> None:
    """Of each person: surveys keep a week's distance, the relational one its own."""
    started: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for talk in await outreach_harness.harness.rows(tables.conversations):
        if talk["invited"]:
            started[talk["customer_id"]].append((talk["started_at"], talk["survey_id"]))
    for theirs in started.values():
        _check_distance([at for at, _ in theirs], timedelta(days=7))
        _check_distance([at for at, survey in theirs if survey == "nps"], REST)


def _check_distance(moments: list[datetime], least: timedelta) -> None:
    ordered = sorted(moments)
    assert all(later - earlier >= least for earlier, later in pairwise(ordered))


async def _check_plans(outreach_harness: OutreachHarness) -> None:
    """Every journey and every branch sent something; what did not go has its reason."""
    rows = await outreach_harness.harness.rows(tables.plans)
    ends = Counter((row["journey"], row["state"]) for row in rows)
    print(*(f"{journey} {state}: {n}" for (journey, state), n in sorted(ends.items())), sep="\n")  # noqa: T201  # the coverage of the run
    for journey in (*FILES, "order/1", "order/2", "order/3", "reminder"):
        assert ends[journey, PlanState.SENT] > 0, journey
    assert all(row["why"] is not None for row in rows if row["state"] is not PlanState.WAITING)
    assert not [row for row in rows if row["state"] is PlanState.POSTED]

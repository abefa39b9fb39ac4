"""A month in steps of ten minutes over two changes of the clocks: nobody is written to who should not be."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from storage import tables
from storage.engines.database import Database
from storage.states import OutboxState
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, ContactLimits
from tests.bot.schedule.month import CAP, WEEK, Life, Month
from tests.outreach_harness import OutreachHarness, begun

Row = Mapping[str, Any]

MORNING, EVENING = time(9), time(21)
STARTED = {kind.value for kind in ContactKind if not kind.is_asked_for}


@dataclass
class Outcome:
    """What the house stored, beside what was carried to people's phones."""

    month: Month
    outbox: dict[int, Row]
    plans: dict[int, Row]
    contacts: list[Row]
    conversations: dict[int, Row]
    sessions: list[Row]
    cases: list[Row]
    calls: list[tuple[str, dict[str, Any]]]

    def life_of(self, customer_id: int) -> Life:
        return next(life for life in self.month.lives.values() if life.customer_id == customer_id)

    def started(self) -> list[Row]:
        """Messages that we began and that arrived."""
        return [row for row in self.outbox.values() if row["kind"] and row["state"] == OutboxState.SENT]

    def had_open_case(self, life: Life, at: datetime) -> bool:
        """Of the month's own making, or opened by what its people tapped."""
        return life.complains.was_on(at) or any(
            case["opened_at"] <= at and (case["closed_at"] is None or case["closed_at"] > at)
            for case in self.cases
            if case["customer_id"] == life.customer_id
        )

    def verdicts(self, plan_id: int) -> list[Row]:
        return [row for row in self.contacts if row["plan_id"] == plan_id]


async def _spend(outreach_harness: OutreachHarness, people: int, days: int, minutes: int) -> Outcome:
    month = Month(outreach_harness, people, days, minutes, seed=20261010)
    await month.run()
    harness = outreach_harness.harness
    return Outcome(
        month,
        {row["id"]: row for row in await harness.rows(tables.outbox)},
        {row["id"]: row for row in await harness.rows(tables.plans)},
        sorted(await harness.rows(tables.contact_log), key=lambda row: (row["decided_at"], row["id"])),
        {row["id"]: row for row in await harness.rows(tables.conversations)},
        list(await harness.rows(tables.churn_sessions)),
        list(await harness.rows(tables.cases)),
        outreach_harness.fake_bot_api.calls,
    )


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_month_of_a_hundred_people(harness_database: Database) -> None:
    async with begun(harness_database) as outreach_harness:
        outcome = await _spend(outreach_harness, people=100, days=31, minutes=10)
    _check(outcome)
    kinds = Counter(row["kind"] for row in outcome.started())
    assert kinds["reminder"] >= 20
    assert kinds["promotion"] >= 5
    assert kinds["service"] >= 3
    whys = {row["why"] for row in outcome.contacts}
    assert whys >= {
        "due", "not_yet", "quiet_hours", "weekly_cap", "open_case", "unreachable", "stopped",
        "no_consent", "held_out", "obsolete",
    }  # fmt: skip


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_week_of_thirty_people_on_the_other_engine(harness_database: Database) -> None:
    async with begun(harness_database) as outreach_harness:
        outcome = await _spend(outreach_harness, people=30, days=9, minutes=60)
    assert outcome.started()
    _check(outcome)


def _check(outcome: Outcome) -> None:
    _nothing_in_quiet_hours(outcome)
    _nothing_to_whom_it_must_not_go(outcome)
    _no_reminder_twice_or_after_an_answer(outcome)
    _no_more_than_the_cap(outcome)
    _every_skip_is_explained(outcome)
    _whoever_was_not_invited_is_explained(outcome)


def _nothing_in_quiet_hours(outcome: Outcome) -> None:
    for row in outcome.started():
        life = outcome.life_of(row["customer_id"] or _customer_at(outcome, row["chat_id"]))
        wall = row["done_at"].astimezone(life.zone).time()
        assert MORNING <= wall < EVENING, (row, wall)


def _nothing_to_whom_it_must_not_go(outcome: Outcome) -> None:
    for row in outcome.started():
        life, at = outcome.month.lives[row["chat_id"]], row["done_at"]
        assert not life.stopped.was_on(at), row
        if row["kind"] != "service":
            assert not outcome.had_open_case(life, at), row
        if row["kind"] == "promotion":
            assert life.consented.was_on(at), row
            assert life.away.was_on(at), row
            assert outcome.plans[row["plan_id"]]["arm"] == "treated"


def _no_reminder_twice_or_after_an_answer(outcome: Outcome) -> None:
    reminded = Counter(row["at"] for row in outcome.started() if row["kind"] == "reminder")
    assert set(reminded.values()) == {1}
    for row in outcome.started():
        if row["kind"] == "reminder":
            talk = outcome.conversations[outcome.plans[row["plan_id"]]["subject_id"]]
            assert talk["answered_at"] is None or talk["answered_at"] > row["done_at"]
            method, body = outcome.calls[row["message_id"] - 1]
            assert (method, body["chat_id"]) == ("sendMessage", row["chat_id"])
            assert body["reply_parameters"]


def _no_more_than_the_cap(outcome: Outcome) -> None:
    """A reminder that was asked for goes all the same, and counts for what comes after it."""
    by_person: defaultdict[int, list[datetime]] = defaultdict(list)
    for row in outcome.started():
        by_person[row["chat_id"]].append(row["done_at"])
    for row in outcome.started():
        at, moments = row["done_at"], by_person[row["chat_id"]]
        if row["kind"] != "requested":
            assert sum(at - WEEK < other <= at for other in moments) <= CAP


def _every_skip_is_explained(outcome: Outcome) -> None:
    assert {plan["state"] for plan in outcome.plans.values()} >= {PlanState.SENT, PlanState.DROPPED}
    for plan in outcome.plans.values():
        if plan["state"] == PlanState.SENT:
            continue
        if plan["state"] == PlanState.WAITING:
            assert plan["due_at"] >= outcome.month.end - timedelta(hours=1)
            continue
        assert plan["state"] in {PlanState.DROPPED, PlanState.HOLDOUT}
        last = outcome.verdicts(plan["id"])[-1]
        if plan["why"] in {"unreachable"} and last["action"] == "send":
            _is_true("unreachable", last, plan, outcome)  # Telegram refused what had been let through
            continue
        assert (last["action"], last["why"]) == ("never", plan["why"])
        _is_true(last["why"], last, plan, outcome)
    for said in outcome.contacts:
        if said["stage"] == "sending" and said["why"] == "quiet_hours" and said["plan_id"] in outcome.plans:
            _is_true("quiet_hours", said, outcome.plans[said["plan_id"]], outcome)


def _is_true(why: str, said: Row, plan: Row, outcome: Outcome) -> None:
    """By the history that the month kept, not by what the house believed."""
    life, at = outcome.life_of(said["customer_id"]), said["decided_at"]
    wall = at.astimezone(life.zone).time()
    last_contacts = [
        row["done_at"]
        for row in outcome.started()
        if row["chat_id"] == life.person.id and row["done_at"] <= at
    ]
    lateness = ContactLimits().lateness[ContactKind(plan["kind"])]
    talk = outcome.conversations.get(plan["subject_id"])
    truths: dict[str, Callable[[], bool]] = {
        "stopped": lambda: life.stopped.was_on(at),
        "no_consent": lambda: not life.consented.was_on(at),
        "open_case": lambda: outcome.had_open_case(life, at),
        "unreachable": lambda: life.blocked.was_on(at) or _never_arrived(plan, outcome),
        "held_out": lambda: plan["arm"] == "holdout",
        "too_late": lambda: at > plan["planned_at"] + lateness,
        "weekly_cap": lambda: any(at - WEEK < moment for moment in last_contacts),
        "quiet_hours": lambda: not MORNING <= wall < EVENING or at + timedelta(days=1) > plan["planned_at"],
        "obsolete": lambda: (
            (talk is not None and talk["answered_at"] is not None and talk["answered_at"] <= at)
            if plan["journey"] == "reminder"
            else not life.away.was_on(at) or any(told > plan["assigned_at"] for told in life.told)
        ),
    }
    assert truths[why](), (why, said, plan)


def _never_arrived(plan: Row, outcome: Outcome) -> bool:
    """The question of a person who had blocked us."""
    place = f"question:{plan['subject_id']}"
    return not any(
        row["fills"] == place and row["state"] == OutboxState.SENT for row in outcome.outbox.values()
    )


def _whoever_was_not_invited_is_explained(outcome: Outcome) -> None:
    reasons = outcome.month.outreach_harness.harness.contexts.current.reasons
    planned = {plan["subject_id"] for plan in outcome.plans.values()}
    left_out = [session for session in outcome.sessions if session["id"] not in planned]
    for session in left_out:
        reason = reasons.get(session["reason"])
        if reason is None or reason.invitation is None:
            continue
        said = [
            row["why"]
            for row in outcome.contacts
            if row["customer_id"] == session["customer_id"]
            and row["plan_id"] is None
            and row["about"] == session["reason"]
        ]
        assert set(said) & {"no_consent", "stopped", "open_case", "unreachable"}, session
    assert left_out


def _customer_at(outcome: Outcome, chat_id: int) -> int:
    return outcome.month.lives[chat_id].customer_id

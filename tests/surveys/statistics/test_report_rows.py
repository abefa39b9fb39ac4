"""The reports give the published and agreed values, whichever way a company's rows lead there."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics import churn_report, complaints_report, winback_report
from surveys.statistics.churn_report import Base
from surveys.statistics.complaints_report import ComplaintsReport, Exposure, Exposures, WaitingCases
from surveys.statistics.farewells import Farewell
from surveys.statistics.periods import Period
from surveys.statistics.scores import Level
from surveys.statistics.winback_report import WinbackReport
from tests.complaints import Complaint, handled, handled_by_group
from tests.surveys.statistics.vectors import Vector, near, of_function
from tests.winback import Invited, assigned

HOUR = timedelta(hours=1)
BEGAN = datetime(2026, 10, 1, tzinfo=UTC)
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1), ZoneInfo("Europe/Moscow"))
NOW = datetime(2026, 11, 2, tzinfo=UTC)


# Complaints ---------------------------------------------------------------------------------------


def _complaints(
    complaints: Sequence[Complaint],
    exposures: Exposures,
    *,
    before: tuple[int, Exposures] = (0, Exposures()),
    waiting: dict[str, WaitingCases] | None = None,
    now: datetime = NOW,
) -> ComplaintsReport:
    whole, groups = handled(complaints, now), handled_by_group(complaints, now)
    facts = complaints_report.ComplaintsFacts(
        whole, groups, waiting or {}, exposures, {"": before[0]}, before[1]
    )
    return complaints_report.build(OCTOBER, OCTOBER.before, now, facts)


def _ticket(ticket: dict[str, Any]) -> Complaint:
    solved, again = ticket["resolved"], ticket["reopened"]
    reply = ticket["first_human_reply"]
    return Complaint(
        customer=ord(ticket["customer"]),
        group=ticket["category"],
        category=ticket["category"],
        opened_at=BEGAN + ticket["opened"] * HOUR,
        first_reply_at=None if reply is None else BEGAN + reply * HOUR,
        solved_at=BEGAN + solved[0] * HOUR if solved else None,
        closed_at=BEGAN + solved[-1] * HOUR if len(solved) > len(again) else None,
        reopened=len(again),
    )


@pytest.mark.parametrize("vector", of_function("complaint_summary"))
def test_cases_as_they_are_stored_give_the_agreed_numbers(vector: Vector) -> None:
    given_, expected = vector["input"], vector["expected"]
    exposure = Exposure(given_["orders"], given_["active_customers"])
    now = BEGAN + given_["now_h"] * HOUR
    whole = _complaints([_ticket(one) for one in given_["tickets"]], Exposures(exposure), now=now).whole
    assert (whole.cases, whole.handling.complainants) == (expected["complaints"], expected["complainants"])
    assert whole.per_100_orders is not None
    assert whole.per_100_customers is not None
    assert whole.share_interval is not None
    rate = whole.per_100_orders
    assert rate.value == near(vector, expected["complaints_per_100_orders"])
    assert [rate.low, rate.high] == near(vector, expected["per_100_orders_ci"])
    assert whole.per_100_customers.value == near(vector, expected["complaints_per_100_customers"])
    assert whole.share_complained == near(vector, expected["share_of_customers_complaining"])
    assert [whole.share_interval.low, whole.share_interval.high] == near(vector, expected["share_ci"])
    replied, solved = whole.handling.first_reply.median_s, whole.handling.solution.median_s
    assert (replied or 0) / 3600 == near(vector, expected["first_reply_h_median"])
    assert (solved or 0) / 3600 == near(vector, expected["resolve_h_median_full"])
    assert whole.handling.first_contact == near(vector, expected["fcr"])
    assert (whole.handling.open, whole.reopened) == (expected["open_now"], 1)


@pytest.mark.parametrize("vector", of_function("complaint_rate_change"))
def test_a_change_of_the_rate_is_that_of_the_vector(vector: Vector) -> None:
    now, then = vector["input"]["current"], vector["input"]["previous"]
    cases = [Complaint(number, "", "", BEGAN) for number in range(now["complaints"])]
    before = then["complaints"], Exposures(Exposure(then["orders"]))
    change = _complaints(cases, Exposures(Exposure(now["orders"])), before=before).whole.change
    assert change is not None
    assert change.ratio == near(vector, vector["expected"]["rate_ratio"])
    assert change.p == near(vector, vector["expected"]["p_conditional_binomial"])
    assert not change.is_significant


def test_a_group_with_nothing_but_an_old_unanswered_case_is_not_lost() -> None:
    since = NOW - 2 * HOUR
    report = _complaints(
        [], Exposures(), waiting={"quality": WaitingCases(1, since), "": WaitingCases(2, since - HOUR)}
    )
    assert (report.whole.unanswered, report.whole.oldest_unanswered_s) == (3, 3 * 3600)
    assert [(group.name, group.cases, group.unanswered) for group in report.groups] == [
        ("", 0, 2),
        ("quality", 0, 1),
    ]


def test_what_orders_do_not_tell_apart_is_unknown_for_the_group_only() -> None:
    exposures = Exposures(Exposure(10, 5), {"shop": Exposure(4, 2)})
    cases = [Complaint(1, "shop", "", BEGAN), Complaint(2, "call", "", BEGAN)]
    shown = {group.name: group.per_100_orders for group in _complaints(cases, exposures).groups}
    assert shown["shop"] is not None
    assert shown["shop"].value == 25
    assert shown["call"] is None


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "shop", "call"]), st.booleans())))
def test_groups_of_complaints_add_up_to_the_whole(rows: list[tuple[int, str, bool]]) -> None:
    cases = [
        Complaint(who, group, "", BEGAN, solved_at=BEGAN + HOUR if again else None, reopened=again)
        for who, group, again in rows
    ]
    report = _complaints(cases, Exposures(Exposure(100, 10)))
    assert sum(group.cases for group in report.groups) == report.whole.cases == len(rows)
    assert sum(group.reopened for group in report.groups) == report.whole.reopened
    assert sum(group.handling.open for group in report.groups) == report.whole.handling.open


# Churn --------------------------------------------------------------------------------------------


def _churn(told: Sequence[Farewell], groups: dict[str, Base] | None = None) -> churn_report.ChurnReport:
    whole = [Farewell("", one.reason, one.kind, one.shown, one.money_minor) for one in told]
    return churn_report.build(
        OCTOBER,
        OCTOBER.before,
        churn_report.ChurnFacts({"": Base(100, 10)}, {"": Base(100, 5)}, {"": len(told)}, whole),
        None if groups is None else churn_report.ChurnFacts(groups, {}, {}, told),
    )


@pytest.mark.parametrize("vector", of_function("reason_selection_rate"))
def test_a_reason_s_rate_is_of_the_interviews_that_showed_it(vector: Vector) -> None:
    told = [
        Farewell("", session["picked"], ReasonClass.AVOIDABLE, session["shown"])
        for session in vector["input"]["sessions"]
    ]
    rates = {cause.reason: cause.rate for cause in _churn(told).whole.causes}
    assert rates == near(vector, vector["expected"])


def test_who_would_rather_not_say_is_lost_without_a_reason() -> None:
    told = [Farewell("", NO_ANSWER, ReasonClass.UNKNOWN, [NO_ANSWER])] * 2
    whole = _churn([*told, Farewell("", "MOVED", ReasonClass.NATURAL, ["MOVED"])]).whole
    assert (whole.answered, whole.customers, whole.coverage) == (1, 3, 0.1)
    assert [bar.cause.reason for bar in whole.bars()] == ["MOVED", NO_ANSWER]


def test_reasons_of_people_who_had_left_before_are_no_share_of_those_who_left() -> None:
    assert _churn([Farewell("", "MOVED", ReasonClass.NATURAL, [])] * 11).whole.coverage is None


def test_a_class_that_was_changed_meanwhile_keeps_each_answer_under_that_of_its_day() -> None:
    kinds = [ReasonClass.NATURAL, ReasonClass.AVOIDABLE, ReasonClass.AVOIDABLE]
    whole = _churn([Farewell("", "LOW_USE", kind, ["LOW_USE"]) for kind in kinds]).whole
    losses = whole.by_class()
    assert (losses[ReasonClass.AVOIDABLE].customers, losses[ReasonClass.NATURAL].customers) == (2, 1)


def test_one_small_segment_hides_another_one_with_it() -> None:
    told = [
        *[Farewell("large", "MOVED", ReasonClass.NATURAL, [])] * 40,
        *[Farewell("middle", "MOVED", ReasonClass.NATURAL, [])] * 6,
        *[Farewell("small", "MOVED", ReasonClass.NATURAL, [])] * 2,
    ]
    report = _churn(told, {name: Base(50, 1) for name in ("large", "middle", "small")})
    assert {group.name: group.level for group in report.groups} == {
        "large": Level.FULL,
        "middle": Level.HIDDEN,
        "small": Level.HIDDEN,
    }
    reasons = [
        row["group"] for row in churn_report.as_json(report)["rows"] if row.get("group") and row["reason"]
    ]
    assert reasons == ["large"]


def test_money_that_nobody_knows_is_unknown_and_not_nothing() -> None:
    unknown = _churn([Farewell("", "MOVED", ReasonClass.NATURAL, [])]).whole
    nothing = _churn([Farewell("", "MOVED", ReasonClass.NATURAL, [], money_minor=0)]).whole
    assert (unknown.money, nothing.money) == (None, 0)


# Win-back -----------------------------------------------------------------------------------------


def _people(arm: Arm, assigned: int, returned: int) -> Iterator[Invited]:
    for number in range(assigned):
        orders = [BEGAN + HOUR] if number < returned else []
        yield Invited("PRICE_HIGH", arm, BEGAN, delivered=arm is Arm.TREATED, orders=orders)


def _winback(people: Sequence[Invited], now: datetime = NOW) -> WinbackReport:
    return winback_report.build(OCTOBER, assigned(people, now))


@pytest.mark.parametrize("vector", of_function("winback_uplift"))
def test_people_of_both_arms_give_the_uplift_of_the_vector(vector: Vector) -> None:
    numbers, expected = vector["input"], vector["expected"]
    report = _winback(
        [
            *_people(Arm.TREATED, numbers["treat_assigned"], numbers["treat_returned"]),
            *_people(Arm.HOLDOUT, numbers["holdout_assigned"], numbers["holdout_returned"]),
        ]
    )
    whole, treated, holdout, *_ = winback_report.as_json(report)["rows"]
    assert treated["rate"] == near(vector, expected["rate_treat"])
    assert holdout["rate"] == near(vector, expected["rate_holdout"])
    assert whole["uplift"] == near(vector, expected["uplift"])
    assert [whole["low"], whole["high"]] == near(vector, expected["ci"])
    assert whole["incremental_customers"] == near(vector, expected["incremental_customers"])
    assert whole["proven"] is expected["proven"]


@pytest.mark.parametrize(
    ("ordered_after", "returned"),
    [(-HOUR, 0), (0 * HOUR, 1), (RETURN_WINDOW - HOUR, 1), (RETURN_WINDOW, 0)],
)
def test_an_order_counts_within_the_window_only(ordered_after: timedelta, returned: int) -> None:
    person = Invited("MOVED", Arm.HOLDOUT, BEGAN, orders=[BEGAN + ordered_after])
    assert _winback([person]).whole.holdout.returned == returned


def test_nobody_counts_before_their_window_has_passed() -> None:
    person = Invited("MOVED", Arm.TREATED, BEGAN, delivered=True, orders=[BEGAN + HOUR])
    early = _winback([person], BEGAN + RETURN_WINDOW - HOUR).whole
    assert (early.waiting, early.both.assigned, early.treated.rate) == (1, 0, None)
    settled = _winback([person], BEGAN + RETURN_WINDOW).whole
    assert (settled.waiting, settled.treated.returned) == (0, 1)


def test_without_a_holdout_the_effect_is_unknown() -> None:
    row = winback_report.as_json(_winback(list(_people(Arm.TREATED, 50, 10))))["rows"][0]
    assert (row["assigned"], row["returned"], row["rate"]) == (50, 10, 0.2)
    assert [row[name] for name in ("uplift", "low", "high", "proven", "incremental_customers")] == [None] * 5

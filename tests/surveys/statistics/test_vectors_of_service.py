"""Published and agreed values of complaints, differences of shares, win-back and alerts."""

from typing import Final

import pytest

from surveys.statistics.alerts import discoveries, nps_alert
from surveys.statistics.base_report import BaseRecords
from surveys.statistics.handling import Handled, handling
from surveys.statistics.rates import Count, per_100, poisson_interval, rate_change
from surveys.statistics.response import ResponseFunnel
from surveys.statistics.sample_sizes import answers_for_change, answers_for_margin
from surveys.statistics.scores import Counts, Level, level, wilson
from surveys.statistics.shares import Share, agresti_caffo, difference, needed, needed_people
from surveys.statistics.targets import beside
from surveys.statistics.uplift import incremental, relative, returns, uplift
from tests.surveys.statistics.vectors import Vector, near, of_function


@pytest.mark.parametrize("vector", of_function("poisson_exact_ci"))
def test_an_interval_of_a_count(vector: Vector) -> None:
    interval = poisson_interval(vector["input"]["count"], vector["input"]["confidence"])
    assert [interval.low, interval.high] == near(vector, vector["expected"]["ci"])


@pytest.mark.parametrize("vector", of_function("complaint_rate"))
def test_a_rate_of_complaints(vector: Vector) -> None:
    rate = per_100(Count(vector["input"]["complaints"], vector["input"]["orders"]))
    assert rate is not None
    assert rate.value == near(vector, vector["expected"]["per_100_orders"])
    assert [rate.low, rate.high] == near(vector, vector["expected"]["ci"])


@pytest.mark.parametrize("vector", of_function("complaint_rate_change"))
def test_a_change_of_the_rate_of_complaints(vector: Vector) -> None:
    now, then = (
        Count(vector["input"][name]["complaints"], vector["input"][name]["orders"])
        for name in ("current", "previous")
    )
    change = rate_change(now, then)
    assert change is not None
    assert change.ratio == near(vector, vector["expected"]["rate_ratio"])
    assert change.p == near(vector, vector["expected"]["p_conditional_binomial"])


@pytest.mark.parametrize("vector", of_function("complaint_summary"))
def test_complaints_as_they_were_handled(vector: Vector) -> None:
    given = vector["input"]
    tickets = [
        Handled(
            customer=ticket["customer"],
            issue=(ticket["order"], ticket["category"]),
            opened=ticket["opened"],
            first_reply=ticket["first_human_reply"],
            solved=tuple(ticket["resolved"]),
            reopened=tuple(ticket["reopened"]),
        )
        for ticket in given["tickets"]
    ]
    found = handling(tickets, given["now_h"], given["fcr_window_h"])
    per_orders = per_100(Count(found.complaints, given["orders"]))
    per_customers = per_100(Count(found.complaints, given["active_customers"]))
    share = wilson(found.complainants, given["active_customers"])
    assert per_orders is not None
    assert per_customers is not None
    assert share is not None
    computed = {
        "complaints": found.complaints,
        "complainants": found.complainants,
        "complaints_per_100_customers": per_customers.value,
        "complaints_per_100_orders": per_orders.value,
        "share_of_customers_complaining": found.complainants / given["active_customers"],
        "share_ci": [share.low, share.high],
        "per_100_orders_ci": [per_orders.low, per_orders.high],
        "first_reply_h_median": found.first_reply,
        "first_reply_missing": found.unanswered,
        "resolve_h_median_first": found.solved_first,
        "resolve_h_median_full": found.solved_fully,
        "reopen_rate": found.reopened,
        "open_now": found.open,
        "fcr": found.first_contact,
    }
    for name, value in vector["expected"].items():
        assert computed[name] == near(vector, value), name


@pytest.mark.parametrize("vector", of_function("newcombe_ci"))
def test_an_interval_of_a_difference_of_shares(vector: Vector) -> None:
    given = vector["input"]
    found = difference(Share(given["x1"], given["n1"]), Share(given["x2"], given["n2"]), given["confidence"])
    assert found is not None
    assert found.value == near(vector, vector["expected"]["diff"])
    assert [found.low, found.high] == near(vector, vector["expected"]["ci"])


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Fagerland, Lydersen and Laake 2015, table 5.
        (Share(7, 34), Share(1, 34), 0.0116, 0.3217),
        # The formula by hand: 1/12 − 1/22 ± 1.96·√(11/144/12 + 21/484/22); then one that is cut off.
        (Share(0, 10), Share(0, 20), -0.14109, 0.21685),
        (Share(1, 1), Share(0, 1), -0.42106, 1.0),
    ],
)
def test_the_other_interval_of_a_difference_of_shares(
    first: Share, second: Share, low: float, high: float
) -> None:
    found = agresti_caffo(first, second)
    assert found is not None
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)
    mirrored = agresti_caffo(second, first)
    assert mirrored is not None
    assert [-mirrored.high, -mirrored.low] == pytest.approx([found.low, found.high])


@pytest.mark.parametrize(("first", "second"), [(Share(0, 0), Share(1, 2)), (Share(1, 2), Share(0, 0))])
def test_a_difference_from_nobody_has_no_interval(first: Share, second: Share) -> None:
    assert agresti_caffo(first, second) is None


@pytest.mark.parametrize("vector", of_function("nps_n_for_margin"))
def test_the_answers_that_a_margin_needs(vector: Vector) -> None:
    given = vector["input"]
    found = answers_for_margin(given["margin_points"], given["variance"], given["confidence"])
    assert found == vector["expected"]["n"]


@pytest.mark.parametrize("vector", of_function("nps_n_per_group_for_change"))
def test_the_answers_that_a_change_needs(vector: Vector) -> None:
    given = vector["input"]
    found = answers_for_change(
        given["difference_points"], given["variance"], given["confidence"], given["power"]
    )
    assert found == vector["expected"]["n_per_group"]


RATES: Final = {
    "delivery_rate": "delivery_rate",
    "response_rate_of_delivered_RR6": "response_rate",
    "RR1": "complete_rate",
    "RR2": "partial_rate",
    "completion_rate": "completion_rate",
    "optout_rate": "opt_out_rate",
}


@pytest.mark.parametrize("vector", of_function("response_rates"))
def test_how_many_of_those_invited_answered(vector: Vector) -> None:
    given = vector["input"]
    funnel = ResponseFunnel(
        given["invited"], given["delivered"], given["started"], given["completed"],
        given["score_only"], given["optout"],
    )  # fmt: skip
    for name, value in vector["expected"].items():
        assert getattr(funnel, RATES[name]) == (None if value is None else near(vector, value)), name


def test_each_rate_of_response_has_its_own_base() -> None:
    funnel = ResponseFunnel(invited=200, delivered=160, started=80, completed=48, score_only=16, opted_out=8)
    assert (funnel.delivery_rate, funnel.complete_rate, funnel.partial_rate) == (0.8, 0.24, 0.32)
    assert (funnel.response_rate, funnel.completion_rate, funnel.opt_out_rate) == (0.4, 0.6, 0.05)


@pytest.mark.parametrize("vector", of_function("winback_uplift"))
def test_an_uplift_of_a_wave(vector: Vector) -> None:
    given = vector["input"]
    treated = Share(given["treat_returned"], given["treat_assigned"])
    found = uplift(treated, Share(given["holdout_returned"], given["holdout_assigned"]))
    assert found is not None
    computed = {
        "rate_treat": found.treated.value,
        "rate_holdout": found.holdout.value,
        "uplift": found.difference.value,
        "ci": [found.difference.low, found.difference.high],
        "relative": found.relative,
        "incremental_customers": found.incremental,
        "z": found.difference.z,
        "p_ztest": found.difference.p_normal,
        "p_fisher": found.difference.p_exact,
        "proven": found.is_proven,
    }
    for name, value in vector["expected"].items():
        assert computed[name] == (None if value is None else near(vector, value)), name


@pytest.mark.parametrize("vector", of_function("winback_uplift_from_rates"))
def test_an_uplift_told_in_rates(vector: Vector) -> None:
    given, expected = vector["input"], vector["expected"]
    points = given["treat_rate"] - given["holdout_rate"]
    assert 100 * points == near(vector, expected["uplift_points"])
    assert relative(points, given["holdout_rate"]) == near(vector, expected["relative"])
    assert incremental(given["treat_n"], points) == near(vector, expected["incremental"])


@pytest.mark.parametrize("vector", of_function("winback_roi"))
def test_the_money_of_a_wave(vector: Vector) -> None:
    given = vector["input"]
    cost = given["discount_cost"] + given["message_cost"]
    customers = given["incremental_customers"]
    found = returns(customers, given["margin_per_returned"], cost, given["returned_treat"])
    computed = {
        "incremental_margin": found.margin,
        "cost": found.cost,
        "roi": found.roi,
        "cost_per_incremental": found.per_incremental,
        "cost_per_returned": found.per_returned,
    }
    assert computed == near(vector, vector["expected"])


@pytest.mark.parametrize("vector", of_function("ab_sample_size"))
def test_the_people_that_a_comparison_needs(vector: Vector) -> None:
    p1, p2, power = vector["input"]["p1"], vector["input"]["p2"], vector["input"]["power"]
    assert needed(p1, p2, power=power) == near(vector, vector["expected"]["n_raw"])
    assert needed_people(p1, p2, power=power) == vector["expected"]["n_per_group"]


@pytest.mark.parametrize("vector", of_function("display_level"))
def test_what_a_small_group_shows(vector: Vector) -> None:
    names = {Level.HIDDEN: "hidden", Level.FEW: "score_low_confidence", Level.FULL: "full"}
    assert names[level(vector["input"]["n"])] == vector["expected"]["level"]


@pytest.mark.parametrize("vector", of_function("nps_alert"))
def test_when_a_change_alerts(vector: Vector) -> None:
    given = dict(vector["input"])
    now, then = Counts(*given.pop("current")), Counts(*given.pop("previous"))
    found = nps_alert(now, then, **given)
    assert (found.is_raised, found) == (vector["expected"]["alert"], vector["expected"]["why"])


@pytest.mark.parametrize("vector", of_function("plan_fact"))
def test_a_fact_beside_its_target(vector: Vector) -> None:
    given, expected = vector["input"], vector["expected"]
    found = beside(given["plan"], given["fact"], lower_is_better=given.get("lower_is_better", False))
    assert found is not None
    computed = {"deviation": found.deviation, "completion": found.completion, "met": found.is_met}
    assert {key: computed[key] for key in expected} == near(vector, expected)


@pytest.mark.parametrize("vector", of_function("crm_kpis"))
def test_the_profiles_of_customers(vector: Vector) -> None:
    """And whom a campaign reached, who of them pressed a button, a part of the sales: shares like others."""
    given, expected = vector["input"], vector["expected"]
    n, fields = given["db_records"], given["fields_total"] // given["db_records"]
    known = BaseRecords(n, given["reachable"], 0, 0, filled=given["fields_filled"], fields=fields)
    assert known.profile_complete == near(vector, expected["profile_completeness"])
    shares = {
        "reachable_share": Share(known.reachable, known.records),
        "reach_share": Share(given["contacted"], known.reachable),
        "unique_ctr_of_contacted": Share(given["clicked_unique"], given["contacted"]),
        "crm_share_of_sales": Share(given["crm_sales"], given["total_sales"]),
    }
    assert {*shares, "profile_completeness"} == expected.keys()
    for name, share in shares.items():
        assert share.value == near(vector, expected[name]), name


@pytest.mark.parametrize("vector", of_function("benjamini_hochberg"))
def test_which_of_many_changes_stand(vector: Vector) -> None:
    found = discoveries(vector["input"]["p"], vector["input"]["q"])
    assert found == [bool(one) for one in vector["expected"]["reject"]]

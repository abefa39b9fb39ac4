"""Published and agreed values of retention, purchases, values of customers, drivers, content and plans."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from surveys.questions.reasons import ReasonClass
from surveys.statistics.clv import MultipleConvention, margin_multiple, simple_value
from surveys.statistics.cohorts import Cohort, cohorts_of
from surveys.statistics.drivers import Quadrant, drivers, quadrant
from surveys.statistics.pareto import Measure, ParetoCause, avoidable_share, by_class
from surveys.statistics.purchases import purchases_of
from surveys.statistics.renewals import fit
from surveys.statistics.retention import (
    CustomerMoves,
    lifetime_of,
    monthly_of,
    shortcut_retention,
    survival,
    yearly_churn_of,
)
from surveys.statistics.satisfaction import Ease, Satisfaction
from tests.surveys.statistics.vectors import Vector, near, of_function

CDNOW = Path(__file__).with_name("cdnow.txt")


@cache
def cdnow() -> list[tuple[int, date, int | None]]:
    """Customer, day and cents of each order."""
    lines = CDNOW.read_text(encoding="ascii").splitlines()
    return [
        (customer, date.fromisoformat(f"19{day}"), int(cents))
        for customer, line in enumerate(lines)
        for day, cents in (order.split(":") for order in line.split())
    ]


@pytest.mark.parametrize("vector", of_function("crr_formula"))
def test_the_shortcut_of_textbooks(vector: Vector) -> None:
    given, expected = vector["input"], vector["expected"]
    kept = shortcut_retention(given["S"], given["N"], given["E"])
    assert kept == (None if expected["crr"] is None else near(vector, expected["crr"]))
    if "churn" in expected:
        churn = None if kept is None else 1 - kept
        assert churn == (None if expected["churn"] is None else near(vector, expected["churn"]))


@pytest.mark.parametrize("vector", of_function("crr_by_counts"))
def test_customers_are_counted_by_who_they_are(vector: Vector) -> None:
    given = vector["input"]
    moves = CustomerMoves(given["S"], given["lost_of_start"], given["new"], given["lost_of_new"])
    computed = {
        "E": moves.ended,
        "churn": moves.churn,
        "crr_true": moves.retention,
        "crr_formula": shortcut_retention(moves.started, moves.new, moves.ended),
        "early_churn_of_new": moves.early_churn,
    }
    assert {name: computed[name] for name in vector["expected"]} == near(vector, vector["expected"])


def test_of_nobody_nothing_is_known() -> None:
    nobody = CustomerMoves(0)
    assert (nobody.retention, nobody.interval, nobody.churn, nobody.early_churn) == (None, None, None, None)
    assert purchases_of([]).repeat_rate is None
    assert purchases_of([]).average_order_minor is None


@pytest.mark.parametrize("vector", of_function("monthly_from_annual"))
def test_a_month_of_a_year(vector: Vector) -> None:
    monthly = monthly_of(vector["input"]["annual_retention"])
    expected = vector["expected"]
    assert [monthly, 1 - monthly] == near(vector, [expected["monthly_retention"], expected["monthly_churn"]])
    assert yearly_churn_of(1 - monthly) == pytest.approx(1 - vector["input"]["annual_retention"])


def test_a_constant_churn_makes_a_lifetime() -> None:
    assert lifetime_of(0.05) == pytest.approx(20)
    assert lifetime_of(0) is None
    assert yearly_churn_of(0.05) == pytest.approx(0.4596, abs=1e-4)  # not 60 %


@pytest.mark.parametrize("vector", of_function("natural_avoidable_split"))
def test_what_was_lost_by_class(vector: Vector) -> None:
    given, start = vector["input"], vector["input"]["start"]
    causes = [
        ParetoCause(str(one["id"]), ReasonClass(one["reason_class"]), 1, one["monthly_margin"])
        for one in given["lost"]
    ]
    people = by_class(causes)
    computed = {
        "churn": CustomerMoves(start, len(causes)).churn,
        **{kind.value: people[kind].customers / start for kind in ReasonClass},
        "avoidable_share_of_known": avoidable_share(causes),
        "margin_lost_month": sum(loss.money for loss in people.values()),
        "avoidable_margin_lost_month": people[ReasonClass.AVOIDABLE].money,
    }
    assert {name: computed[name] for name in vector["expected"]} == near(vector, vector["expected"])
    assert avoidable_share(causes, Measure.MONEY) == pytest.approx(3600 / 4100)
    assert avoidable_share([one for one in causes if one.kind is ReasonClass.UNKNOWN]) is None


@pytest.mark.parametrize("vector", of_function("kaplan_meier"))
def test_who_has_not_left_is_no_loss(vector: Vector) -> None:
    given = vector["input"]
    found = survival(given["durations"], [bool(one) for one in given["event"]])
    expected = {float(moment): share for moment, share in vector["expected"]["S"].items()}
    assert found == near(vector, expected)


@pytest.mark.parametrize("vector", of_function("sbg_fit"))
def test_renewals_of_customers_who_differ(vector: Vector) -> None:
    given, expected = vector["input"], vector["expected"]
    kept = next(values for name, values in given.items() if name.startswith("survival"))
    found = fit(kept, given["cohort"])
    computed = {
        "alpha": found.alpha,
        "beta": found.beta,
        "loglik": found.log_likelihood(kept, given["cohort"]),
        "year12_survival": found.survival(12),
    }
    for name, value in expected.items():
        assert computed[name] == near(vector, value), name


@pytest.mark.parametrize("vector", of_function("repeat_purchase_rate"))
def test_who_bought_again(vector: Vector) -> None:
    found = purchases_of(cdnow())
    computed = {
        "customers": found.customers,
        "orders": found.orders,
        "repeaters": found.repeaters,
        "repeat_purchase_rate": found.repeat_rate,
        "purchase_frequency": found.frequency,
    }
    assert computed == near(vector, vector["expected"])
    assert found.average_order_minor == pytest.approx(3645, abs=1)  # analytics 2.5
    rows = cdnow()
    assert sum(cents or 0 for _, _, cents in rows) / len(rows) == pytest.approx(3528, abs=1)


@pytest.mark.parametrize("vector", of_function("cohort_table"))
def test_cohorts(vector: Vector) -> None:
    given, expected = vector["input"], vector["expected"]
    if "orders" in given:
        orders: list[Any] = [(who, date.fromisoformat(day)) for who, day in given["orders"]]
        as_of = date.fromisoformat(given["as_of"])
    else:
        orders = [(who, day) for who, day, _ in cdnow()]
        as_of = date.fromisoformat(given["through"])
    found = {f"{cohort.month:%Y-%m}": cohort for cohort in cohorts_of(orders, as_of)}
    for month, counts in expected.get("active_counts", {}).items():
        assert list(found[month].active[: given["months"]]) == counts
    for later in (1, 6):
        for month, share in expected.get(f"retention_m{later}", {}).items():
            assert found[month].share(later) == near(vector, share)
    for month, shares in expected.get("retention", {}).items():
        assert [found[month].share(later) for later in range(len(shares))] == [
            None if share is None else near(vector, share) for share in shares
        ]
    assert list(found)[-1] == expected.get("incomplete_period", f"{as_of:%Y-%m}")


def test_a_month_to_come_and_a_cohort_of_nobody_have_no_share() -> None:
    assert (Cohort(date(2026, 1, 1), (4, 2)).share(2), Cohort(date(2026, 1, 1), (0,)).share(0)) == (
        None,
        None,
    )
    assert cohorts_of([], date(2026, 1, 5)) == []


@pytest.mark.parametrize("vector", of_function("clv_margin_multiple"))
def test_a_multiple_of_the_margin(vector: Vector) -> None:
    given = vector["input"]
    [convention] = [one for one in MultipleConvention if one.value in given["convention"].replace(" ", "")]
    found = margin_multiple(given["retention"], given["discount"], convention)
    assert found == near(vector, vector["expected"]["multiple"])


def test_the_three_multiples_of_textbooks_differ() -> None:
    # Analytics 2.6: r = .86, d = .10.
    found = [round(margin_multiple(0.86, 0.1, one), 2) for one in MultipleConvention]
    assert found == [4.58, 3.58, 4.17]
    assert simple_value(1_000, 4, 0.3, 2.5) == pytest.approx(3_000)


@pytest.mark.parametrize("vector", of_function("ces"))
def test_how_easy_it_was(vector: Vector) -> None:
    ease = Ease(vector["input"]["scores_1_7"])
    found = {"mean": ease.mean, "agree_share_5_7": ease.share, "net_easy": ease.net}
    assert found == near(vector, vector["expected"])
    assert (Ease(()).mean, Ease(()).share, Ease(()).net) == (None, None, None)


@pytest.mark.parametrize("vector", of_function("csat"))
def test_how_content_they_are(vector: Vector) -> None:
    content = Satisfaction(vector["input"]["scores_1_5"])
    found = {"top2_share": content.share, "mean": content.mean}
    for name, value in vector["expected"].items():
        if name in found:
            assert found[name] == (None if value is None else near(vector, value)), name


@pytest.mark.parametrize("vector", of_function("nps_drivers"))
def test_what_goes_with_the_score(vector: Vector) -> None:
    answers = dict(vector["input"]["answers"])
    found = {one.name: one for one in drivers(answers.pop("nps"), answers)}
    for kind, expected in vector["expected"].items():
        for name, value in expected.items():
            assert getattr(found[name], kind) == (None if value is None else near(vector, value)), kind


def test_ranks_are_shared_and_answers_without_a_rating_drop_out() -> None:
    # By hand: ranks of the ratings 1, 2.5, 2.5, 4 beside 1, 2, 3, 4: 4.5 / √(4.5 · 5).
    [found] = drivers([2, 5, 7, 10, 9], {"delivery": [1, 4, 4, 5, None]})
    assert (found.n, found.mean, found.nps_content, found.nps_others) == (4, 3.5, 0, -100)
    assert found.spearman == pytest.approx(0.948683, abs=1e-6)
    assert quadrant(found, 4.0, 0.5) is Quadrant.MEND
    assert quadrant(found, 3.0, 0.99) is Quadrant.ENOUGH
    [constant] = drivers([9, 9], {"delivery": [5, 4]})
    assert quadrant(constant, 3.0, 0.5) is None

"""Published and agreed values that the statistics reproduce, each to its own tolerance.

Of the other topics of the file sentiment is run with the tone of comments; periods, weighting, turnover and
predictions of single customers are not run.
"""

import re
from typing import Final

import pytest

from surveys.statistics.scores import (
    AW3T,
    Counts,
    Interval,
    Pseudo,
    nps,
    nps_change,
    nps_interval,
    nps_se,
    nps_variance,
    signed,
    wilson,
)
from tests.surveys.statistics.tango import tango_interval
from tests.surveys.statistics.vectors import VECTORS, Vector, near, of_function


def interval_by(method: str, counts: Counts, confidence: float) -> Interval | None:
    if method == "tango_score":
        return tango_interval(counts, confidence)
    pseudo = [float(number) for number in re.findall(r"[\d.]+", method)] or [0.0, 0.0, 0.0]
    return nps_interval(counts, confidence, Pseudo(*pseudo))


@pytest.mark.parametrize("vector", of_function("nps_score"))
def test_a_score_has_its_counts_variance_and_error(vector: Vector) -> None:
    counts = Counts.of_scores(vector["input"]["scores"])
    computed = {
        "n": counts.n,
        "promoters": counts.promoters,
        "passives": counts.passives,
        "detractors": counts.detractors,
        "nps": nps(counts),
        "variance": nps_variance(counts),
        "se": nps_se(counts),
    }
    expected = vector["expected"]
    assert {key: computed[key] for key in expected} == near(vector, expected)


def test_a_score_is_shown_rounded_half_away_from_zero_with_its_sign() -> None:
    vector = next(vector for vector in VECTORS if vector["id"] == "nps-11")
    score = nps(Counts(**vector["input"]))
    assert score == near(vector, vector["expected"]["nps"])
    assert score is not None
    assert signed(score) == vector["expected"]["display"]


def test_a_change_is_shown_from_the_unrounded_scores() -> None:
    vector = next(vector for vector in VECTORS if vector["id"] == "nps-13")
    current, previous = Counts(**vector["input"]["current"]), Counts(**vector["input"]["previous"])
    scores = [nps(current), nps(previous)]
    change = nps_change(current, previous)
    assert change is not None
    shown = [signed(points) for points in [*scores, change.points] if points is not None]
    expected = vector["expected"]
    assert shown == [expected["current"], expected["previous"], expected["delta_display"]]


@pytest.mark.parametrize("vector", of_function("nps_ci"))
def test_an_interval_of_a_score(vector: Vector) -> None:
    given = dict(vector["input"])
    method, confidence = given.pop("method"), given.pop("confidence")
    interval = interval_by(method, Counts(**given), confidence)
    assert interval is not None
    assert [interval.low, interval.high] == near(vector, vector["expected"]["ci"])


@pytest.mark.parametrize("vector", of_function("nps_change"))
def test_a_change_between_two_periods(vector: Vector) -> None:
    given = vector["input"]
    change = nps_change(Counts(**given["current"]), Counts(**given["previous"]), given["confidence"])
    assert change is not None
    computed = {
        "delta_raw": change.points,
        "delta_adj": change.adjusted,
        "se": change.se,
        "ci": [change.low, change.high],
        "z": change.z,
        "p_two_sided": change.p,
    }
    for name, value in vector["expected"].items():
        assert computed[name] == near(vector, value), name


@pytest.mark.parametrize("vector", of_function("wilson_ci"))
def test_an_interval_of_a_share(vector: Vector) -> None:
    given = vector["input"]
    interval = wilson(given["x"], given["n"], given["confidence"])
    assert interval is not None
    assert [interval.low, interval.high] == near(vector, vector["expected"]["ci"])


FUNCTIONS: Final = {
    "nps": {"nps_score", "nps_display"},
    "nps_ci": {"nps_ci"},
    "nps_change": {"nps_change"},
    "nps_periods": {"nps_period"},
    "nps_sample_size": {"nps_n_for_margin", "nps_n_per_group_for_change"},
    "response": {"response_rates"},
    "wilson": {"wilson_ci"},
    "complaints": {"complaint_summary", "complaint_rate", "complaint_rate_change"},
    "poisson_rate": {"poisson_exact_ci"},
    "two_proportions": {"newcombe_ci"},
    "winback": {"winback_uplift", "winback_uplift_from_rates", "winback_roi", "ab_sample_size"},
    "pareto": {"reason_selection_rate"},
    "suppression": {"display_level"},
    "alerts": {"nps_alert", "benjamini_hochberg"},
    "retention": {
        "crr_formula",
        "crr_by_counts",
        "monthly_from_annual",
        "natural_avoidable_split",
        "kaplan_meier",
        "sbg_fit",
    },
    "purchases": {"repeat_purchase_rate"},
    "cohort": {"cohort_table"},
    "clv": {"clv_margin_multiple"},
    "csat": {"ces", "csat"},
    "drivers": {"nps_drivers"},
    "plan_fact": {"plan_fact", "crm_kpis"},
}
"""What is run here, in test_vectors_of_service.py and in test_vectors_of_retention.py, by topic."""


def test_every_vector_of_these_topics_is_run() -> None:
    found: dict[str, set[str]] = {}
    for vector in VECTORS:
        if vector["topic"] in FUNCTIONS:
            found.setdefault(vector["topic"], set()).add(vector["function"])
    assert found == FUNCTIONS
    shown = [vector["id"] for vector in VECTORS if vector["function"] == "nps_display"]
    assert shown == ["nps-11", "nps-13"]


@pytest.mark.parametrize(
    "counts", [Counts(40, 35, 25), Counts(70, 22, 8), Counts(8, 14, 8), Counts(500, 300, 200)]
)
def test_the_adjusted_wald_interval_agrees_with_the_score_interval(counts: Counts) -> None:
    adjusted, score = nps_interval(counts, pseudo=AW3T), tango_interval(counts)
    assert adjusted is not None
    assert adjusted.low == pytest.approx(score.low, abs=2)
    assert adjusted.high == pytest.approx(score.high, abs=2)

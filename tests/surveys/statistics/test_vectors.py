"""Published and agreed values that the statistics reproduce, each to its own tolerance.

Other topics are run in the modules of `ELSEWHERE`.
"""

import re
from importlib import import_module
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
from tests.surveys.statistics.vectors import RUN, VECTORS, Vector, near, of_function, with_id


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
    vector = with_id("nps-11")
    score = nps(Counts(**vector["input"]))
    assert score == near(vector, vector["expected"]["nps"])
    assert score is not None
    assert signed(score) == vector["expected"]["display"]


def test_a_change_is_shown_from_the_unrounded_scores() -> None:
    vector = with_id("nps-13")
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


NOT_RUN: Final = {"bgnbd", "gamma_gamma", "weighting", "turnover"}
"""Topics of numbers that no report tells: predictions of single customers, weights, turnover of staff."""
ELSEWHERE: Final = (
    "tests.storage.reports.test_latest_scores",
    "tests.surveys.sentiment.test_analysis",
    "tests.surveys.statistics.test_report_rows",
    "tests.surveys.statistics.test_vectors_of_retention",
    "tests.surveys.statistics.test_vectors_of_service",
)


def test_every_vector_of_the_other_topics_is_run() -> None:
    for module in ELSEWHERE:
        import_module(module)
    assert {vector["topic"] for vector in VECTORS} > NOT_RUN
    assert [one["id"] for one in VECTORS if one["topic"] not in NOT_RUN and one["id"] not in RUN] == []


@pytest.mark.parametrize(
    "counts", [Counts(40, 35, 25), Counts(70, 22, 8), Counts(8, 14, 8), Counts(500, 300, 200)]
)
def test_the_adjusted_wald_interval_agrees_with_the_score_interval(counts: Counts) -> None:
    adjusted, score = nps_interval(counts, pseudo=AW3T), tango_interval(counts)
    assert adjusted is not None
    assert adjusted.low == pytest.approx(score.low, abs=2)
    assert adjusted.high == pytest.approx(score.high, abs=2)

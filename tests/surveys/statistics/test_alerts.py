from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.statistics.alerts import Alert, discoveries, dropped, nps_alert, risen
from surveys.statistics.rates import Count
from surveys.statistics.scores import Counts, Level
from surveys.statistics.suppression import levels

H, F, A = Level.HIDDEN, Level.FEW, Level.FULL


@pytest.mark.parametrize(
    ("current", "previous", "found"),
    [
        (Counts(95, 60, 65), Counts(120, 60, 40), Alert.DROP),
        (Counts(120, 60, 40), Counts(95, 60, 65), Alert.RISE),
        (Counts(20, 20, 10), Counts(25, 18, 7), Alert.NOT_SIGNIFICANT),
        (Counts(0, 0, 29), Counts(500, 0, 0), Alert.SMALL_N),
        (Counts(), Counts(500, 0, 0), Alert.SMALL_N),
        (Counts(48_000, 30_000, 22_000), Counts(50_000, 30_000, 20_000), Alert.SMALL_CHANGE),
    ],
)
def test_only_a_large_and_sure_drop_alerts(current: Counts, previous: Counts, found: Alert) -> None:
    assert nps_alert(current, previous) is found
    assert found.is_raised == (found is Alert.DROP)


def test_more_stand_together_than_one_by_one_would() -> None:
    assert discoveries([0.011, 0.02, 0.005, 0.13, 0.04], q=0.1) == [True, True, True, False, True]
    assert discoveries([0.04, 0.9]) == [False, False]
    assert discoveries([]) == []


@given(st.lists(st.floats(0, 1)))
def test_whatever_stands_alone_after_bonferroni_stands_here(p_values: list[float]) -> None:
    found = discoveries(p_values)
    for p, stands in zip(p_values, found, strict=True):
        assert stands or p > 0.05 / len(p_values)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([80, 4], [H, H]),
        ([80, 12, 4], [A, H, H]),
        ([80, 4, 3], [A, H, H]),
        ([80, 12], [A, F]),
        ([80, 12, 0], [A, F, H]),
        ([4], [H]),
        ([80, 12, 9, 2, 2], [A, F, H, H, H]),  # two pairs are four people
        ([80, 12, 9, 3, 2], [A, F, F, H, H]),
        ([], []),
    ],
)
def test_a_hidden_group_cannot_be_worked_out_from_the_others(sizes: list[int], shown: list[Level]) -> None:
    assert list(levels(dict(enumerate(sizes))).values()) == shown


@dataclass(frozen=True)
class Branch:
    name: str
    counts: Counts
    previous: Counts


def test_branches_stand_among_each_other_and_the_furthest_fall_comes_first() -> None:
    fell, fell_most = Counts(95, 60, 65), Counts(60, 60, 100)
    before, few = Counts(120, 60, 40), Counts(0, 0, 29)
    branches = [
        Branch("fell", fell, before),
        Branch("few", few, before),
        Branch("rose", before, fell),
        Branch("most", fell_most, before),
    ]
    assert [one.name for one in dropped(branches)] == ["most", "fell"]
    assert dropped([]) == []
    barely = Branch("barely", Counts(99, 60, 61), Counts(118, 60, 42))
    same = [Branch("same", before, before)] * 40
    assert dropped([barely]) == [barely]
    assert dropped([barely, *same]) == []


@pytest.mark.parametrize(
    ("now", "before", "rose"),
    [
        (Count(30, 400), Count(3, 400), True),
        (Count(3, 400), Count(30, 400), False),
        (Count(30, 1600), Count(18, 1450), False),
        (Count(20, 29), Count(3, 400), False),
        (Count(900, 100_000), Count(600, 100_000), False),
        (Count(0, 0), Count(0, 0), False),
    ],
)
def test_only_a_large_and_sure_rise_of_complaints_alerts(now: Count, before: Count, rose: bool) -> None:
    assert risen([(now, before)]) == [rose]
    assert risen([(Count(5, 0), before), (now, before)])[1] == rose

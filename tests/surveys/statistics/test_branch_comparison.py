"""Which branches differ from all others together, at one false discovery rate over all that are judged."""

import random

from surveys.statistics.branch_comparison import compare
from surveys.statistics.scores import Counts, nps_change

BRANCHES = {
    "bad": Counts(20, 30, 150),
    "usual": Counts(100, 60, 40),
    "same": Counts(98, 61, 41),
    "good": Counts(180, 15, 5),
    "small": Counts(0, 0, 29),
}
EVERYBODY = sum(BRANCHES.values(), Counts())


def test_the_rest_is_everybody_but_the_branch() -> None:
    found = compare(BRANCHES, EVERYBODY)
    for name, one in found.items():
        assert one.rest == sum((counts for other, counts in BRANCHES.items() if other != name), Counts())
        assert one.difference == nps_change(BRANCHES[name], one.rest)


def test_only_what_is_sure_is_lower_or_higher_and_of_few_nothing_is_said() -> None:
    found = compare(BRANCHES, EVERYBODY)
    assert [name for name, one in found.items() if one.is_lower] == ["bad"]
    assert [name for name, one in found.items() if one.is_higher] == ["usual", "same", "good"]
    assert found["small"].differs is None
    small_rest = compare({"large": Counts(500, 0, 0)}, Counts(500, 0, 29))
    assert small_rest["large"].differs is None
    assert compare({"alone": Counts(50, 0, 50)}, Counts(50, 0, 50)) == {}


def test_a_difference_among_many_branches_must_be_surer_than_one_alone() -> None:
    odd, plain = Counts(38, 30, 32), Counts(55, 30, 25)
    rest = Counts(500, 300, 240)
    alone = compare({"odd": odd}, odd + rest)["odd"]
    assert alone.differs is True
    assert 0.01 < alone.difference.p < 0.05
    many = {f"plain {number}": plain for number in range(9)}
    assert compare({"odd": odd, **many}, odd + rest)["odd"].differs is False


def test_of_branches_that_are_alike_seldom_one_is_said_to_differ() -> None:
    dice = random.Random(11)
    wrong = 0
    for _ in range(300):
        branches = {
            str(number): Counts.of_scores(dice.choices((10, 8, 3), (50, 30, 20), k=60)) for number in range(8)
        }
        found = compare(branches, sum(branches.values(), Counts()))
        wrong += any(one.differs for one in found.values())
    assert wrong / 300 < 0.08

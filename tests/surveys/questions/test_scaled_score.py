"""A score keeps its scale, and each scale has its own low ones."""

import pytest

from surveys.questions.scaled_score import ScaledScore, stored_score


@pytest.mark.parametrize(
    ("kind", "score", "scale", "is_low"),
    [
        ("score", 6, 10, True), ("score", 7, 10, False), ("csat", 2, 5, True), ("csat", 3, 5, False),
        ("effort", 3, 7, True), ("effort", 4, 7, False),
    ],
)  # fmt: skip
def test_a_score_is_low_on_its_own_scale(kind: str, score: int, scale: int, is_low: bool) -> None:
    assert stored_score(kind, score) == ScaledScore(score, scale, is_low)


@pytest.mark.parametrize("kind", ["thumbs", "text", "later", "unheard-of"])
def test_what_is_no_scale_gives_no_score(kind: str) -> None:
    assert stored_score(kind, 1) is None

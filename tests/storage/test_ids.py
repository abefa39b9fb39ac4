"""Ids that rise and never meet, whatever the clock does."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from storage.ids import Ids, lowest_id

MANY = 5000


def _mark(ids: Ids) -> int:
    return ids.next() % 1024


def _two_processes() -> tuple[Ids, Ids]:
    """Two that drew different marks, as all but one pair in a thousand do."""
    first, second = Ids(), Ids()
    while _mark(first) == _mark(second):
        second = Ids()
    return first, second


def test_ids_rise_strictly_and_fit_sixty_three_bits() -> None:
    ids = Ids()
    given = [ids.next() for _ in range(MANY)]
    assert all(earlier < later for earlier, later in pairwise(given))
    assert 0 < given[0] < given[-1] < 2**63


def test_ids_of_two_processes_never_meet() -> None:
    first, second = _two_processes()
    given = [one.next() for _ in range(MANY) for one in (first, second)]
    assert len(set(given)) == 2 * MANY


def test_a_process_keeps_its_mark_and_processes_draw_different_ones() -> None:
    ids = Ids()
    assert len({_mark(ids) for _ in range(MANY)}) == 1
    assert len({_mark(Ids()) for _ in range(50)}) > 10


@pytest.mark.parametrize("step", [0, -3_600_000_000_000])
def test_ids_rise_though_the_clock_stands_still_or_steps_back(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    moment = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    ids = Ids()
    before = [ids.next() for _ in range(MANY)]
    monkeypatch.setattr(time, "time_ns", lambda: moment + step)
    after = [ids.next() for _ in range(MANY)]
    assert all(earlier < later for earlier, later in pairwise([*before, *after]))


def test_ids_sort_by_the_moment_at_which_they_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = Ids()
    moment = datetime(2026, 11, 2, 10, tzinfo=UTC)
    for _ in range(20):
        monkeypatch.setattr(time, "time_ns", lambda now=moment: int(now.timestamp()) * 1_000_000_000)
        given = ids.next()
        assert lowest_id(moment) <= given < lowest_id(moment + timedelta(milliseconds=1))
        moment += timedelta(days=365)
    assert given < 2**63


def test_an_id_in_a_button_leaves_room_for_the_question() -> None:
    """A tap's data is 64 bytes; see surveys.questions.callback."""
    assert lowest_id(datetime(2095, 1, 1, tzinfo=UTC)) < 2**62

"""A turn a span for everybody, on working days, at about the same place in each."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from storage.ids import Ids
from surveys.journeys.calendar import MODULUS, Recurrence, Turn, position, turn_of

YEAR = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]


def _days_of(customer_id: int, every: Recurrence) -> list[date]:
    """The first day of each span on which it is the customer's turn."""
    found: dict[date, date] = {}
    for day in YEAR:
        turn = turn_of(day, every)
        if turn is not None and turn.low <= position(customer_id, turn.days) < turn.high:
            found.setdefault(turn.span_start, day)
    return list(found.values())


@pytest.mark.parametrize(
    ("every", "spans"), [(Recurrence.MONTH, 12), (Recurrence.QUARTER, 4), (Recurrence.YEAR, 1)]
)
def test_everybody_has_one_turn_in_each_span_on_a_working_day(every: Recurrence, spans: int) -> None:
    for customer_id in (1, 5_000_017, 2**62 + 12_345, MODULUS, MODULUS - 1):
        days = _days_of(customer_id, every)
        assert len(days) == spans
        assert all(day.weekday() < 5 for day in days)


def test_from_one_quarter_to_the_next_it_is_about_a_quarter() -> None:
    for customer_id in range(0, MODULUS, 99_991):
        days = _days_of(customer_id, Recurrence.QUARTER)
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        assert all(86 <= gap <= 96 for gap in gaps)


def test_customers_made_in_bulk_are_spread_evenly_over_the_days() -> None:
    ids, days = Ids(), 64
    made = Counter(position(ids.next(), days) // MODULUS for _ in range(64_000))
    assert set(made) == set(range(days))
    assert max(made.values()) < 1_150


def test_the_weekend_is_nobodys_turn() -> None:
    assert turn_of(date(2027, 1, 2), Recurrence.QUARTER) is None
    assert turn_of(date(2027, 1, 3), Recurrence.MONTH) is None


def test_an_absence_of_three_working_days_is_caught_up_with() -> None:
    tuesday = turn_of(date(2027, 1, 12), Recurrence.QUARTER)
    assert tuesday == Turn(date(2027, 1, 1), 64, 4 * MODULUS, 8 * MODULUS)


@pytest.mark.parametrize(
    ("every", "day", "first", "following"),
    [
        (Recurrence.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (Recurrence.QUARTER, date(2026, 11, 29), date(2026, 10, 1), date(2027, 1, 1)),
        (Recurrence.YEAR, date(2026, 2, 28), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_spans_are_those_of_the_calendar(every: Recurrence, day: date, first: date, following: date) -> None:
    assert (every.first_day(day), every.next_first_day(day)) == (first, following)

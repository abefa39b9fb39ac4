"""What a customer is worth (customer lifetime value), by formulas that are named beside the number.

Fader & Hardie 2012, note 024, Reconciling and clarifying CLV formulas: three textbooks, three multiples.
"""

from enum import StrEnum
from typing import Final

LEAST_CUSTOMERS: Final = 200
"""With fewer customers who ordered, a value of a customer is chance."""
DISCOUNT: Final = 0.1
"""What money that comes a year later is worth less, 0…1."""


class MultipleConvention(StrEnum):
    """Which payments a multiple of the yearly margin stands for. The value stands in reports."""

    FIRST_AT_ONCE = "(1+d)/(1+d-r)"
    """The first is certain and comes now."""
    STILL_TO_COME = "r/(1+d-r)"
    """Those of somebody who is a customer now; what they paid is paid."""
    FIRST_IN_A_YEAR = "1/(1+d-r)"
    """The first is certain and comes at the end of the year."""


def margin_multiple(
    retention: float,
    discount: float = DISCOUNT,
    convention: MultipleConvention = MultipleConvention.STILL_TO_COME,
) -> float:
    """By what the yearly margin of a customer is multiplied, for a yearly retention and discount of 0…1.

    Raises ZeroDivisionError where nobody ever leaves and nothing is discounted.
    """
    first = {
        MultipleConvention.FIRST_AT_ONCE: 1 + discount,
        MultipleConvention.STILL_TO_COME: retention,
        MultipleConvention.FIRST_IN_A_YEAR: 1.0,
    }
    return first[convention] / (1 + discount - retention)


def simple_value(average_order: float, orders_a_year: float, margin: float, years: float) -> float:
    """Average order × orders a year × margin (0…1) × years, in the units of the order."""
    return average_order * orders_a_year * margin * years

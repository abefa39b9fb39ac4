"""A journey of a company's file cannot take the place of one of ours."""

import pytest

from handlers.outreach.catalogue import JOURNEYS
from surveys.journeys.catalogue import is_name


@pytest.mark.parametrize("name", sorted(JOURNEYS))
def test_no_file_may_bear_the_name_of_a_journey_of_ours(name: str) -> None:
    assert not is_name(name)

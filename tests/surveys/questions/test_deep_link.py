"""A link names a survey and, where one of its answers is meant, a touchpoint."""

from dataclasses import replace

import pytest

from surveys.catalogue import files
from surveys.questions import deep_link
from surveys.questions.survey import Catalogue

_BUILT_IN = files.load()
CATALOGUE = Catalogue(
    {**_BUILT_IN.surveys, **{name: replace(_BUILT_IN["nps"], id=name) for name in ("csat", "csat_shop")}}
)


@pytest.mark.parametrize(
    ("payload", "survey", "touchpoint"),
    [
        ("s_csat", "csat", None),
        ("s_csat_pickup", "csat", "pickup"),
        ("s_csat_shop", "csat_shop", None),
        ("s_csat_shop_shop", "csat_shop", "shop"),
        ("s_csat_moon", "csat", None),
        ("s_csat_", "csat", None),
        ("s_complaint_delivery", "complaint", "delivery"),
    ],
)
def test_the_longest_id_that_fits_is_meant_and_an_unknown_touchpoint_is_none(
    payload: str, survey: str, touchpoint: str | None
) -> None:
    assert deep_link.unpack(payload, CATALOGUE) == (CATALOGUE[survey], touchpoint)


@pytest.mark.parametrize("payload", ["", "s_", "s__", "csat", "s_csatshop", "s_cs", "S_csat", "s_CSAT"])
def test_what_names_no_survey_begins_none(payload: str) -> None:
    assert deep_link.unpack(payload, CATALOGUE) is None


def test_every_survey_is_begun_by_its_own_link() -> None:
    for survey in CATALOGUE:
        assert deep_link.unpack(deep_link.pack(survey), CATALOGUE) == (survey, None)

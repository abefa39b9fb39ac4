"""What stands where on a picture, so that it is read at the width of a phone: places and sizes, no pixels."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from reports.charts.arms import WinbackChart
from reports.charts.cohorts import CohortChart
from reports.charts.drawing import Chart
from reports.charts.pareto import ParetoChart
from reports.charts.trend import Month, Scale, TrendChart
from surveys.statistics.rates import Count
from surveys.statistics.shares import Share
from tests.reports.charts import samples
from tests.reports.charts.geometry import Box, boxes, canvas_of, faults
from tests.reports.charts.samples import NAMES, acted, causes, cohorts, columns, complaints, nps_trend, waves

YEAR: Final = [(30, 10, 5)] * 12
LAST_DAYS: Final = [date(2026, 11, day) for day in (27, 28, 29, 30)]
PICTURES: Final[dict[str, TrendChart | ParetoChart | WinbackChart | CohortChart]] = {
    "a year": acted(nps_trend(YEAR), date(2026, 3, 12), date(2026, 8, 3), date(2026, 8, 20)),
    "actions at its end": acted(nps_trend(YEAR), *LAST_DAYS),
    "one month": nps_trend([(30, 10, 5)]),
    "two years": nps_trend(YEAR * 2),
    "all at the top": acted(nps_trend([(50, 0, 0)] * 12), *LAST_DAYS),
    "all at the bottom": nps_trend([(0, 0, 50)] * 12),
    "handfuls": nps_trend([(2, 1, 1)] * 12),
    "few": nps_trend([(10, 0, 0), (0, 0, 10), (5, 0, 5)]),
    "a million answers": nps_trend([(1_000_000, 0, 654_321)] * 12),
    "thousands of orders": complaints([Count(18, 1450)] * 12),
    "many complaints": complaints([Count(190, 1450), Count(2500, 12_345)] * 6),
    "a million orders": complaints([Count(5, 1_000_000)] * 12),
    "rare complaints": complaints([Count(5, 10_000)] * 3),
    "no complaints": complaints([Count(0, 500)] * 2),
    "nothing ordered": complaints([Count(900, 3), Count(0, 0)]),
    "columns": columns([3, 0, 1, 250]),
    "columns of a million": columns([1_000_000] * 12),
    "no columns": columns([0, 0]),
    "one cause": causes(1),
    "causes and the rest": causes(4, rest=141),
    "many causes": causes(8),
    "only a rest": causes(0, rest=12),
    "a million people": replace(causes(2, rest=1_000_000), money=""),
    "waves": waves([(Share(6, 50), Share(3, 50)), (Share(5, 90), None), (Share(0, 9), Share(0, 0))]),
    "extreme waves": waves([(Share(5, 5), Share(0, 5))] * 3),
    "one wave": waves([(Share(120, 1000), Share(80, 1000))]),
    "cohorts": cohorts(11, 786, 0.62),
    "cohorts of a million": cohorts(12, 1_234_567, 1.0),
}


@pytest.mark.parametrize("name", PICTURES)
def test_words_are_large_enough_apart_inside_and_not_under_the_clock(name: str) -> None:
    assert faults(PICTURES[name]) == []


@pytest.mark.parametrize("name", ["a year", "thousands of orders", "columns of a million", "extreme waves"])
def test_so_they_are_in_english(name: str) -> None:
    assert faults(replace(PICTURES[name], language="en")) == []


@pytest.mark.parametrize("name", NAMES)
def test_so_are_those_that_people_typed(name: str) -> None:
    assert faults(causes(3, name=name, rest=40)) == []


@pytest.mark.parametrize("some", [NAMES[:3], NAMES[3:6], NAMES[6:9], NAMES[9:12]])
def test_so_are_those_of_waves(some: tuple[str, ...]) -> None:
    arms = waves([(Share(6, 50), Share(3, 50))] * 3, name=some[0])
    named = zip(arms.waves, some, strict=True)
    assert (
        faults(replace(arms, waves=tuple(replace(one, name=name, verdict=name) for one, name in named))) == []
    )


def _at(chart: Chart, words: str) -> Box:
    """The one place where these words stand."""
    [found] = [box for box in boxes(chart) if box.words == words]
    return found


def _axis(chart: TrendChart) -> list[str]:
    """The words left of the field, from below."""
    left = [box for box in boxes(chart) if box.words.lstrip("+−").replace(",", "").isdigit()]
    edge = min(box.right for box in left)
    return [box.words for box in sorted(left, key=lambda box: box.bottom) if box.right - edge < 1]


def test_the_axis_follows_what_there_is_to_see() -> None:
    assert _axis(nps_trend([(40, 20, 10)] * 3)) == ["+20", "+30", "+40", "+50", "+60"]
    low, high = _axis(nps_trend([(0, 0, 5000)] * 2)), _axis(nps_trend([(5000, 0, 0)] * 2))
    assert (low[0], high[-1]) == ("−100", "+100")
    assert len(low) >= 3
    # A target that is far away is seen nevertheless; its band ends where the field does.
    assert _axis(replace(nps_trend([(40, 20, 40)] * 2), target=(80.0, 100.0)))[-1] == "+80"
    # Marks of small rates differ from each other.
    rare = _axis(complaints([Count(5, 10_000)] * 3))
    assert len(set(rare)) == len(rare) > 2


def test_the_shares_of_a_wave_fill_their_axis() -> None:
    shown = boxes(waves([(Share(12, 40), Share(8, 40))]))
    marks = [box.words for box in shown if box.words.endswith("%") and "," not in box.words]
    assert marks[-1] == "50 %"


def test_the_running_month_is_framed_and_its_name_is_whole() -> None:
    running = nps_trend(YEAR)
    name = _at(running, "ноя")
    [frame] = canvas_of(running).figure.artists
    box = frame.get_window_extent()
    assert (box.x0, box.y0) < (name.left, name.bottom)
    assert (box.x1, box.y1) > (name.right, name.top)
    over = replace(running, months=tuple(replace(month, is_running=False) for month in running.months))
    assert canvas_of(over).figure.artists == []


def test_years_stand_below_their_months_and_above_the_numbers() -> None:
    year = nps_trend(YEAR)
    [january] = [box for box in boxes(year) if box.words == "янв"]
    shown = _at(year, "2026")
    assert shown.middle == pytest.approx(january.middle, abs=2)
    assert shown.top < january.bottom
    counts = [box for box in boxes(year) if box.words == "45"]
    assert len(counts) == 12
    assert max(box.top for box in counts) < shown.bottom
    # A first December is in the heading: two years side by side would run together.
    assert not [box for box in boxes(year) if box.words == "2025"]
    assert [box.words for box in boxes(nps_trend([(30, 10, 5)] * 6)) if box.words == "2026"] == ["2026"]


def test_what_has_no_room_stands_at_every_second_month_up_to_the_last_one() -> None:
    year = complaints([Count(20, 1000 + number) for number in range(12)])
    orders = [box.words for box in boxes(year) if box.words.startswith("1 0")]
    assert orders == [f"1 0{number:02}" for number in (1, 3, 5, 7, 9, 11)]
    assert len([box for box in boxes(year) if box.words == "20"]) == 12


def test_names_of_rows_begin_at_the_margin() -> None:
    shown = complaints([Count(20, 1000)] * 3)
    assert _at(shown, "заказов").left == pytest.approx(boxes(shown)[0].left, abs=4)


def test_numbers_of_actions_stand_side_by_side_within_the_field() -> None:
    shown = boxes(acted(nps_trend(YEAR), *LAST_DAYS))
    highest = max(box.bottom for box in shown if box.words == "1")
    found = [box for box in shown if abs(box.bottom - highest) < 1]
    assert [box.words for box in found] == ["1", "2", "3", "4"]
    steps = [after.middle - one.middle for one, after in itertools.pairwise(found)]
    assert min(steps) > 44


def test_the_rest_is_last_and_has_no_bar_but_says_what_is_in_it() -> None:
    few = causes(3, rest=141)
    figure = canvas_of(few).figure
    bars = [len(axes.patches) for axes in figure.axes if len(axes.patches) > 1]
    assert bars == [3, 3]
    assert _at(few, "141").top < min(box.bottom for box in boxes(few) if box.words in {"6", "4"})
    assert any("Дорого 1 · Дорого 2" in box.words for box in boxes(few))


def test_causes_have_intervals_by_people_and_none_by_money() -> None:
    lines = [len(axes.lines) for axes in canvas_of(causes(3)).figure.axes if len(axes.patches) > 1]
    assert lines == [6, 0]


def test_a_month_without_anything_known_is_drawn_as_one() -> None:
    month = Month(date(2026, 11, 1), None, counts=(None,))
    trend = TrendChart(samples.heading(), (month, month), Scale.POINTS, ("людей",), "ru")
    assert faults(trend) == []
    assert _axis(trend)[0] == "−100"

"""Pictures are drawn whatever the numbers and names are; a warning of the library would be an error here."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from reports.charts.arms import WinbackChart
from reports.charts.drawing import draw
from reports.charts.palette import ACCENT, CLASSES
from reports.charts.pareto import ParetoChart
from reports.charts.trend import Month, Scale, TrendChart
from surveys.language.languages import LANGUAGES
from surveys.statistics.rates import Count
from surveys.statistics.shares import Share
from tests.reports.charts import samples
from tests.reports.charts.samples import NAMES, causes, columns, complaints, nps_trend, waves

Drawing = TrendChart | ParetoChart | WinbackChart

YEAR = [(30, 10, 5)] * 12


def drawn(drawing: Drawing) -> Image.Image:
    picture = Image.open(BytesIO(draw(drawing)))
    assert picture.format == "PNG"
    assert picture.size == (1080, 1080)
    return picture.convert("RGB")


def colours(picture: Image.Image) -> set[object]:
    return {colour for _, colour in picture.getcolors(1080 * 1080) or []}


@pytest.mark.parametrize(
    "drawing",
    [
        nps_trend([(30, 10, 5)]),
        nps_trend(YEAR),
        nps_trend([(0, 0, 0), (3, 0, 0), (10, 0, 0), (0, 0, 10), (123456, 654321, 111111)]),
        nps_trend([(0, 0, 0)] * 3),
        nps_trend([(1, 2, 3)] * 24),
        complaints([Count(18, 1450), Count(30, 1600), Count(0, 40), Count(0, 0), Count(7, 7)]),
        complaints([Count(0, 500)] * 2),
        complaints([Count(900, 3)] * 2),
        columns([3, 0, 1, 250]),
        columns([0, 0]),
        causes(1),
        causes(8),
        causes(5, rest=141),
        causes(5, money=""),
        waves([(Share(120, 1000), Share(80, 1000))]),
        waves([(Share(6, 50), Share(3, 50)), (Share(6, 90), None), (Share(0, 9), Share(0, 0))] * 3),
        waves([(Share(5, 5), Share(0, 5))]),
    ],
    ids=lambda drawing: f"{type(drawing).__name__}",
)
def test_every_picture_is_a_square_that_a_phone_shows(drawing: Drawing) -> None:
    assert len(colours(drawn(drawing))) > 10


@pytest.mark.parametrize(
    "drawing",
    [nps_trend(YEAR), complaints([Count(18, 1450)] * 3), causes(5), waves([(Share(12, 99), Share(3, 99))])],
    ids=lambda drawing: f"{type(drawing).__name__}",
)
def test_each_language_has_pictures_of_its_own(drawing: Drawing) -> None:
    assert len({draw(replace(drawing, language=language)) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_people_type_as_a_name_is_drawn(name: str) -> None:
    drawn(waves([(Share(6, 50), Share(3, 50))], name=name))


@pytest.mark.parametrize("some", [NAMES[:7], NAMES[7:]])
def test_causes_of_any_name_are_drawn(some: tuple[str, ...]) -> None:
    named = zip(causes(len(some)).causes, some, strict=True)
    drawn(
        replace(causes(1), causes=tuple(replace(cause, label=name) for cause, name in named), vital=some[0])
    )


def test_a_dollar_sign_begins_no_formula() -> None:
    plain, typed = (drawn(nps_trend([(30, 10, 5)], name=name)) for name in ("x2", "$x^2$"))
    assert plain.tobytes() != typed.tobytes()


def test_nothing_is_drawn_outside_the_margins_whatever_the_length() -> None:
    long = drawn(causes(8, name="Очень длинная причина " * 30))
    for edge in ((0, 0, 30, 1080), (1050, 0, 1080, 1080), (0, 0, 1080, 30), (0, 1060, 1080, 1080)):
        assert colours(long.crop(edge)) == {(255, 255, 255)}


def test_a_month_that_keeps_its_secret_shows_no_dot() -> None:
    shown, hidden = drawn(nps_trend([(30, 10, 5)] * 2)), drawn(nps_trend([(30, 10, 5), (4, 0, 0)]))
    right = (640, 260, 1040, 780)
    dot = ImageColor.getrgb(ACCENT)
    assert dot in colours(shown.crop(right))
    assert dot not in colours(hidden.crop(right))


def test_colours_of_classes_are_doubled_by_a_hatch() -> None:
    assert len({look.hatch for look in CLASSES.values()}) == len(CLASSES) == 4


def test_unknown_money_is_no_zero() -> None:
    known = causes(4)
    unknown = tuple(cause if cause.money else replace(cause, money=None) for cause in known.causes)
    assert draw(known) != draw(replace(known, causes=unknown))


def test_the_line_below_the_vital_few_is_drawn_where_all_of_them_are_shown() -> None:
    shown = causes(8)
    assert draw(shown) != draw(replace(shown, vital=""))
    # Those shown are far from most of the loss.
    few = causes(5, rest=141)
    assert draw(few) == draw(replace(few, vital=""))


def test_a_matplotlibrc_of_the_machine_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib

    picture = draw(nps_trend(YEAR))
    with matplotlib.rc_context({"savefig.bbox": "tight", "font.size": 30, "lines.linewidth": 20}):
        assert draw(nps_trend(YEAR)) == picture


@pytest.mark.parametrize(
    ("modules", "libraries"),
    [
        ("reports.charts.drawing, reports.charts.trend, reports.charts.pareto, reports.charts.arms",
         {"matplotlib", "numpy", "babel"}),
        ("reports.screen, reports.picture", {"matplotlib", "numpy", "pandas", "aiogram", "aiohttp"}),
    ],
)  # fmt: skip
def test_importing_the_room_loads_no_library_that_draws(modules: str, libraries: set[str]) -> None:
    program = f"import sys, {modules}; sys.exit(bool({libraries} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=True)


def test_a_month_without_numbers_below_it_says_so() -> None:
    month = Month(date(2026, 11, 1), None, counts=(None,))
    drawn(TrendChart(samples.heading(), (month, month), Scale.RATE, ("заказов",), "ru"))

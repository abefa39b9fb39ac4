"""Towns by their names and places: the extract from GeoNames."""

import subprocess
import sys
from zoneinfo import ZoneInfo, available_timezones

import pytest

from surveys.language import towns, zones


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(
            ("Набережные Челны", "Europe/Moscow"),
            ("набережные челны", "Europe/Moscow"),
            ("Мурманск", "Europe/Moscow"),
        ),
        *(
            ("Орск", "Asia/Yekaterinburg"),
            ("Миасс", "Asia/Yekaterinburg"),
            ("Березники", "Asia/Yekaterinburg"),
        ),
        *(("Рубцовск", "Asia/Barnaul"), ("Северск", "Asia/Tomsk"), ("Прокопьевск", "Asia/Novokuznetsk")),
        *(("Ачинск", "Asia/Krasnoyarsk"), ("Усть-Илимск", "Asia/Irkutsk"), ("Артём", "Asia/Vladivostok")),
        *(
            ("Комсомольск-на-Амуре", "Asia/Vladivostok"),
            ("Балаково", "Europe/Saratov"),
            ("Волжский", "Europe/Volgograd"),
        ),
        *(("Димитровград", "Europe/Ulyanovsk"), ("Сызрань", "Europe/Samara"), ("Керчь", "Europe/Simferopol")),
        *(
            ("Бобруйск", "Europe/Minsk"),
            ("Харьков", "Europe/Kyiv"),
            ("Днепр", "Europe/Kyiv"),
            ("Бельцы", "Europe/Chisinau"),
        ),
        *(
            ("Павлодар", "Asia/Almaty"),
            ("Атырау", "Asia/Atyrau"),
            ("Ош", "Asia/Bishkek"),
            ("Худжанд", "Asia/Dushanbe"),
        ),
        *(
            ("Гянджа", "Asia/Baku"),
            ("Гюмри", "Asia/Yerevan"),
            ("Кутаиси", "Asia/Tbilisi"),
            ("Даугавпилс", "Europe/Riga"),
        ),
        *(("Клайпеда", "Europe/Vilnius"), ("Тарту", "Europe/Tallinn"), ("Тампере", "Europe/Helsinki")),
        *(("Улан-Батор", "Asia/Ulaanbaatar"), ("Харбин", "Asia/Shanghai"), ("Краков", "Europe/Warsaw")),
        *(("Мельбурн", "Australia/Melbourne"), ("Ванкувер", "America/Vancouver"), ("Каир", "Africa/Cairo")),
    ],
)
def test_towns_are_found_in_russian(said: str, meant: str) -> None:
    assert zones.find(said) == ZoneInfo(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(
            ("Nizhny Novgorod", "Europe/Moscow"),
            ("Chelyabinsk", "Asia/Yekaterinburg"),
            ("Ufa", "Asia/Yekaterinburg"),
        ),
        *(
            ("Kharkiv", "Europe/Kyiv"),
            ("Krakow", "Europe/Warsaw"),
            ("Kraków", "Europe/Warsaw"),
            ("Tampere", "Europe/Helsinki"),
        ),
        *(
            ("München", "Europe/Berlin"),
            ("Munchen", "Europe/Berlin"),
            ("Lyon", "Europe/Paris"),
            ("Phoenix", "America/Phoenix"),
        ),
        *(
            ("Osaka", "Asia/Tokyo"),
            ("San Diego", "America/Los_Angeles"),
            ("Philadelphia", "America/New_York"),
        ),
        *(
            ("Nairobi", "Africa/Nairobi"),
            ("São Paulo", "America/Sao_Paulo"),
        ),
    ],
)
def test_towns_are_found_in_latin_letters(said: str, meant: str) -> None:
    assert zones.find(said) == ZoneInfo(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Благовещенск", "Asia/Yakutsk"),
        ("Киров", "Europe/Kirov"),
        ("Октябрьский", "Asia/Yekaterinburg"),
        ("Birmingham", "Europe/London"),
    ],
)
def test_of_towns_of_one_name_the_much_larger_one_is_meant(said: str, meant: str) -> None:
    assert zones.find(said) == ZoneInfo(meant)


@pytest.mark.parametrize(
    "said",
    [
        "Железногорск",
        "Берёзовский",
        "Троицк",
        "Springfield",
        "St. Petersburg",
        "Columbia",
        "Советск",
        "Каменск",
    ],
)
def test_a_name_of_several_towns_of_like_size_in_different_zones_is_asked_about(said: str) -> None:
    assert zones.find(said) is None


def test_every_town_stands_in_a_zone_that_exists_and_on_the_globe() -> None:
    known = available_timezones()
    all_towns = towns.all_towns()
    assert len(all_towns) > 1500
    assert {town.zone for town in all_towns} <= known
    assert all(-90 <= town.latitude <= 90 and -180 <= town.longitude <= 180 for town in all_towns)
    names = [name for town in all_towns for name in town.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        *(
            (55.75, 37.62, "Europe/Moscow"),
            (43.12, 131.89, "Asia/Vladivostok"),
            (56.9, 60.8, "Asia/Yekaterinburg"),
        ),
        *((40.7, -74.0, "America/New_York"), (54.8, 20.4, "Europe/Kaliningrad")),
        *(
            (61.0, 76.0, "Asia/Yekaterinburg"),
            (-36.9, 174.8, "Pacific/Auckland"),
            (64.7, 177.5, "Asia/Anadyr"),
        ),
    ],
)
def test_a_place_has_the_zone_of_the_nearest_town(latitude: float, longitude: float, zone: str) -> None:
    town = towns.nearest(latitude, longitude)
    assert town is not None
    assert town.zone == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, -30.0), (-80.0, 0.0), (89.9, 0.0)])
def test_a_place_far_from_any_town_has_none(latitude: float, longitude: float) -> None:
    assert towns.nearest(latitude, longitude) is None


def test_a_place_beside_the_line_of_dates_is_near_what_lies_behind_it() -> None:
    assert towns.distance_km(0.0, 179.9, 0.0, -179.9) < 25


def test_towns_are_read_only_when_they_are_asked_for() -> None:
    code = (
        "import sys; from surveys.language import zones;"
        "zones.find('Москва'); zones.label('Asia/Omsk', 'ru');"
        "towns = sys.modules.get('surveys.language.towns');"
        "sys.exit(towns is not None and towns.all_towns.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Time zones in people's words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from surveys.language import zones
from surveys.language.cities import CITIES
from surveys.language.languages import LANGUAGES

WINTER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Екатеринбург", "Asia/Yekaterinburg"),
        (" екатеринбург! ", "Asia/Yekaterinburg"),
        ("ЕКБ", "Asia/Yekaterinburg"),
        ("Ростов на Дону", "Europe/Moscow"),
        ("Орел", "Europe/Moscow"),
        ("Питер", "Europe/Moscow"),
        ("МСК", "Europe/Moscow"),
        ("Казань, Россия", "Europe/Moscow"),
        ("Новосибирск (UTC+7)", "Asia/Novosibirsk"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Tel Aviv", "Asia/Jerusalem"),
        ("UTC", "UTC"),
        ("+5", "Asia/Yekaterinburg"),
        ("UTC+5", "Asia/Yekaterinburg"),
        ("gmt +03:00", "Europe/Moscow"),
        ("мск+2", "Asia/Yekaterinburg"),
        ("MSK-1", "Europe/Kaliningrad"),
        ("+0530", "Asia/Kolkata"),
        ("-3", "Etc/GMT+3"),
        ("−3", "Etc/GMT+3"),
        ("+1", "Etc/GMT-1"),
        *(
            ("+5,5", "Asia/Kolkata"),
            ("+5.5", "Asia/Kolkata"),
            ("UTC+5:30", "Asia/Kolkata"),
            ("+5,75", "Asia/Kathmandu"),
        ),
        *(("+5.30", "Asia/Kolkata"), ("utc +4,5", "Asia/Kabul")),
        *(("GMT-3", "Etc/GMT+3"), ("мск+2", "Asia/Yekaterinburg"), ("UTC+14", "Etc/GMT-14"), ("+0", "UTC")),
        *(
            ("+3 Москва", "Europe/Moscow"),
            ("Москва +3", "Europe/Moscow"),
            ("Владивосток, +10", "Asia/Vladivostok"),
        ),
        *(
            ("МСК плюс 4", "Asia/Novosibirsk"),
            ("+2 к Москве", "Asia/Yekaterinburg"),
            ("+5 от мск", "Asia/Irkutsk"),
        ),
        *(
            ("UTC +7 (Новосибирск)", "Asia/Novosibirsk"),
            ("г. Томск", "Asia/Tomsk"),
            ("город Омск", "Asia/Omsk"),
        ),
    ],
)
def test_a_zone_is_found_by_city_by_name_or_by_its_distance_from_greenwich(said: str, meant: str) -> None:
    assert zones.find(said) == ZoneInfo(meant)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "5",
            "+99",
            "-13",
            "+5:17",
            "Нарния",
            "у нас",
            "👍",
            "../etc/passwd",
            "+15",
            "UTC+25",
            "+5,7",
            "+5,123",
            "-3,5",
        ),
        *("+5 Москва", "Владивосток +3", "+", "+-3", "+5,5,5", "мск+99", "Октябрьский район", "1"),
    ],
)
def test_what_names_no_zone_is_not_guessed(said: str) -> None:
    assert zones.find(said) is None


@pytest.mark.parametrize("key", CITIES)
def test_every_city_leads_to_a_zone_that_exists(key: str) -> None:
    assert key in available_timezones()
    assert zones.find(zones.label(key, "ru")) == ZoneInfo(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_on_a_button_has_a_name_that_finds_it_again(language: str) -> None:
    for key in zones.OFFERED[language]:
        assert zones.find(zones.label(key, language)) == ZoneInfo(key)
        assert len(zones.label(key, language)) <= 16


def test_the_distance_from_greenwich_is_that_of_the_day() -> None:
    assert zones.offset(ZoneInfo("Europe/Berlin"), WINTER) == "+1"
    assert zones.offset(ZoneInfo("Europe/Berlin"), WINTER.replace(month=7)) == "+2"
    assert zones.offset(ZoneInfo("Asia/Kolkata"), WINTER) == "+5:30"
    assert zones.offset(ZoneInfo("America/New_York"), WINTER) == "-5"
    assert zones.label("Etc/GMT-1", "ru") == "UTC+1"

"""What the set-up asks, and the buttons under it."""

from datetime import datetime
from typing import Final

from handlers import keyboards
from handlers.house import House
from handlers.keyboards import Keyboard, button
from handlers.staff.progress import Progress, Step
from surveys import zones

WORD: Final = "setup"
"""How the data of the buttons begin: `setup:<step>:<what is chosen>`; nothing chosen keeps what is."""

LANGUAGES: Final = {"ru": "Русский", "en": "English"}
_NAME_ON_BUTTON: Final = 40
_PER_ROW: Final = 2


def text(progress: Progress, house: House) -> str:
    match progress.step:
        case Step.LANGUAGE:
            return house.texts.say(progress.language, "setup-language")
        case Step.NAME:
            return house.texts.say(progress.language, "setup-name")
        case Step.ZONE:
            return house.texts.say(progress.language, "setup-zone")


def keyboard(progress: Progress, house: House, now: datetime) -> Keyboard:
    match progress.step:
        case Step.LANGUAGE:
            return Keyboard.of([[_button(label, Step.LANGUAGE, code) for code, label in LANGUAGES.items()]])
        case Step.NAME:
            return Keyboard.of([[_button(progress.name[:_NAME_ON_BUTTON], Step.NAME)]])
        case Step.ZONE:
            return Keyboard.of(_zones(progress.language, house.zone.key, now))


def done(house: House, language: str, now: datetime) -> tuple[str, Keyboard]:
    """What was understood, so that a wrong time is noticed, and what comes next."""
    parts = [
        house.texts.say(
            language,
            "setup-done",
            business=house.business,
            place=zones.label(house.zone.key, language),
            shift=zones.offset(house.zone, now),
            time=f"{now.astimezone(house.zone):%H:%M}",
        ),
        house.texts.say(language, "setup-next-team" if house.support else "setup-next-group"),
    ]
    return "\n\n".join(parts), keyboards.one_button(
        house.texts.say(language, "button-test-survey"), keyboards.RATE
    )


def _zones(language: str, current: str, now: datetime) -> keyboards.Rows:
    """The one that is set goes first."""
    keys = dict.fromkeys([current, *zones.OFFERED.say(language).split()])
    buttons = [
        _button(f"{zones.label(key, language)} {zones.offset(zone, now)}", Step.ZONE, key)
        for key in keys
        if (zone := zones.find(key)) is not None
    ]
    return [buttons[first : first + _PER_ROW] for first in range(0, len(buttons), _PER_ROW)]


def _button(label: str, step: Step, chosen: str = "") -> dict[str, str]:
    return button(label, f"{WORD}:{step}:{chosen}")

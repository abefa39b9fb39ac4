"""What the set-up asks, and the buttons under it."""

from datetime import datetime
from typing import Final

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.time_zones import zone_buttons
from handlers.staff import group_link
from handlers.staff.setup_progress import SetupProgress, SetupStep
from surveys.language import zones

WORD: Final = "setup"
"""How the data of the buttons begin: `setup:<step>:<what is chosen>`; nothing chosen keeps what is."""

RENAME: Final = ""
"""What the button chooses that leads back from the zone to the name; nobody can type it."""

LANGUAGES: Final = {"ru": "Русский", "en": "English"}
_NAME_ON_BUTTON: Final = 40


def text(progress: SetupProgress, app: AppContext) -> str:
    """The question of a step, in the language that was chosen."""
    match progress.step:
        case SetupStep.LANGUAGE:
            return app.texts.text(progress.language, "setup-language")
        case SetupStep.NAME:
            return app.texts.text(progress.language, "setup-name")
        case SetupStep.ZONE:
            taken = app.texts.text(progress.language, "setup-name-taken", business=progress.name)
            return f"{taken}\n\n{app.texts.text(progress.language, 'setup-zone')}"


def keyboard(progress: SetupProgress, app: AppContext, now: datetime) -> Keyboard:
    """The buttons of a step; what is known already is among them."""
    match progress.step:
        case SetupStep.LANGUAGE:
            return Keyboard.of(
                [[_button(label, SetupStep.LANGUAGE, code) for code, label in LANGUAGES.items()]]
            )
        case SetupStep.NAME:
            return Keyboard.of([[_button(progress.name[:_NAME_ON_BUTTON], SetupStep.NAME)]])
        case SetupStep.ZONE:
            zones_of_choice = zone_buttons(progress.language, app.zone.key, now, _zone_data)
            rename = _button(app.texts.text(progress.language, "button-setup-name"), SetupStep.ZONE, RENAME)
            return Keyboard.of([*zones_of_choice, [rename]])


def done(app: AppContext, language: str, now: datetime) -> tuple[str, Keyboard]:
    """What was understood, so that a wrong time is noticed, and what comes next."""
    parts = [
        app.texts.text(
            language,
            "setup-done",
            business=app.business,
            place=zones.label(app.zone.key, language),
            shift=zones.offset(app.zone, now),
            time=f"{now.astimezone(app.zone):%H:%M}",
        ),
        app.texts.text(language, "setup-next-team" if app.support else "setup-next-group"),
    ]
    test = button(app.texts.text(language, "button-test-survey"), keyboards.RATE)
    rows = [[test]] if app.support else [[group_link.button(app, language)], [test]]
    return "\n\n".join(parts), Keyboard.of(rows)


def _button(label: str, step: SetupStep, chosen: str = "") -> dict[str, str]:
    return button(label, _data(step, chosen))


def _zone_data(key: str) -> str:
    return _data(SetupStep.ZONE, key)


def _data(step: SetupStep, chosen: str) -> str:
    return f"{WORD}:{step}:{chosen}"

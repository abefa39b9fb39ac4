"""By whose clock somebody lives, and the buttons by which they say it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Rows, button
from storage.outreach.recipients import Recipient
from storage.rows import Customer
from surveys.language import zones

_PER_ROW: Final = 2


def zone_of(app: AppContext, person: Recipient | Customer) -> ZoneInfo:
    """The person's time zone, else the business's; also when the stored name is of no zone."""
    try:
        return ZoneInfo(person.timezone) if person.timezone else app.zone
    except (KeyError, ValueError, OSError):
        return app.zone


def zone_buttons(language: str, current: str, now: datetime, data: Callable[[str], str]) -> Rows:
    """A button for the zone that is set, the first one, and for each that is offered in the language.

    `data` makes the data of a button of the key of its zone.
    """
    keys = dict.fromkeys([current, *zones.OFFERED[language]])
    buttons = [
        button(f"{zones.label(key, language)} {zones.offset(zone, now)}", data(key))
        for key in keys
        if (zone := zones.find(key)) is not None
    ]
    return [buttons[first : first + _PER_ROW] for first in range(0, len(buttons), _PER_ROW)]

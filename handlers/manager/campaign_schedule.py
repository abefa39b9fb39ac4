"""When a campaign starts: at once, or at an hour of a day to come that is chosen by two buttons."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from handlers.manager.campaign_progress import data, heading
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports.screen import Screen
from storage.rows import Campaign

DAY, HOUR, LATER, NOT_YET = "day", "hour", "later", "not-yet"
"""What its buttons do: open the days, open the hours of one, take one of them, take it back."""
_DAYS: Final = 8
"""The days shown: a week from today, and the same day of the next."""
_HOURS: Final = range(9, 21)
_A_ROW: Final = 4


def began(now: datetime, new_id: int) -> Mapping[str, Any]:
    """What is stored of a start: whoever becomes a customer later is not of the audience."""
    return {"started_at": now, "enrolled_below": new_id, "starts_at": None, "awaits": None}


def days_screen(app: AppContext, campaign: Campaign, language: str, now: datetime) -> Screen:
    """The days on which it may start, in the business's zone."""
    today = now.astimezone(app.zone).date()
    days = [today + timedelta(days=n) for n in range(_DAYS)]
    rows = [
        [keyboards.button(_shown(one, "EEE, d MMMM", language), data(DAY, campaign.id, one.isoformat()))]
        for one in days
        if any(_at(app, f"{one.isoformat()}T{hour:02}") > now for hour in _HOURS)
    ]
    return _question(app, campaign, language, "campaign-ask-day", rows)


def hours_screen(app: AppContext, campaign: Campaign, language: str, day: str, now: datetime) -> Screen:
    """The hours of that day that have not passed. Raises ValueError for what is no day."""
    choices = [f"{day}T{hour:02}" for hour in _HOURS]
    buttons = [
        keyboards.button(f"{at.astimezone(app.zone):%H:%M}", data(HOUR, campaign.id, choice))
        for choice in choices
        if (at := _at(app, choice)) > now
    ]
    rows = [buttons[place : place + _A_ROW] for place in range(0, len(buttons), _A_ROW)]
    return _question(app, campaign, language, "campaign-ask-hour", rows)


def chosen(app: AppContext, choice: str, now: datetime) -> datetime | None:
    """The moment that a button says; None for one that has passed or that no button says."""
    try:
        at = _at(app, choice)
    except ValueError:
        return None
    return at if now < at <= now + timedelta(days=_DAYS + 1) else None


def moment(app: AppContext, at: datetime, language: str) -> str:
    """Day and time in the business's zone."""
    return _shown(at.astimezone(app.zone), "EEE, d MMMM, HH:mm", language)


def _question(app: AppContext, campaign: Campaign, language: str, asks: str, rows: keyboards.Rows) -> Screen:
    text = f"{heading(app, campaign, language)}\n\n{app.texts.text(language, asks, zone=app.zone.key)}"
    return Screen(text, rows)


def _at(app: AppContext, choice: str) -> datetime:
    """Raises ValueError for what is no day with an hour."""
    day, _, hour = choice.partition("T")
    local = datetime.combine(datetime.fromisoformat(day).date(), time(int(hour)), app.zone)
    return local.astimezone(UTC)


def _shown(at: date, pattern: str, language: str) -> str:
    """A day, or a day with its time, by a pattern of Unicode's."""
    from babel.dates import format_date, format_datetime

    shown = (
        format_datetime(at, pattern, tzinfo=at.tzinfo, locale=language)
        if isinstance(at, datetime)
        else format_date(at, pattern, locale=language)
    )
    return str(shown)

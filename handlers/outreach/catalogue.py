"""The journeys that there are."""

from collections.abc import Iterable
from typing import Any, Final

from handlers.outreach.asked_later import ASKED_LATER
from handlers.outreach.call_back import CALL_BACK
from handlers.outreach.campaign import CAMPAIGN
from handlers.outreach.journey import Journey
from handlers.outreach.reminder import REMINDER
from handlers.outreach.requested_reminder import REQUESTED_REMINDER
from handlers.outreach.winback import FOLLOW_UPS, WINBACK


def _by_name(journeys: Iterable[Journey[Any]]) -> dict[str, Journey[Any]]:
    return {journey.name: journey for journey in journeys}


JOURNEYS: Final = _by_name(
    (REMINDER, ASKED_LATER, REQUESTED_REMINDER, WINBACK, *FOLLOW_UPS, CAMPAIGN, CALL_BACK)
)

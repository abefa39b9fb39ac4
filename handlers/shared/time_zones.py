"""By whose clock somebody lives."""

from zoneinfo import ZoneInfo

from handlers.shared.app_context import AppContext
from storage.outreach.recipients import Recipient
from storage.rows import Customer


def zone_of(app: AppContext, person: Recipient | Customer) -> ZoneInfo:
    """The person's time zone, else the business's; also when the stored name is of no zone."""
    try:
        return ZoneInfo(person.timezone) if person.timezone else app.zone
    except (KeyError, ValueError, OSError):
        return app.zone

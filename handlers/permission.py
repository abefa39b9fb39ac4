"""From what is stored about a person to what the contact policy is asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.shared.app_context import AppContext
from storage.contacts import Facts
from storage.rows import Customer
from surveys.policy import WEEK, Contact, Kind


def looked_back(app: AppContext) -> timedelta:
    """How old a contact may be and still matter."""
    return max(WEEK, app.limits.relational_rest, app.limits.survey_rest)


def zone_of(app: AppContext, person: Facts | Customer) -> ZoneInfo:
    """The person's, else the business's."""
    try:
        return ZoneInfo(person.timezone) if person.timezone else app.zone
    except (KeyError, ValueError, OSError):
        return app.zone


def contact(app: AppContext, facts: Facts, kind: Kind, now: datetime, planned_at: datetime) -> Contact:
    """The message that is judged, with everything that is known about its addressee."""
    return Contact(
        kind=kind,
        now=now,
        planned_at=planned_at,
        zone=zone_of(app, facts),
        quiet=app.quiet,
        reachable=facts.telegram_id is not None and facts.blocked_at is None,
        stopped=facts.stopped_at is not None,
        consented=bool(facts.consented),
        open_case=facts.open_case,
        last_relational_at=max((one.at for one in facts.sent if one.kind is Kind.RELATIONAL), default=None),
        last_survey_at=max((one.at for one in facts.sent if one.kind.is_survey), default=None),
        started_at=tuple(one.at for one in facts.sent),
        limits=app.limits,
    )

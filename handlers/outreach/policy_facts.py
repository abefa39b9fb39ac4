"""From what is stored about a person to what the contact policy is asked."""

from datetime import datetime, timedelta

from handlers.shared.app_context import AppContext
from handlers.shared.time_zones import zone_of
from storage.outreach.recipients import Recipient
from surveys.outreach.policy import WEEK, ContactKind, ContactRequest


def looked_back(app: AppContext) -> timedelta:
    """How old a contact may be and still matter: the longest rest of the limits, at least a week."""
    limits = app.limits
    return max(WEEK, limits.relational_rest, limits.survey_rest, limits.asked_less_rest)


def contact_request(
    app: AppContext, recipient: Recipient, kind: ContactKind, now: datetime, planned_at: datetime
) -> ContactRequest:
    """The message that is judged, with everything that is known about its recipient."""
    sent = recipient.sent
    return ContactRequest(
        kind=kind,
        now=now,
        planned_at=planned_at,
        zone=zone_of(app, recipient),
        quiet=app.quiet,
        reachable=recipient.telegram_id is not None and recipient.blocked_at is None,
        stopped=recipient.stopped_at is not None,
        consented=bool(recipient.consented),
        agreed=_has_agreed(app, recipient),
        asked_less=recipient.asked_less_at is not None,
        open_case=recipient.open_case,
        talked_at=recipient.talked_at,
        last_relational_at=max((one.at for one in sent if one.kind is ContactKind.RELATIONAL), default=None),
        last_survey_at=max((one.at for one in sent if one.kind.is_survey), default=None),
        started_at=tuple(one.at for one in sent),
        limits=app.limits,
    )


def _has_agreed(app: AppContext, recipient: Recipient) -> bool:
    """Whether what they say may be handled: where that is asked for, they agreed to the present text."""
    return app.consent_version in (None, recipient.agreed_version) or recipient.is_staff

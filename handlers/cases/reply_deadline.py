"""When a customer may expect people to answer, as far as the company has said when it works and how long."""

from datetime import datetime, timedelta

from handlers.shared.app_context import AppContext
from handlers.shared.time_zones import zone_of
from storage.rows import Case, Customer


def expected(app: AppContext, customer: Customer, case: Case, now: datetime) -> str | None:
    """When people work again, unless they do now, and by when they will reply, unless that has passed.

    None where nothing of it is to be said: no hours and no limits are set, or staff wait for the customer.
    """
    if case.awaiting_since is None:
        return None
    opens_at, due_at = app.clock.hours.next_opening(now), reply_due_at(case)
    parts = [_at(app, customer, "case-opens", opens_at, now)] if opens_at > now else []
    if due_at is not None and due_at > now:
        parts.append(_at(app, customer, "case-expected", due_at, now, is_end=True))
    return " ".join(parts) or None


def reply_due_at(case: Case) -> datetime | None:
    """By when staff owe the customer a reply; None where no limit is set, or they owe none."""
    return case.first_reply_due_at or case.next_reply_due_at


def _at(
    app: AppContext, customer: Customer, text_id: str, at: datetime, now: datetime, *, is_end: bool = False
) -> str:
    """The text with a moment by the customer's clock, and whether that is today or tomorrow."""
    zone = zone_of(app, customer)
    moment, today = at.astimezone(zone), now.astimezone(zone).date()
    day, clock = moment.date(), moment.strftime("%H:%M")
    if is_end and clock == "00:00":  # "tomorrow by 00:00" would be read as a day later
        day, clock = day - timedelta(days=1), "24:00"
    days = {today: "today", today + timedelta(days=1): "tomorrow"}
    return app.texts.text(
        customer.language, text_id, day=days.get(day, "later"), time=clock, date=day.strftime("%d.%m")
    )

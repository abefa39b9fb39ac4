"""The offer that goes with an invitation back: one that is true at that moment, or none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.ids import Ids
from storage.outreach import offers
from storage.outreach.due_plans import DuePlan
from storage.rows import OfferGiven
from surveys.outreach.winback_invitations import JOURNEY


def with_offer(
    connection: Connection, app: AppContext, due: DuePlan[Any], now: datetime, ids: Ids
) -> DuePlan[Any]:
    """The plan with the offer that its message shows: that for its reason, the fallback, or none."""
    wanted = app.offers.for_reason(due.plan.about) if due.plan.journey == JOURNEY else ()
    if not wanted:
        return due
    return replace(due, offer=offers.give(connection, wanted, (due.plan.id, due.plan.customer_id), now, ids))


def words(app: AppContext, given: OfferGiven, language: str) -> str:
    """What is offered, with its code and how long it is valid; empty where the file has it no more."""
    offer = app.offers.get(given.offer)
    if offer is None:
        return ""
    promised = offer.words.render(language, business=app.business)
    days = (given.expires_at - given.shown_at).days
    return app.texts.text(language, "offer-words", offer=promised, code=given.code, n=days)


def copy_button(app: AppContext, given: OfferGiven, language: str) -> dict[str, Any]:
    """The button that copies the code to the clipboard; Telegram tells nobody of it."""
    return keyboards.copying(app.texts.text(language, "button-copy-code", code=given.code), given.code)

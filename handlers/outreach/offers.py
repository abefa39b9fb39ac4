"""The words and the button of an offer, below the message that it goes with."""

from typing import Any

from handlers.outreach.journey import RenderedMessage
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard
from storage.rows import OfferGiven


def below(
    app: AppContext, message: RenderedMessage, given: OfferGiven | None, language: str
) -> RenderedMessage:
    """The message with what is offered after its words, and the button that copies the code above its own.

    As it is where nothing is given, or the file has the offer no more.
    """
    if given is None or not (offered := words(app, given, language)):
        return message
    rows = message.keyboard.wire_form()["inline_keyboard"] if message.keyboard is not None else []
    return RenderedMessage(
        f"{message.text}\n\n{offered}", Keyboard.of([[copy_button(app, given, language)], *rows])
    )


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

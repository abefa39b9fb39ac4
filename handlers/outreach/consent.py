"""What a customer allows us to send: the question, and what they answered to which words."""

from hashlib import sha256
from typing import Final

from aiogram.methods import SendMessage

from handlers.shared import keyboards
from handlers.shared.update_context import UpdateContext
from storage.outreach.recipients import Recipient
from storage.rows import Consent
from surveys.outreach.consents import ConsentKind
from surveys.outreach.policy import ContactKind

OFFERS: Final = "offers"
"""The word of the consent buttons: `offers:yes`, `offers:no`."""
YES: Final = "yes"
NO: Final = "no"


def decide(ctx: UpdateContext, *, given: bool, words: str) -> None:
    """Store what the customer allowed, and in answer to which words."""
    version = f"{ctx.language}-{sha256(words.encode()).hexdigest()[:12]}"
    row = Consent(ctx.ids.next(), ctx.customer.id, ConsentKind.PROMOTION, given, version, ctx.now)
    ctx.effects.add(row)


def ask(ctx: UpdateContext, recipient: Recipient) -> None:
    """Ask for consent to offers: a customer who is here at once, anybody else as the contact policy says."""
    is_here = recipient.telegram_id == ctx.customer.telegram_id
    yes = ctx.app.texts.text(recipient.language, "button-consent-yes")
    no = ctx.app.texts.text(recipient.language, "button-consent-no")
    buttons = [[keyboards.button(yes, f"{OFFERS}:{YES}"), keyboards.button(no, f"{OFFERS}:{NO}")]]
    method = SendMessage(
        chat_id=recipient.telegram_id or 0,
        text=ctx.app.texts.text(recipient.language, "consent-question"),
        reply_markup=keyboards.Keyboard.of(buttons),
    )
    kind = ContactKind.REPLY if is_here else ContactKind.SERVICE
    ctx.send(method, kind.urgency, kind=None if is_here else kind)

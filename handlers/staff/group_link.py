"""The link by which an owner makes the support group in one go: it adds the bot with the rights it needs."""

from typing import Final

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext

PAYLOAD: Final = "support"
"""What stands behind `/start` in the group once the bot was added by the link."""
_RIGHTS: Final = ("manage_topics", "delete_messages")
"""A topic for each case, and topics of somebody who is forgotten can go; any right makes an administrator."""


def button(app: AppContext, language: str) -> dict[str, str]:
    """The button that opens the list of one's groups on the phone."""
    address = f"https://t.me/{app.username}?startgroup={PAYLOAD}&admin={'+'.join(_RIGHTS)}"
    return keyboards.opening(app.texts.text(language, "button-group-add"), address)

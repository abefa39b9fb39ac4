"""The buttons under digests and alerts: `alert:<step>`, and the kind that is muted or the list's days."""

from typing import Final

BUTTON: Final = "alert"
CASES, CALL, INBOX, MUTE, UNMUTE = "cases", "call", "inbox", "mute", "unmute"


def data(step: str, *more: str) -> str:
    """The data of a button."""
    return ":".join([BUTTON, step, *more])

"""The buttons under digests and alerts: `alert:<step>`, and the kind that is muted."""

from typing import Final

BUTTON: Final = "alert"
CASES, INBOX, MUTE, UNMUTE = "cases", "inbox", "mute", "unmute"


def data(step: str, *more: str) -> str:
    """The data of a button."""
    return ":".join([BUTTON, step, *more])

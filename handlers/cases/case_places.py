"""Names of the places of a case in the support chat."""

import re
from typing import Final

_NAME: Final = re.compile(r"(?:topic|card|case):(\d+)(?::|$)")


def topic(number: int) -> str:
    """Everything about the case stands here: a topic, or the message that the rest replies to."""
    return f"topic:{number}"


def card(number: int) -> str:
    return f"card:{number}"


def notice(number: int, owner_telegram_id: int) -> str:
    """What an owner was told in private, for want of a support chat; a reply to it is no answer."""
    return f"notice:{number}:{owner_telegram_id}"


def said(number: int, unique: int | str) -> str:
    """A further message of the case, so that a reply to it is understood."""
    return f"case:{number}:{unique}"


def said_range(number: int) -> tuple[str, str]:
    """First and last name of what was said to the customer of a case; digits sort before letters anywhere."""
    return said(number, ""), said(number, "a")


def number_in(name: str | None) -> int | None:
    """The number of the case that a place belongs to."""
    found = _NAME.match(name or "")
    return int(found[1]) if found else None

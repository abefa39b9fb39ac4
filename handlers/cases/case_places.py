"""Names of the places of a case in the support chat."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final

from storage.cases.case_topics import topic_place

_NAME: Final = re.compile(r"(?:topic|card|case):(\d+)(?::|$)")
_WORDS: Final = re.compile(r"(?:topic|card|case|notice):(\d+)(?::|$)")
_SHOWN: Final = re.compile(r"case:\d+:own-(\d+)")
_STORED: Final = re.compile(r"case:\d+:(\d+)$")
_COPY: Final = re.compile(r"case:\d+:(\d+)\.\d+(?::\d+)?$")
_ABOUT: Final = re.compile(r"(?:topic|card|case|about):(\d+)(?::|$)")
_TOLD: Final = re.compile(r"(?:about|notice):(\d+)(?::|$)")
_WAITING_LIST: Final = "waiting:"
_SAMPLE: Final = "sample:"


def topic(number: int) -> str:
    """The place of a case's topic, or of the message that the rest of the case replies to."""
    return topic_place(number)


def card(number: int) -> str:
    """The place of a case's card."""
    return f"card:{number}"


def notice(number: int, owner_telegram_id: int) -> str:
    """The place of what an owner was told in private without a support chat; a reply to it is no answer."""
    return f"notice:{number}:{owner_telegram_id}"


def said(number: int, unique: int | str) -> str:
    """The place of a further message of the case, so that a reply to it is understood."""
    return f"case:{number}:{unique}"


def about(number: int, unique: int) -> str:
    """The place of a message that tells of a case and is none of its own, such as its history.

    A command in reply to it is about the case, but words are no answer to the customer.
    """
    return f"about:{number}:{unique}"


def called(number: int, unique: str) -> str:
    """The place of what one of the team was told of an overdue case in private; a reply is no answer."""
    return f"about:{number}:{unique}"


def number_about(name: str | None) -> int | None:
    """The number of the case that the message at that place belongs to or tells of; None for any other."""
    found = _ABOUT.match(name or "")
    return int(found[1]) if found else None


def number_told(name: str | None) -> int | None:
    """The number of the case that the message at that place tells of and is none of; None for any other."""
    found = _TOLD.match(name or "")
    return int(found[1]) if found else None


def stored_in(name: str) -> int | None:
    """The id under which a message of staff is stored, by the place where they wrote it."""
    found = _STORED.match(name)
    return int(found[1]) if found else None


def copy(number: int, message_id: int, part: int) -> str:
    """The place, in the customer's chat, of a message of staff that is stored under that id.

    A long one has several parts, the first of which is 1.
    """
    return said(number, f"{message_id}.{part}")


def moved(name: str, number: int, message_ids: Collection[int]) -> str | None:
    """The name in another case of a place of one of these messages of staff; None for any other place."""
    message_id = stored_in(name)
    if message_id is None and (found := _COPY.match(name)) is not None:
        message_id = int(found[1])
    return said(number, name.split(":", 2)[2]) if message_id in message_ids else None


def copied_in(name: str) -> int | None:
    """The id of the message of staff whose copy stands at that place, of an album that of its first message.

    None for any other place.
    """
    found = _COPY.match(name)
    return int(found[1]) if found else None


def own_words(message_id: int, unique: int | None = None) -> str:
    """What tells the place of a customer's words from others of their case, by Telegram's number of them.

    `unique` tells a later version of the same words from the first.
    """
    return f"own-{message_id}" if unique is None else f"own-{message_id}.{unique}"


def message_in(name: str) -> int | None:
    """The number, in the customer's chat, of the message that is shown at that place; None for any other."""
    found = _SHOWN.match(name)
    return int(found[1]) if found else None


def waiting_list(unique: int) -> str:
    """The place of a message that shows several cases; a reply to it is an answer to none of them."""
    return f"{_WAITING_LIST}{unique}"


def unsent(chat_id: int, message_id: int) -> str:
    """The place where it is told that a message of staff went to nobody: of each, since each was meant."""
    return f"unsent:{chat_id}:{message_id}"


def is_waiting_list(name: str | None) -> bool:
    """Whether the place is that of a message that shows several cases."""
    return name is not None and name.startswith(_WAITING_LIST)


def left(number: int, since: datetime) -> str:
    """The place of the message that the customer closed the chat at that moment."""
    return said(number, f"left-{int(since.timestamp())}")


def taken(number: int, since: datetime) -> str:
    """The mark that the customer, who waits since that moment, was told that somebody has the case."""
    return said(number, f"taken-{int(since.timestamp())}")


def said_range(number: int) -> tuple[str, str]:
    """First and last name of what was said to the customer of a case; digits sort before letters anywhere."""
    return said(number, ""), said(number, "a")


def case_of_words(name: str) -> int | None:
    """The number of the case whose words, or card, stand at that place; None for a place of anything else."""
    found = _WORDS.match(name)
    return int(found[1]) if found else None


def sample(chat_id: int) -> str:
    """The place of the sample that a new support group is shown, or of its topic."""
    return f"{_SAMPLE}{chat_id}"


def is_sample(name: str | None) -> bool:
    """Whether the place is that of the sample of a group."""
    return name is not None and name.startswith(_SAMPLE)


def board(chat_id: int, unique: int) -> str:
    """The place of a message that lists open cases of several customers."""
    return f"cases:{chat_id}:{unique}"


def number_in(name: str | None) -> int | None:
    """The number of the case that such a place belongs to; None for a place of anything else."""
    found = _NAME.match(name or "")
    return int(found[1]) if found else None

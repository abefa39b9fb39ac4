"""Where cases stand in the support chat, and links that open them there."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection

from storage.delivery.outbox import find_places
from storage.rows import Place

_SUPERGROUPS: Final = -1_000_000_000_000
"""Telegram writes the id of a supergroup below this; without it the id stands in links."""


def topic_place(number: int) -> str:
    """The name of the place of a case's topic, or of the message that the rest of the case replies to."""
    return f"topic:{number}"


def topic_links(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Addresses that open the topics of cases, by number; one without an address is missing.

    Messages of groups that are no supergroups have no address.
    """
    places = find_places(connection, [topic_place(number) for number in numbers])
    links = {number: _link(places.get(topic_place(number))) for number in numbers}
    return {number: link for number, link in links.items() if link is not None}


def _link(place: Place | None) -> str | None:
    if place is None or place.chat_id is None or place.chat_id >= _SUPERGROUPS:
        return None
    shown = place.thread_id or place.message_id
    return f"https://t.me/c/{_SUPERGROUPS - place.chat_id}/{shown}" if shown else None

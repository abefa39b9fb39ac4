"""Every visible change, for whoever looks on: the page, or a test in another process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.chats import Chat
    from playground.messages import Message
    from playground.people import Person


@dataclass(frozen=True, slots=True)
class Change:
    # message, edited, deleted, received, reaction, action, tapped, answered, toast, alert;
    # people, commands, topic, network, time (the whole is to be read again); strip
    what: str
    chat: Chat | None = None
    message: Message | None = None
    note: str = ""
    person: Person | None = None  # whose phone alone shows it


class Feed:
    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[Change]] = set()

    def publish(
        self,
        what: str,
        chat: Chat | None = None,
        message: Message | None = None,
        note: str = "",
        person: Person | None = None,
    ) -> None:
        for reader in self._readers:
            reader.put_nowait(Change(what, chat, message, note, person))

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[Change]]:
        reader: asyncio.Queue[Change] = asyncio.Queue()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

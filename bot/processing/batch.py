"""What a batch of updates consists of while it is decided."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.processing.processor import Decision
from storage.delivery.batch import Opened
from storage.rows import InboxUpdate


@dataclass(frozen=True, slots=True)
class Received:
    """Updates of one intake call, and its wish to know when they are durable."""

    updates: Sequence[InboxUpdate]
    durable: asyncio.Future[None]


@dataclass(slots=True)
class Batch:
    """What was decided about the updates of one transaction."""

    opened: Opened = field(default_factory=Opened)
    decisions: list[Decision] = field(default_factory=list)
    spoilt: list[tuple[InboxUpdate, Exception]] = field(default_factory=list)
    apologies: list[Decision] = field(default_factory=list)

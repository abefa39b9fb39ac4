"""What follows from the outcome of a call, decided within the transaction that writes the outcome down."""

from dataclasses import dataclass, field
from datetime import datetime

from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from storage.effects import Effects
from storage.engines.database import Connection
from storage.ids import Ids


@dataclass(slots=True)
class FollowUp:
    """Rules of outcomes read and write through its connection, and say what is sent into it."""

    connection: Connection
    app: AppContext
    ids: Ids
    now: datetime
    effects: Effects = field(default_factory=Effects)
    outgoing: list[Outgoing] = field(default_factory=list)

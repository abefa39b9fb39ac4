"""What the sender has to write down, in one place and one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert

from storage import outbox, people
from storage.effects import values_of
from storage.outbox import Mark
from storage.rows import OutboxRow, Place
from storage.tables import outbox as outbox_table


@dataclass(slots=True)
class Report:
    """Outcomes since the last report."""

    marks: list[Mark] = field(default_factory=list)
    filled: list[Place] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    closed_chats: set[int] = field(default_factory=set)
    moved_chats: dict[int, int] = field(default_factory=dict)
    added: list[OutboxRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.marks, self.filled, self.emptied, self.closed_chats, self.moved_chats, self.added))

    def ids(self) -> Iterator[int]:
        return (one.id for one in self.marks)

    def join(self, later: "Report") -> None:
        """Take over what happened after this report, when it could not be written at once."""
        self.marks += later.marks
        self.filled += later.filled
        self.emptied += later.emptied
        self.closed_chats |= later.closed_chats
        self.moved_chats |= later.moved_chats
        self.added += later.added


def write_down(connection: Connection, report: Report, now: datetime) -> None:
    outbox.mark(connection, report.marks)
    for name in report.emptied:
        outbox.empty(connection, name)
    outbox.fill(connection, report.filled)
    if report.added:
        connection.execute(insert(outbox_table), [values_of(row) for row in report.added])
    outbox.cancel_chat(connection, report.closed_chats, now)
    people.mark_blocked(connection, report.closed_chats, now)
    for old, new in report.moved_chats.items():
        outbox.move_chat(connection, old, new)

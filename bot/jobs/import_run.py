"""A file of customers or orders from its first line to its last: gone on with where it was left."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from reports.files.table_file import open_table
from reports.files.table_file import records as records_of
from storage import audit
from storage.engines.conflicts import write_after_conflict
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.imports import finishing, imports, storing, undoing
from storage.imports.storing import Item
from storage.people.record_changes import Stored
from storage.rows import Import
from storage.states import AuditAction, ImportState
from surveys.errors import UserError
from surveys.language.languages import Language
from surveys.records.fields import Field
from surveys.records.reading import Conventions
from surveys.records.records import CustomerRecord, OrderRecord, RecordKind
from surveys.records.refusal import Refusal

AT_ONCE: Final = 50
"""Records in a transaction: it holds up others for some 7 ms."""
WHOLE: Final = 300
"""Records of a file that is stored in one transaction."""
_PAUSE: Final = 2.0
"""Of the time that a transaction took: others write meanwhile."""


class InvalidTable(UserError):
    """A file lacks a column without which nothing can be read."""

    text_id = "import-missing-columns"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be read, and how."""

    path: Path
    kind: RecordKind
    conventions: Conventions
    language: Language
    """Of customers of whom nothing is known."""
    chosen: Mapping[str, Field] = field(default_factory=dict)
    """Fields of columns by their headers, where a person said so."""
    file_name: str = ""
    """As people know it; empty for the name of the path."""
    staff_telegram_id: int | None = None

    @property
    def name(self) -> str:
        return self.file_name or self.path.name

    def items(self) -> Iterator[Item]:
        """Records and refused lines in the order of the file. Raises UserError."""
        table = open_table(self.path, self.kind, self.chosen)
        if missing := table.missing(self.conventions.order_id_from):
            columns = "; ".join(" / ".join(group) for group in missing)
            raise InvalidTable(file=self.name, columns=columns)
        return records_of(table, self.conventions)

    def fingerprint(self) -> str:
        """The same for the same content that is read in the same way."""
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        digest.update(repr((self.kind, self.conventions, sorted(self.chosen.items()))).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ImportRun:
    """An import under way: stores, and tells after each transaction how far it is."""

    database: Database
    ids: Ids
    now: Callable[[], datetime]
    tell: Callable[[Import], None] = lambda _: None

    async def store(self, order: ImportOrder) -> Import:
        """Import a file, and end what an earlier try left of it.

        Raises UserError for a file that cannot be read, ImportUnderWay while another is unfinished, and
        ImportTaken where another process is at the same one.
        """
        items = order.items()
        first = list(islice(items, WHOLE + 1))
        fingerprint = order.fingerprint()
        other = await self.database.read(imports.under_way)
        if other is None and len(first) <= WHOLE:
            return await write_after_conflict(self.database, self._whole, order, fingerprint, first)
        found = await self.database.write(self.begin, order, fingerprint, ImportState.PENDING)
        if found.state is ImportState.PENDING:
            found = await self._take(found, order, chain(first, items))
            found = await self.database.write(finishing.begin_to_count, found, self.now())
        while found.state is ImportState.APPLYING:
            found = await self._step(finishing.go_on, found)
        return found

    async def compare(self, order: ImportOrder) -> Stored:
        """What the file would come to; nothing is written."""
        outcome, seen = Stored(), set[int]()
        items = order.items()
        while block := list(islice(items, AT_ONCE)):
            new = [item for item in block if _key(item) not in seen]
            seen.update(map(_key, new))
            outcome += await self.database.read(
                storing.compare, order.kind, new, self.now(), self.ids, order.language
            )
            outcome += Stored(unchanged=len(block) - len(new))
        return outcome

    async def undo(self, number: int, by: int | None = None) -> Import:
        """Take an import back. Raises NoImport, and UserError with a reason while something rests on it.

        `by` is the Telegram id of whoever asks for it; None for the command line.
        """
        found = await self.database.write(self.begin_undo, number, by)
        while found.state is not ImportState.UNDONE:
            found = await self._step(undoing.go_on, found, self.now())
        return found

    def _whole(
        self, connection: Connection, order: ImportOrder, fingerprint: str, items: list[Item]
    ) -> Import:
        found = self.begin(connection, order, fingerprint, ImportState.DONE)
        return storing.take(connection, found, items, self.now(), self.ids, order.language)

    def begin(
        self, connection: Connection, order: ImportOrder, fingerprint: str, state: ImportState
    ) -> Import:
        """A new import with its entry in the audit log, or the one that was begun with the same file.

        Raises ImportUnderWay.
        """
        by, now = order.staff_telegram_id, self.now()
        found = imports.begin(
            connection, order.kind, order.name, fingerprint, now, staff_telegram_id=by, state=state
        )
        if not found.taken:
            self._account_for(connection, AuditAction.IMPORT, found, by)
        return found

    def begin_undo(self, connection: Connection, number: int, by: int | None) -> Import:
        """Begin to take an import back, with its entry in the audit log; raises as `undo` does."""
        found = imports.find(connection, number)
        begun = undoing.begin(connection, found)
        if begun.state is not found.state:
            self._account_for(connection, AuditAction.IMPORT_UNDONE, found, by)
        return begun

    def _account_for(
        self, connection: Connection, action: AuditAction, found: Import, by: int | None
    ) -> None:
        details = {"kind": found.kind, "file": found.file_name}
        audit.record(
            connection, self.ids.next(), action, self.now(), by=by, subject=str(found.id), details=details
        )

    async def _take(self, found: Import, order: ImportOrder, items: Iterator[Item]) -> Import:
        for _ in islice(items, found.taken):  # dealt with before
            pass
        while block := list(islice(items, AT_ONCE)):
            found = await self._step(storing.take, found, block, self.now(), self.ids, order.language)
        return found

    async def _step(self, work: Callable[..., Import], found: Import, *args: object) -> Import:
        began = time.monotonic()
        found = await write_after_conflict(self.database, work, found, *args)
        self.tell(found)
        await asyncio.sleep((time.monotonic() - began) * _PAUSE)
        return found


def _key(item: Item) -> int:
    """By which a record is known that stands in a file again."""
    match item:
        case Refusal():
            return hash((Refusal, item.position))
        case CustomerRecord():
            return hash((CustomerRecord, item.customer_id or item.phone))
        case OrderRecord():
            return hash((OrderRecord, item.order_id))

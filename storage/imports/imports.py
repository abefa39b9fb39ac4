"""Imports as rows: one is under way at a time, and whoever begins the same again goes on with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Update, func, insert, select, update

from storage.row_values import values_of
from storage.rows import Import, columns_of
from storage.states import ImportState
from storage.tables import import_refusals, imports
from storage.upsert import upsert
from surveys.errors import LoggableError, UserError
from surveys.language.interface_text import InterfaceText
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal

UNDER_WAY: Final = (
    ImportState.PENDING,
    ImportState.APPLYING,
    ImportState.CANCELLING,
    ImportState.UNDOING,
)
_COLUMNS: Final = columns_of(Import)


class ImportUnderWay(UserError):
    """Another import was begun and has not ended: values number and file."""

    text_id = "import-under-way"


class NoImport(UserError):
    """There is no import of that number."""

    text_id = "import-none"


class ImportTaken(LoggableError):
    """Another process is at the same import."""


def begin(
    connection: Connection,
    kind: RecordKind,
    file_name: str,
    fingerprint: str,
    now: datetime,
    *,
    staff_telegram_id: int | None = None,
    state: ImportState = ImportState.PENDING,
) -> Import:
    """A new import, or the one that was begun with the same file and has not ended.

    Raises ImportUnderWay where that is another one: only one is under way at a time.
    """
    if (other := under_way(connection)) is not None:
        if other.fingerprint == fingerprint and other.state in (ImportState.PENDING, ImportState.APPLYING):
            return other
        raise ImportUnderWay(number=other.id, file=other.file_name)
    number = 1 + (connection.execute(select(func.max(imports.c.id))).scalar() or 0)
    new = Import(
        number, kind, file_name, fingerprint, now, state=state, staff_telegram_id=staff_telegram_id,
        done_at=now if state is ImportState.DONE else None,
    )  # fmt: skip
    connection.execute(insert(imports), [values_of(new)])
    return new


def under_way(connection: Connection) -> Import | None:
    """The import that has not ended; None where there is none."""
    row = connection.execute(select(*_COLUMNS).where(imports.c.state.in_(UNDER_WAY))).first()
    return Import(*row) if row else None


def find(connection: Connection, number: int) -> Import:
    """The import of that number. Raises NoImport."""
    row = connection.execute(select(*_COLUMNS).where(imports.c.id == number)).one_or_none()
    if row is None:
        raise NoImport(number=number)
    return Import(*row)


def find_by_fingerprint(connection: Connection, fingerprint: str) -> Import | None:
    """The latest import of that fingerprint; None where there is none."""
    mine = select(*_COLUMNS).where(imports.c.fingerprint == fingerprint)
    row = connection.execute(mine.order_by(imports.c.id.desc()).limit(1)).one_or_none()
    return Import(*row) if row else None


def latest(connection: Connection, limit: int) -> list[Import]:
    """Up to `limit` imports, the latest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(imports.c.id.desc()).limit(limit))
    return [Import(*row) for row in rows]


def move(connection: Connection, found: Import, state: ImportState, now: datetime | None = None) -> Import:
    """The import in its next state, at that moment where it tells when. Raises ImportTaken."""
    values: dict[str, object] = {"state": state}
    if state is ImportState.APPLYING:
        values["done_at"] = now
    if state is ImportState.UNDONE:
        values["undone_at"] = now
    _change(connection, _held(found).values(values))
    return find(connection, found.id)


def count(
    connection: Connection, found: Import, taken: int, made: tuple[int, int, int], refused: Sequence[Refusal]
) -> Import:
    """The import after so many more records: how many were made new, changed, left. Raises ImportTaken."""
    created, changed, unchanged = made
    counted = _held(found).values(
        taken=imports.c.taken + taken,
        created=imports.c.created + created,
        changed=imports.c.changed + changed,
        unchanged=imports.c.unchanged + unchanged,
        refused=imports.c.refused + len(refused),
    )
    _change(connection, counted)
    rows = [{"import_id": found.id, "line": one.position, "why": _plain(one.why)} for one in refused]
    if rows:
        connection.execute(upsert(connection, import_refusals, put=("why",)), rows)
    return find(connection, found.id)


def link_up_to(connection: Connection, found: Import, customer_id: int) -> None:
    """Note up to which customer previous orders are right. Raises ImportTaken."""
    _change(connection, _held(found).values(linked_to=customer_id))


def refusals(connection: Connection, number: int) -> list[Refusal]:
    """The refused lines of an import, in the order of its file."""
    mine = select(import_refusals.c.line, import_refusals.c.why).where(import_refusals.c.import_id == number)
    return [Refusal(line, _text(why)) for line, why in connection.execute(mine.order_by("line"))]


def _held(found: Import) -> Update:
    """The import as it was read: whoever is at it beside us changes nothing."""
    return update(imports).where(
        imports.c.id == found.id, imports.c.state == found.state, imports.c.taken == found.taken
    )


def _change(connection: Connection, statement: Update) -> None:
    if connection.execute(statement).rowcount != 1:
        raise ImportTaken


def _plain(why: InterfaceText) -> dict[str, object]:
    values = {
        name: _plain(value) if isinstance(value, InterfaceText) else value for name, value in why.values
    }
    return {"id": why.id, "values": values}


def _text(why: dict[str, object]) -> InterfaceText:
    said = why["values"]
    assert isinstance(said, dict)
    values = {name: _text(value) if isinstance(value, dict) else value for name, value in said.items()}
    return InterfaceText(str(why["id"]), **values)

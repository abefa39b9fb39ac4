"""The installation that a database belongs to, and by what a copy of it is recognised."""

import secrets
from dataclasses import asdict, replace

from sqlalchemy import Connection, insert, select, text, update

from storage.engines.installation_file import Seal
from storage.rows import Installation, columns_of
from storage.states import CopySign
from storage.tables import installation

_COLUMNS = columns_of(Installation)
_HELD_AT = select(installation.c.held_at)
_RISE = update(installation).values(mark=installation.c.mark + 1).returning(installation.c.mark)


def find(connection: Connection) -> Installation | None:
    """The installation of this database; None before the first start on it."""
    row = connection.execute(select(*_COLUMNS)).one_or_none()
    return Installation(*row) if row else None


def store(connection: Connection, new: Installation) -> None:
    """Store what this installation is now, in place of what it was."""
    connection.execute(installation.delete())
    connection.execute(insert(installation), [asdict(new)])


def new_id() -> str:
    """An id that no installation has yet."""
    return secrets.token_hex(16)


def agreed(known: Installation, beside: Seal | None, sign: CopySign | None) -> Installation:
    """What a database and the file beside it agree upon from now on: another installation after a copy."""
    marks = [known.mark, beside.mark if beside is not None else 0]
    return replace(known, mark=max(marks) + 1, id=known.id if sign is None else new_id())


def rise(connection: Connection) -> int | None:
    """Raise the mark and return it; None before the first start. Only a file needs one."""
    mark: int | None = connection.execute(_RISE).scalar()
    return mark


def is_held(connection: Connection) -> bool:
    """Whether what we start waits, since this database may be a copy."""
    return connection.execute(_HELD_AT).scalar() is not None


def sign_of_file(known: Installation | None, beside: Seal | None) -> CopySign | None:
    """The sign that a SQLite file is a copy, from its own row and the file beside it; None if it is none.

    The file beside follows after each commit, so it may lag behind, but never leads.
    """
    if known is None:
        return CopySign.UNMARKED if beside is not None and beside.mark else None
    if beside is None:
        return CopySign.NO_FILE
    if beside.id != known.id:
        return CopySign.OTHER_ID
    if beside.mark > known.mark:
        return CopySign.OLDER
    return None if beside.is_original else CopySign.MOVED


def sign_of_server(known: Installation | None, cluster: str) -> CopySign | None:
    """The sign that a database of a server is a copy: it lives elsewhere than when it was last used."""
    before = known.cluster if known is not None else None
    if before is None:
        return None
    pairs = zip(before.split("/"), cluster.split("/"), strict=False)
    differs = any(one != other and _UNKNOWN not in (one, other) for one, other in pairs)
    return CopySign.OTHER_SERVER if differs else None


def cluster_of(connection: Connection) -> str:
    """Where this database lives, as the server says.

    The numbers of the cluster, its timeline, this database in it and the table `installation`, which is made
    anew when a dump is restored. The first two are 0 where this user may not ask for them.
    """
    known = knows_cluster(connection)
    cluster = connection.execute(text(_CLUSTER)).one() if known else (_UNKNOWN, _UNKNOWN)
    return "/".join(str(number) for number in (*cluster, *connection.execute(text(_PLACE)).one()))


def knows_cluster(connection: Connection) -> bool:
    """Whether a server tells this user the numbers of its cluster."""
    return bool(connection.execute(text(_MAY_ASK)).scalar())


_UNKNOWN = "0"
_MAY_ASK = (
    "SELECT has_function_privilege('pg_control_system()', 'execute')"
    " AND has_function_privilege('pg_control_checkpoint()', 'execute')"
)
_CLUSTER = (
    "SELECT (SELECT system_identifier FROM pg_control_system()),"
    " (SELECT timeline_id FROM pg_control_checkpoint())"
)
_PLACE = (
    "SELECT (SELECT oid FROM pg_database WHERE datname = current_database()),"
    " CAST(CAST('installation' AS regclass) AS oid)"
)

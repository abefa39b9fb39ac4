"""Staff and the one-time links by which they are enrolled."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.row_values import values_of
from storage.rows import Invitation, Staff, columns_of
from storage.tables import invitations, staff
from storage.upsert import upsert
from surveys.roles import Role

VALID_FOR = timedelta(days=3)

_STAFF = columns_of(Staff)
_INVITATION = columns_of(Invitation)
IS_ENROLLED = staff.c.revoked_at.is_(None) & staff.c.role.in_(Role)
"""A role that this program does not know gives no rights."""

# Built once: asked for each batch with a stranger in it.
_ROLES = select(staff.c.telegram_id, staff.c.role).where(
    staff.c.telegram_id.in_(bindparam("telegram_ids", expanding=True)), IS_ENROLLED
)
_EVERYBODY = select(*_STAFF)
_INVITATIONS = select(*_INVITATION)
_MEMBERS = select(*_STAFF).where(IS_ENROLLED).order_by(staff.c.enrolled_at)


def invite(
    connection: Connection, invitation_id: int, role: Role, created_by: int | None, now: datetime
) -> str:
    """Store an invitation and return its token: 128 random bits, told once and kept as a hash only."""
    token = secrets.token_urlsafe(16)
    row = Invitation(
        id=invitation_id,
        token_hash=_hash(token),
        role=role,
        created_at=now,
        expires_at=now + VALID_FOR,
        created_by=created_by,
    )
    connection.execute(insert(invitations), [values_of(row)])
    return token


def find_invitation(connection: Connection, token: str) -> Invitation | None:
    """The invitation of that token, whatever became of it; None where there never was one."""
    row = connection.execute(_INVITATIONS.where(invitations.c.token_hash == _hash(token))).one_or_none()
    return Invitation(*row) if row else None


def use(connection: Connection, token: str, telegram_id: int, now: datetime) -> Invitation | None:
    """Spend an invitation and return it; None where the token is unknown, was used before or is too old."""
    spent = (
        update(invitations)
        .where(
            invitations.c.token_hash == _hash(token),
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(used_at=now, used_by=telegram_id)
        .returning(*_INVITATION)
    )
    row = connection.execute(spent).one_or_none()
    return Invitation(*row) if row else None


def enroll(connection: Connection, member: Staff) -> None:
    """Store a member of the staff, or give a known one the new role."""
    put = ("role", "name", "enrolled_at", "enrolled_by", "revoked_at", "revoked_by")
    connection.execute(upsert(connection, staff, put=put), [values_of(member)])


def revoke(connection: Connection, telegram_id: int, now: datetime, by: int | None = None) -> bool:
    """End somebody's enrolment; False where they are not enrolled."""
    revoked = (
        update(staff)
        .where(staff.c.telegram_id == telegram_id, staff.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by=by)
    )
    return connection.execute(revoked).rowcount == 1


def restore(connection: Connection, telegram_id: int, revoked_at: datetime) -> bool:
    """Undo the end of an enrolment at that moment; False where it was not that one which ended last."""
    restored = (
        update(staff)
        .where(staff.c.telegram_id == telegram_id, staff.c.revoked_at == revoked_at)
        .values(revoked_at=None, revoked_by=None)
    )
    return connection.execute(restored).rowcount == 1


def find_member(connection: Connection, telegram_id: int) -> Staff | None:
    """Somebody who is or was enrolled; None for everybody else."""
    row = connection.execute(_EVERYBODY.where(staff.c.telegram_id == telegram_id)).one_or_none()
    return Staff(*row) if row else None


def revoked_since(connection: Connection, moment: datetime) -> list[Staff]:
    """Those whose enrolment ended at that moment or later and who were not enrolled again."""
    rows = connection.execute(_EVERYBODY.where(staff.c.revoked_at >= moment).order_by(staff.c.revoked_at))
    return [Staff(*row) for row in rows]


def roles_of(connection: Connection, telegram_ids: Collection[int]) -> dict[int, Role]:
    """Roles by Telegram id; people who are not enrolled are missing."""
    if not telegram_ids:
        return {}
    rows = connection.execute(_ROLES, {"telegram_ids": list(telegram_ids)})
    return dict(rows.all())


def members(connection: Connection) -> list[Staff]:
    """Everyone who is enrolled, those enrolled longest first."""
    return [Staff(*row) for row in connection.execute(_MEMBERS)]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

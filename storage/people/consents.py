"""What customers allowed us: the latest decision of a kind stands."""

from sqlalchemy import Connection, select

from storage.tables import consents
from surveys.outreach.consents import ConsentKind


def agreed_version(connection: Connection, customer_id: int) -> str | None:
    """The version of the text to whose processing the customer agreed last; None where they did not."""
    latest = (
        select(consents.c.given, consents.c.text_version)
        .where(consents.c.customer_id == customer_id, consents.c.kind == ConsentKind.PROCESSING)
        .order_by(consents.c.decided_at.desc(), consents.c.id.desc())
        .limit(1)
    )
    row = connection.execute(latest).one_or_none()
    return row.text_version if row is not None and row.given else None


def given(connection: Connection, customer_id: int, kind: ConsentKind) -> bool | None:
    """Whether the customer's latest decision of that kind was to agree; None for one not asked yet."""
    return connection.execute(
        select(consents.c.given)
        .where(consents.c.customer_id == customer_id, consents.c.kind == kind)
        .order_by(consents.c.decided_at.desc(), consents.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()

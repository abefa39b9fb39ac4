"""What customers allowed us: the latest decision of a kind stands."""

from sqlalchemy import Connection, select

from storage.tables import consents
from surveys.outreach.consents import ConsentKind


def given(connection: Connection, customer_id: int, kind: ConsentKind) -> bool | None:
    """Whether the customer's latest decision of that kind was to agree; None for one not asked yet."""
    return connection.execute(
        select(consents.c.given)
        .where(consents.c.customer_id == customer_id, consents.c.kind == kind)
        .order_by(consents.c.decided_at.desc(), consents.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()

"""Which of the rows that a batch writes other systems are told of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from storage.rows import Answer, Consent, Customer, Row
from storage.tables import customers
from surveys.webhooks.events import EventKind

Event = tuple[EventKind, int, datetime]
"""What happened, the id of what it is about, and when."""
_Changes = Mapping[tuple[type[Row], int], Mapping[str, Any]]

_IDS: Final[Any] = bindparam("ids", expanding=True)
_LEFT: Final = select(customers.c.id, customers.c.left_at).where(customers.c.id.in_(_IDS))


def of_rows(added: Iterable[Row]) -> Iterator[Event]:
    """Scores given and consents decided among the rows that are added."""
    for row in added:
        if isinstance(row, Answer) and row.score is not None:
            yield EventKind.SCORE_GIVEN, row.id, row.answered_at
        elif isinstance(row, Consent):
            yield EventKind.CONSENT_CHANGED, row.id, row.decided_at


def of_changes(connection: Connection, changes: _Changes) -> list[Event]:
    """Scores that are corrected and customers who leave, among what is changed; to be asked before it is."""
    corrected = [
        (EventKind.SCORE_GIVEN, row_id, values["changed_at"])
        for (kind, row_id), values in changes.items()
        if kind is Answer and values.get("score") is not None and "changed_at" in values
    ]
    return corrected + _leaving(connection, changes)


def _leaving(connection: Connection, changes: _Changes) -> list[Event]:
    left = {
        row_id: values["left_at"]
        for (kind, row_id), values in changes.items()
        if kind is Customer and values.get("left_at") is not None
    }
    if not left:
        return []
    before = connection.execute(_LEFT, {"ids": list(left)})
    return [(EventKind.CUSTOMER_LEFT, row_id, left[row_id]) for row_id, at in before if at is None]


def joined(*found: Iterable[Event]) -> Iterator[tuple[EventKind, list[tuple[int, datetime]]]]:
    """The events by kind, as they are published."""
    by_kind: defaultdict[EventKind, list[tuple[int, datetime]]] = defaultdict(list)
    for event, subject, at in (one for some in found for one in some):
        by_kind[event].append((subject, at))
    yield from by_kind.items()

"""Which steps of a case other systems are told of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from storage.tables import cases
from surveys.webhooks.events import EventKind

_STEPS: Final = {"first_reply_at": EventKind.CASE_ANSWERED, "closed_at": EventKind.CASE_CLOSED}
"""The column that a step fills."""
_BEFORE: Final = select(*(cases.c[name] for name in _STEPS)).where(cases.c.id == bindparam("case"))


def steps_of(
    connection: Connection, case_id: int, values: Mapping[str, Any]
) -> list[tuple[EventKind, datetime]]:
    """The events that these new values of a stored case are, each with its moment."""
    filled = {name: values[name] for name in _STEPS if values.get(name) is not None}
    if not filled:
        return []
    before = connection.execute(_BEFORE, {"case": case_id}).mappings().one()
    return [(_STEPS[name], at) for name, at in filled.items() if before[name] is None]

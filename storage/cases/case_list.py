"""Open cases in a list: which of them, in which order, a page at a time."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from storage.cases.cases import UNHELPED_FIRST, ListedCase, listed, listed_open
from storage.tables import cases
from surveys.cases.case_tab import CaseTab

_REPLY_DUE = func.coalesce(cases.c.first_reply_due_at, cases.c.next_reply_due_at)  # never both
_SOLUTION_DUE = cases.c.solution_due_at
_DUE: Final = case(
    (_SOLUTION_DUE.is_(None), _REPLY_DUE), (_REPLY_DUE <= _SOLUTION_DUE, _REPLY_DUE), else_=_SOLUTION_DUE
)
_WAITING: Final = (
    UNHELPED_FIRST,
    cases.c.awaiting_since.is_(None),
    cases.c.awaiting_since,
    cases.c.opened_at,
)
_ORDERS: Final[Mapping[CaseTab, tuple[ColumnElement[Any], ...]]] = {
    CaseTab.DUE: (_DUE,),
    CaseTab.OLDEST: (cases.c.opened_at,),
}


def page(connection: Connection, tab: CaseTab, reader: int, offset: int, limit: int) -> list[ListedCase]:
    """Up to `limit` open cases of a tab behind the first `offset`; `reader` is a Telegram id."""
    order = (*_ORDERS.get(tab, _WAITING), cases.c.number)
    wanted = listed_open().where(_shown(tab, reader)).order_by(*order).offset(offset).limit(limit)
    return listed(connection, wanted)


def counts(connection: Connection, reader: int) -> dict[CaseTab, int]:
    """How many open cases each tab has; `reader` is a Telegram id."""
    of_each = [func.coalesce(func.sum(case((_shown(tab, reader), 1), else_=0)), 0) for tab in CaseTab]
    found = connection.execute(select(*of_each).where(cases.c.closed_at.is_(None))).one()
    return dict(zip(CaseTab, found, strict=True))


def _shown(tab: CaseTab, reader: int) -> ColumnElement[bool]:
    match tab:
        case CaseTab.MINE:
            return cases.c.holder_telegram_id == reader
        case CaseTab.UNANSWERED:
            return (
                cases.c.first_reply_at.is_(None)
                & cases.c.by_phone.is_(False)
                & cases.c.unreachable_since.is_(None)
            )
        case CaseTab.DUE:
            return _DUE.is_not(None)
        case _:
            return cases.c.closed_at.is_(None)

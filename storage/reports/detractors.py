"""The people whose latest score of a period is low, one by one, with what became of it: whom to call back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, exists, select

from storage.reports import nps as scores
from storage.reports.comments import is_comment
from storage.reports.grouping import is_low_score, matches
from storage.rows import Answer, Case, columns_of
from storage.tables import addresses, answers, cases, customers
from surveys.cases.source import CaseSource
from surveys.statistics.periods import Asked, Period

PAGE: Final = 5
"""People on a page."""


@dataclass(frozen=True, slots=True)
class Detractor:
    """Somebody who gave a low score."""

    answer_id: int
    conversation_id: int
    customer_id: int
    score: int
    day: date
    touchpoint: str | None
    name: str | None
    """None where it is not known."""
    is_known: bool
    """Whether there is an address: without one they were forgotten, and nobody can be called."""
    stands: bool
    """Whether they have not changed it since."""
    words: str | None = None
    """What they wrote beside it; None for nothing."""
    case: Case | None = None
    """Their open case of a low score, else the one of this score, else another open one; None without any."""

    @property
    def may_be_called(self) -> bool:
        """Whether a case of this score may be opened: it has none, and no other low score has an open one."""
        return self.is_known and self.stands and not (self.case is not None and self._settles(self.case))

    def _settles(self, case: Case) -> bool:
        is_open_one = case.source is CaseSource.SCORE and case.closed_at is None
        return is_open_one or case.conversation_id == self.conversation_id


@dataclass(frozen=True, slots=True)
class DetractorList:
    period: Period
    n: int
    people: Sequence[Detractor]
    """Those of one page, the latest first."""
    first: int
    """The place of the first of them in the whole list, from 1."""

    @property
    def pages(self) -> int:
        """How many pages the whole list has."""
        return -(-self.n // PAGE)


def page_of(connection: Connection, question: tuple[str, str], asked: Asked, page: int) -> DetractorList:
    """A page of those whose latest score of the period to that question is low; pages count from 0."""
    period = asked.period
    counted = scores.latest(connection, *question, period, "touchpoint", asked.filters)
    wanted = (
        _people()
        .where(is_low_score(question), answers.c.day >= period.start, answers.c.day < period.end)
        # Whoever scored again within the period is counted with that score.
        .where(answers.c.latest_until >= period.end, *matches(answers, asked.filters))
        .order_by(answers.c.day.desc(), answers.c.id.desc())
        .limit(PAGE)
        .offset(page * PAGE)
    )
    found = [Detractor(*row) for row in connection.execute(wanted)]
    n = sum(counts.detractors for counts in counted.values())
    return DetractorList(period, n, _with_details(connection, found), page * PAGE + 1)


def find_low_score(connection: Connection, question: tuple[str, str], answer_id: int) -> Answer | None:
    """The answer of that id, if it is a low score to that question that stands; else None."""
    stands = answers.c.superseded_at.is_(None)
    wanted = select(*columns_of(Answer)).where(answers.c.id == answer_id, stands, is_low_score(question))
    row = connection.execute(wanted).one_or_none()
    return Answer(*row) if row else None


def _people() -> Select[Any]:
    return select(
        answers.c.id,
        answers.c.conversation_id,
        answers.c.customer_id,
        answers.c.score,
        answers.c.day,
        answers.c.touchpoint,
        customers.c.name,
        exists().where(addresses.c.customer_id == answers.c.customer_id),
        answers.c.superseded_at.is_(None),
    ).join_from(answers, customers, customers.c.id == answers.c.customer_id)


def _with_details(connection: Connection, found: Sequence[Detractor]) -> list[Detractor]:
    """The same people with their words and their cases."""
    said = _comments(connection, [one.conversation_id for one in found])
    known = _cases(connection, [one.customer_id for one in found])
    return [
        replace(
            one,
            words="\n".join(said.get(one.conversation_id, ())) or None,
            case=_deciding(known.get(one.customer_id, ()), one.conversation_id),
        )
        for one in found
    ]


def _comments(connection: Connection, conversations: Sequence[int]) -> dict[int, list[str]]:
    """The words of conversations; those without any are missing."""
    rows = connection.execute(
        select(answers.c.conversation_id, answers.c.words)
        .where(is_comment(answers), answers.c.conversation_id.in_(conversations))
        .order_by(answers.c.id)
    )
    found: dict[int, list[str]] = {}
    for conversation_id, words in rows:
        found.setdefault(conversation_id, []).append(words)
    return found


def _cases(connection: Connection, people: Sequence[int]) -> dict[int, list[Case]]:
    """All cases of these customers, the latest first."""
    rows = connection.execute(
        select(*columns_of(Case)).where(cases.c.customer_id.in_(people)).order_by(cases.c.number.desc())
    )
    found: dict[int, list[Case]] = {}
    for case in (Case(*row) for row in rows):
        found.setdefault(case.customer_id, []).append(case)
    return found


def _deciding(known: Iterable[Case], conversation_id: int) -> Case | None:
    """The case that says most of what becomes of a score."""

    def rank(case: Case) -> int:
        if case.closed_at is None and case.source is CaseSource.SCORE:
            return 0
        return 1 if case.conversation_id == conversation_id else 2

    mine = [one for one in known if one.closed_at is None or one.conversation_id == conversation_id]
    return min(mine, key=rank, default=None)

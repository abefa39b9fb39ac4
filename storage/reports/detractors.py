"""The people whose latest score of a period is low, one by one, with what became of it: whom to call back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal_column, select

from storage.reports.comments import is_comment
from storage.reports.grouping import matches
from storage.rows import Answer, Case, columns_of
from storage.tables import addresses, answers, cases, customers
from surveys.cases.source import CaseSource
from surveys.statistics.periods import Asked, Period

PAGE: Final = 5
"""People on a page."""


@dataclass(frozen=True, slots=True)
class Detractor:
    """Somebody who gave a low score that stands."""

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
    words: str | None = None
    """What they wrote beside it; None for nothing."""
    sentiment: float | None = None
    """Which way the words lean, −1…1; None until it is known, and without words."""
    case: Case | None = None
    """Their open case of a low score, else the one of this score, else another open one; None without any."""

    @property
    def may_be_called(self) -> bool:
        """Whether a case of this score may be opened: there is none, and none of a low score is open."""
        return self.is_known and not (self.case is not None and self._settles(self.case))

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
    where = (
        *_is_low(question),
        answers.c.day >= period.start,
        answers.c.day < period.end,
        # Whoever scored again within the period is counted with that score.
        answers.c.latest_until >= period.end,
        *matches(answers, asked.filters),
    )
    n = connection.execute(select(func.count()).select_from(answers).where(*where)).scalar_one()
    rows = connection.execute(
        _people()
        .where(*where)
        .order_by(answers.c.day.desc(), answers.c.id.desc())
        .limit(PAGE)
        .offset(page * PAGE)
    )
    found = [Detractor(*row) for row in rows]
    return DetractorList(period, n, _with_details(connection, found), page * PAGE + 1)


def find_low_score(connection: Connection, question: tuple[str, str], answer_id: int) -> Answer | None:
    """The answer of that id, if it is a low score to that question that stands; else None."""
    wanted = select(*columns_of(Answer)).where(answers.c.id == answer_id, *_is_low(question))
    row = connection.execute(wanted).one_or_none()
    return Answer(*row) if row else None


def is_known(customer_id: Any) -> ColumnElement[bool]:
    """The condition that a customer has an address: whoever was forgotten has none."""
    return exists().where(addresses.c.customer_id == customer_id)


def _is_low(question: tuple[str, str]) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a low score that stands, as the partial index says them."""
    survey_id, question_id = question
    return (
        answers.c.kind == literal_column("'score'"),
        answers.c.score < literal_column("7"),
        answers.c.superseded_at.is_(None),
        answers.c.survey_id == survey_id,
        answers.c.question_id == question_id,
    )


def _people() -> Select[Any]:
    return select(
        answers.c.id,
        answers.c.conversation_id,
        answers.c.customer_id,
        answers.c.score,
        answers.c.day,
        answers.c.touchpoint,
        customers.c.name,
        is_known(answers.c.customer_id),
    ).join_from(answers, customers, customers.c.id == answers.c.customer_id)


def _with_details(connection: Connection, found: Sequence[Detractor]) -> list[Detractor]:
    """The same people with their words and their cases."""
    said = _comments(connection, [one.conversation_id for one in found])
    known = _cases(connection, [one.customer_id for one in found])
    detailed = []
    for one in found:
        words, sentiment = said.get(one.conversation_id, (None, None))
        case = _telling(known.get(one.customer_id, ()), one.conversation_id)
        detailed.append(replace(one, words=words, sentiment=sentiment, case=case))
    return detailed


def _comments(connection: Connection, conversations: Sequence[int]) -> dict[int, tuple[str, float | None]]:
    """The words of conversations with the sentiment of the last of them; silent ones are missing."""
    rows = connection.execute(
        select(answers.c.conversation_id, answers.c.words, answers.c.sentiment)
        .where(is_comment(answers), answers.c.conversation_id.in_(conversations))
        .order_by(answers.c.id)
    )
    found: dict[int, tuple[str, float | None]] = {}
    for conversation_id, words, sentiment in rows:
        before = [found[conversation_id][0]] if conversation_id in found else []
        found[conversation_id] = ("\n".join([*before, words]), sentiment)
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


def _telling(known: Iterable[Case], conversation_id: int) -> Case | None:
    """The case that says most of what becomes of a score."""

    def rank(case: Case) -> int:
        if case.closed_at is None and case.source is CaseSource.SCORE:
            return 0
        return 1 if case.conversation_id == conversation_id else 2

    telling = [one for one in known if one.closed_at is None or one.conversation_id == conversation_id]
    return min(telling, key=rank, default=None)

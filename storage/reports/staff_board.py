"""The board of the team: solved cases of those who agreed to be named, and what customers said then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, distinct, func, select

from storage.engines.functions import seconds_between
from storage.reports.durations import NONE, Durations, durations, worked_s
from storage.reports.grouping import Only, matches
from storage.tables import answers, cases, comment_themes, conversations, plans
from surveys.cases.source import CaseSource
from surveys.outreach.subjects import SubjectKind
from surveys.sentiment.polarity import NEUTRAL_BELOW
from surveys.statistics.complaints_report import ElapsedTimes
from surveys.statistics.periods import Period
from surveys.statistics.staff_board import PRAISE_WITHIN, AgentNumbers, Praise

_QUOTES: Final = 2
"""Words of different customers that are shown of each."""


class _Comment(NamedTuple):
    """Kind words after a case."""

    answer_id: int
    customer_id: int
    holder: int | None
    closed_at: datetime


def board(
    connection: Connection, period: Period, only: Only, named: Mapping[int, str | None]
) -> list[AgentNumbers]:
    """Those who agreed to be named, with their cases that were opened in the period and are solved now.

    `named` are their names by Telegram id. Who solved nothing is missing.
    """
    if not named:
        return []
    solved = _solved(period, only).where(cases.c.holder_telegram_id.in_(sorted(named)))
    rows = solved.subquery()
    replies, solutions = (durations(connection, rows, kind, ["name"]) for kind in ("reply", "solution"))
    helped = _helped(connection, solved)
    praise = _praise(connection, period, only)
    counted = connection.execute(
        select(rows.c.name, func.count(), func.count(distinct(rows.c.customer_id))).group_by(rows.c.name)
    )
    return [
        AgentNumbers(
            telegram_id=holder,
            name=named[holder],
            solved=n,
            people=people,
            first_reply=_times(replies.get((holder,), NONE)),
            solution=_times(solutions.get((holder,), NONE)),
            helped=sum(helped.get(holder, {}).values()),
            asked=len(helped.get(holder, {})),
            praise=len({one.customer_id for one in praise if one.holder == holder}),
            quotes=_quotes(connection, [one for one in praise if one.holder == holder]),
        )
        for holder, n, people in counted
    ]


def _solved(period: Period, only: Only) -> Select[Any]:
    """Cases of the period that are closed, `name` is who held them last."""
    found = cases.c
    return select(
        found.id,
        found.holder_telegram_id.label("name"),
        found.customer_id,
        found.closed_at,
        worked_s(found.first_reply_work_s, found.first_reply_at).label("reply"),
        worked_s(found.solution_work_s, found.closed_at).label("solution"),
    ).where(
        found.source.in_([one for one in CaseSource if one is not CaseSource.JOINED]),  # as the index begins
        found.day >= period.start,
        found.day < period.end,
        found.closed_at.is_not(None),
        *matches(cases, only),
    )


def _helped(connection: Connection, solved: Select[Any]) -> dict[int, dict[int, bool]]:
    """By who held the case, what each customer said last of whether it is solved."""
    from surveys.questions.kinds.thumbs import DOWN, THUMBS, UP  # brings pydantic, which other reports spare

    rows = solved.subquery()
    said = connection.execute(
        select(rows.c.name, rows.c.customer_id, answers.c.option)
        .join_from(
            rows, plans, (plans.c.customer_id == rows.c.customer_id) & (plans.c.subject_id == rows.c.id)
        )
        .join(conversations, conversations.c.plan_id == plans.c.id)
        .join(answers, answers.c.conversation_id == conversations.c.id)
        .where(
            plans.c.subject_kind == SubjectKind.CASE,
            conversations.c.customer_id == rows.c.customer_id,
            answers.c.kind == THUMBS.name,
            answers.c.option.in_((UP, DOWN)),
            answers.c.superseded_at.is_(None),
        )
        .order_by(answers.c.answered_at, answers.c.id)
    )
    found: dict[int, dict[int, bool]] = {}
    for holder, customer_id, option in said:
        found.setdefault(holder, {})[customer_id] = option == UP
    return found


def _praise(connection: Connection, period: Period, only: Only) -> list[_Comment]:
    """Kind words soon after a case, the newest first; of several cases they are about the one closed last.

    Whoever held it: kind words after a case of somebody who is not named are nobody else's.
    """
    rows = _solved(period, only).subquery()
    is_kind = comment_themes.c.sentiment >= NEUTRAL_BELOW
    found = connection.execute(
        select(answers.c.id, answers.c.customer_id, rows.c.name, rows.c.closed_at)
        .distinct()
        .join_from(rows, comment_themes, comment_themes.c.customer_id == rows.c.customer_id)
        .join(answers, answers.c.id == comment_themes.c.answer_id)
        .where(
            is_kind,
            comment_themes.c.day >= period.start,
            answers.c.superseded_at.is_(None),
            answers.c.answered_at >= rows.c.closed_at,
            seconds_between(rows.c.closed_at, answers.c.answered_at) < PRAISE_WITHIN.total_seconds(),
        )
    )
    latest: dict[int, _Comment] = {}
    for comment in (_Comment(*row) for row in found):
        known = latest.get(comment.answer_id)
        if known is None or known.closed_at < comment.closed_at:
            latest[comment.answer_id] = comment
    return sorted(latest.values(), key=lambda one: -one.answer_id)


def _quotes(connection: Connection, praise: list[_Comment]) -> tuple[Praise, ...]:
    newest: Mapping[int, int] = {one.customer_id: one.answer_id for one in reversed(praise)}
    chosen = sorted(newest.values(), reverse=True)[:_QUOTES]
    if not chosen:
        return ()
    rows = connection.execute(
        select(answers.c.day, answers.c.words)
        .where(answers.c.id.in_(chosen), answers.c.words.is_not(None), answers.c.words != "")
        .order_by(answers.c.id.desc())
    )
    return tuple(Praise(day, words) for day, words in rows)


def _times(found: Durations) -> ElapsedTimes:
    return ElapsedTimes(found.n, found.median, found.p90)

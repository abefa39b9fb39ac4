"""How often surveys are answered lately, from the running totals of scores."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from storage.tables import score_days

_BY_QUESTION: Final = (
    select(score_days.c.survey_id, func.sum(score_days.c.n))
    .where(score_days.c.day >= bindparam("since"))
    .group_by(score_days.c.survey_id, score_days.c.question_id)
)


def answers_since(connection: Connection, since: date) -> dict[str, int]:
    """How many scored each survey since that day, by its id; surveys that nobody scored are missing.

    Of a survey with several scales the one that most answered is counted.
    """
    found: dict[str, int] = {}
    for survey_id, n in connection.execute(_BY_QUESTION, {"since": since}):
        found[survey_id] = max(found.get(survey_id, 0), int(n))
    return found

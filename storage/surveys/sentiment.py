"""The sentiment of comments and complaints, −1…1: what has none yet, and what was found in its words."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select, text, update

from storage.tables import answers, cases, messages

_UNSCORED = text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL")  # as the partial index says it
_SET = (
    update(answers)
    .where(answers.c.id == bindparam("the_id"), answers.c.words == bindparam("analyzed"))
    .values(sentiment=bindparam("polarity"))
)


def unscored_comments(connection: Connection, limit: int) -> dict[int, str]:
    """Words of up to `limit` comments without a sentiment, by the answer's id, oldest first."""
    rows = connection.execute(
        select(answers.c.id, answers.c.words).where(_UNSCORED).order_by(answers.c.id).limit(limit)
    )
    return dict(rows.all())


def set_of_comments(
    connection: Connection, analyzed: Mapping[int, str], polarities: Mapping[int, float]
) -> None:
    """Store sentiments, −1…1, by the answer's id.

    A comment that was changed since it was `analyzed` keeps none and is analyzed again.
    """
    found = [
        {"the_id": key, "analyzed": analyzed[key], "polarity": polarity}
        for key, polarity in polarities.items()
    ]
    if found:
        connection.execute(_SET, found)


def words_of_case(connection: Connection, case_id: int) -> str:
    """All that the customer had said when the case was opened, captions included; empty without words."""
    words = select(cases.c.words, cases.c.opened_at).where(cases.c.id == case_id)
    case = connection.execute(words).one_or_none()
    if case is None:
        return ""
    captions = connection.execute(
        select(messages.c.words)
        .where(messages.c.case_id == case_id, messages.c.staff_telegram_id.is_(None))
        .where(messages.c.file_id.is_not(None), messages.c.received_at <= case.opened_at)
        .order_by(messages.c.id)
    ).scalars()
    return "\n".join(filter(None, [case.words, *captions]))


def set_of_case(connection: Connection, case_id: int, polarity: float) -> bool:
    """Store the sentiment of a case, −1…1, once; False where it was known already."""
    unscored = update(cases).where(cases.c.id == case_id, cases.c.sentiment.is_(None))
    return connection.execute(unscored.values(sentiment=polarity)).rowcount == 1


def of_case(connection: Connection, case_id: int) -> float | None:
    """The sentiment of a case, −1…1; None until it is known, and where the customer said nothing."""
    polarity: float | None = connection.execute(
        select(cases.c.sentiment).where(cases.c.id == case_id)
    ).scalar()
    return polarity

"""The tone of comments: those that have none yet, and what was found in their words."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select, text, update

from storage.tables import answers

_TONELESS = text("kind = 'text' AND words IS NOT NULL AND tone IS NULL")  # as the partial index says it
_SET = (
    update(answers)
    .where(answers.c.id == bindparam("the_id"), answers.c.words == bindparam("judged"))
    .values(tone=bindparam("found"))
)


def missing(connection: Connection, limit: int) -> dict[int, str]:
    """Words of comments without a tone, by the answer's id, oldest first."""
    rows = connection.execute(
        select(answers.c.id, answers.c.words).where(_TONELESS).order_by(answers.c.id).limit(limit)
    )
    return dict(rows.all())


def put(connection: Connection, judged: Mapping[int, str], found: Mapping[int, float]) -> None:
    """A comment that was changed meanwhile keeps none and is judged again."""
    if found:
        connection.execute(
            _SET, [{"the_id": key, "judged": judged[key], "found": tone} for key, tone in found.items()]
        )

"""The sentiment of comments and complaints, −1…1: what has none yet, what was found, what teaches it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select, text, update

from storage.people import settings
from storage.surveys import comment_themes
from storage.tables import answers, cases, conversations, messages
from surveys.language.languages import LANGUAGES
from surveys.sentiment.comment_analysis import CommentAnalysis
from surveys.sentiment.learned_model import SentimentModel

_MODEL: Final = "sentiment-"
"""Before a language, the name under which its model lies among the settings."""

_UNSCORED = text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL")  # as the partial index says it
_SET = (
    update(answers)
    .where(answers.c.id == bindparam("the_id"), answers.c.words == bindparam("analyzed"))
    .values(sentiment=bindparam("polarity"))
)

_SCORES: Final = answers.alias("scores")
_SCORED: Final = (
    select(answers.c.id, answers.c.customer_id, answers.c.words, _SCORES.c.score)
    .join(_SCORES, _SCORES.c.conversation_id == answers.c.conversation_id)
    .join(conversations, conversations.c.id == answers.c.conversation_id)
    .where(answers.c.kind == "text", answers.c.words.is_not(None), answers.c.superseded_at.is_(None))
    .where(_SCORES.c.kind == "score", _SCORES.c.score.is_not(None), _SCORES.c.superseded_at.is_(None))
    .where(conversations.c.by_staff.is_(False))
    .order_by(answers.c.id.desc())
)


class ScoredWords(NamedTuple):
    """A comment, whose it is, and the score from 0 to 10 that its author gave in the same conversation."""

    answer_id: int
    customer_id: int
    words: str
    score: int


def scored_comments(connection: Connection, most: int) -> list[ScoredWords]:
    """The newest comments whose authors scored too, `most` at most, oldest first; none of the staff's own."""
    return [ScoredWords(*row) for row in connection.execute(_SCORED.limit(most))][::-1]


def store_models(connection: Connection, models: Mapping[str, SentimentModel]) -> None:
    """Store what was learned, by language, in place of all that was learned before."""
    for language in LANGUAGES:
        name = f"{_MODEL}{language}"
        if language in models:
            settings.store_setting(connection, name, models[language].to_json())
        else:
            settings.drop_setting(connection, name)


def learned_models(connection: Connection) -> dict[str, SentimentModel]:
    """What was learned, by language; languages in which the lexicon is better are missing."""
    stored = {language: settings.find_setting(connection, f"{_MODEL}{language}") for language in LANGUAGES}
    return {language: SentimentModel.from_json(one) for language, one in stored.items() if one is not None}


def unscored_comments(connection: Connection, limit: int) -> dict[int, str]:
    """Words of up to `limit` comments without a sentiment, by the answer's id, oldest first."""
    rows = connection.execute(
        select(answers.c.id, answers.c.words).where(_UNSCORED).order_by(answers.c.id).limit(limit)
    )
    return dict(rows.all())


def set_of_comments(
    connection: Connection, analyzed: Mapping[int, str], found: Mapping[int, CommentAnalysis]
) -> None:
    """Store the sentiments and themes that were found, by the answer's id.

    A comment that was changed since it was `analyzed` keeps none and is analyzed again.
    """
    rows = [
        {"the_id": key, "analyzed": analyzed[key], "polarity": one.polarity} for key, one in found.items()
    ]
    if rows:
        connection.execute(_SET, rows)
        comment_themes.store(connection, analyzed, {key: one.themes for key, one in found.items()})


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

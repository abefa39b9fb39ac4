"""What comments are about: a row for each theme of each, and up to which the present lists were used."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from storage.people import settings
from storage.tables import answers, comment_themes, conversations

NO_THEME: Final = ""
"""Stands for a comment that has none of the words: it counts among all comments."""
_LISTS: Final = "themes"
"""The name under which the settings say by which lists comments are known, and up to which answer."""

_FORGET: Final = delete(comment_themes).where(comment_themes.c.answer_id == bindparam("the_id"))


def store(connection: Connection, analyzed: Mapping[int, str], found: Mapping[int, Sequence[str]]) -> None:
    """Store the themes of comments by the answer's id, in place of those that they had.

    Comments that were changed since they were `analyzed`, and those of staff, get none.
    """
    if not found:
        return
    connection.execute(_FORGET, [{"the_id": key} for key in found])
    standing = connection.execute(
        select(answers.c.id, answers.c.words, answers.c.customer_id, answers.c.day, answers.c.sentiment)
        .join(conversations, conversations.c.id == answers.c.conversation_id)
        .where(answers.c.id.in_(list(found)), conversations.c.by_staff.is_(False))
    )
    rows: list[dict[str, Any]] = [
        {"answer_id": key, "theme": theme, "customer_id": customer_id, "day": day, "sentiment": sentiment}
        for key, words, customer_id, day, sentiment in standing
        if words == analyzed[key]
        for theme in (found[key] or (NO_THEME,))
    ]
    if rows:
        connection.execute(comment_themes.insert(), rows)


def forget(connection: Connection, answer_id: int) -> None:
    """Forget what an answer was about, since it is corrected; its new words are looked into like any."""
    connection.execute(_FORGET, [{"the_id": answer_id}])


def outdated(connection: Connection, fingerprint: str, limit: int) -> dict[int, str]:
    """Words of up to `limit` comments known by other lists, by the answer's id, oldest first."""
    known = settings.find_setting(connection, _LISTS) or {}
    through = known.get("through", 0) if known.get("fingerprint") == fingerprint else 0
    if through is None:
        return {}
    rows = connection.execute(
        select(answers.c.id, answers.c.words)
        .where(answers.c.kind == "text", answers.c.words.is_not(None), answers.c.id > through)
        .order_by(answers.c.id)
        .limit(limit)
    )
    return dict(rows.all())


def renew(
    connection: Connection, fingerprint: str, analyzed: Mapping[int, str], found: Mapping[int, Sequence[str]]
) -> None:
    """Store themes found by the present lists, and up to which comment; without any, that all were."""
    store(connection, analyzed, found)
    through = max(found, default=None)
    settings.store_setting(connection, _LISTS, {"fingerprint": fingerprint, "through": through})

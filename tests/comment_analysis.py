"""Comments of a database are looked into at once, as the bot does it by and by."""

from sqlalchemy import Connection

from bot.jobs.worker_tasks import comment_analyses
from storage.surveys import sentiment
from surveys.catalogue.files import load_themes


def analyze_comments(connection: Connection) -> None:
    words = sentiment.unscored_comments(connection, 100_000)
    found = comment_analyses(list(words.values()), {}, load_themes())
    sentiment.set_of_comments(connection, words, dict(zip(words, found, strict=True)))

"""Comments get their sentiment after they were answered, away from whoever is being served."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from storage.engines.database import Database
from storage.surveys import sentiment

EVERY_S: Final = 20.0
_PAGE: Final = 200

Analyze = Callable[[Sequence[str]], Awaitable[list[float]]]
"""The polarity of each text, −1…1, worked out in another process."""


class SentimentBackfill:
    def __init__(self, database: Database, analyze: Analyze) -> None:
        self._database = database
        self._analyze = analyze

    async def run_once(self) -> None:
        """Store sentiments until every comment has its own."""
        while True:
            page = await self._database.read(sentiment.unscored_comments, _PAGE)
            if not page:
                return
            polarities = await self._analyze(list(page.values()))
            found = dict(zip(page, polarities, strict=True))
            await self._database.write(sentiment.set_of_comments, page, found)
            if len(page) < _PAGE:
                return

"""Comments get their sentiment and themes after they were answered, away from whoever is being served."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from storage.engines.database import Database
from storage.surveys import comment_themes, sentiment
from surveys.sentiment.comment_analysis import CommentAnalysis
from surveys.themes.theme import ThemeList

_PAGE: Final = 200

Analyze = Callable[[Sequence[str]], Awaitable[list[CommentAnalysis]]]
"""What is found in each text, worked out in another process."""
FindThemes = Callable[[Sequence[str], ThemeList], Awaitable[list[tuple[str, ...]]]]
"""Ids of the themes of each text, found in another process."""


class SentimentBackfill:
    def __init__(
        self,
        database: Database,
        analyze: Analyze,
        find_themes: FindThemes,
        themes: Callable[[], ThemeList],
    ) -> None:
        self._database = database
        self._analyze = analyze
        self._find_themes = find_themes
        self._themes = themes
        self._renewed = ""
        """The fingerprint of the lists by which all comments are known to have been gone through."""

    async def run_once(self) -> None:
        """Look into every comment that nobody looked into, and into all once the lists of themes changed."""
        while page := await self._database.read(sentiment.unscored_comments, _PAGE):
            found = await self._analyze(list(page.values()))
            by_answer = dict(zip(page, found, strict=True))
            await self._database.write(sentiment.set_of_comments, page, by_answer)
            if len(page) < _PAGE:
                break
        await self._renew_themes()

    async def _renew_themes(self) -> None:
        """Go through all comments once a manager changed the lists; where it was broken off, it goes on."""
        themes = self._themes()
        fingerprint = themes.fingerprint
        while fingerprint != self._renewed:
            page = await self._database.read(comment_themes.outdated, fingerprint, _PAGE)
            found = await self._find_themes(list(page.values()), themes) if page else []
            by_answer = dict(zip(page, found, strict=True))
            await self._database.write(comment_themes.renew, fingerprint, page, by_answer)
            if not page:
                self._renewed = fingerprint

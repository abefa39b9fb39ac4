"""Toning: comments get their tone after they were answered, away from whoever is being served."""

import asyncio
from collections.abc import Mapping
from typing import Final

from storage import tones
from storage.database import Database
from surveys.tone import tone_of

_PAGE: Final = 200
_JUDGED: Final = 1000
"""Characters of a comment: enough to tell."""


class Toning:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def run_once(self) -> None:
        """Until every comment has its tone."""
        while True:
            page = await self._database.read(tones.missing, _PAGE)
            if not page:
                return
            found = await asyncio.to_thread(_judge, page)
            await self._database.write(tones.put, page, found)
            if len(page) < _PAGE:
                return


def _judge(page: Mapping[int, str]) -> dict[int, float]:
    return {key: tone_of(words[:_JUDGED]).polarity for key, words in page.items()}

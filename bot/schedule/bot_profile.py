"""What Telegram shows of the bot before anybody has written to it: its descriptions, in both languages."""

import logging
from collections.abc import Mapping
from typing import Final

from bot.config.context_store import ContextStore
from bot.delivery.bot_api_client import BotApiClient, NotSent, Uncertain, UnknownAnswer
from handlers.shared.app_context import AppContext
from storage.engines.database import Database
from storage.people import settings
from surveys.language.languages import LANGUAGES
from texts.quoting import shortened

log = logging.getLogger(__name__)

_SETTING: Final = "bot_profile"
_FIELDS: Final = (
    ("description", "Description", "bot-description", 512),
    ("short_description", "ShortDescription", "bot-short-description", 120),
)
"""How Telegram calls them in results and methods, our texts, and how long they may be."""
_TONGUES: Final = (*LANGUAGES, "")
"""The last is for phones that speak neither. A language without a text of its own shows that."""


class BotProfile:
    """What the company wrote itself, in BotFather or elsewhere, stays: ours replaces nothing but ours."""

    def __init__(self, database: Database, client: BotApiClient, contexts: ContextStore) -> None:
        self._database = database
        self._client = client
        self._contexts = contexts

    async def run_once(self) -> None:
        """Set the texts that are missing, and those of ours that say something else now."""
        known: dict[str, str] = await self._database.read(settings.find_setting, _SETTING) or {}
        kept = dict(known)
        try:
            for language in _TONGUES:
                kept |= await self._describe(self._contexts.current, language, known)
        except (NotSent, Uncertain) as error:
            log.warning("the descriptions of the bot are not set reason=%s", error)
        if kept != known:
            await self._database.write(settings.store_setting, _SETTING, kept)

    async def _describe(self, app: AppContext, language: str, known: Mapping[str, str]) -> dict[str, str]:
        """The texts that are ours now in that language, by field and language."""
        ours = {}
        for field, method, text_id, longest in _FIELDS:
            text = app.texts.text(language or app.language, text_id, business=app.business)
            wanted = shortened(text, longest)
            shown = await self._client.ask(f"getMy{method}", language_code=language)
            if not isinstance(shown, Mapping):
                raise UnknownAnswer(f"getMy{method} without a text")
            current = shown.get(field) or ""
            if current and current != wanted and current not in known.values():
                continue
            if current != wanted:
                await self._client.ask(f"setMy{method}", language_code=language, **{field: wanted})
            ours[f"{field}:{language}"] = wanted
        return ours

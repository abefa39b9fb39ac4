"""The house as it is now: what the configuration says, under what an owner chose in the chat."""

from dataclasses import replace

from handlers.house import House, SupportChat
from storage import settings
from storage.database import Database


class Premises:
    def __init__(self, house: House) -> None:
        self._as_configured = house
        self.house = house

    def introduce(self, username: str) -> None:
        """The bot's own name, known once Telegram was reached."""
        self._as_configured = replace(self._as_configured, username=username)
        self.house = replace(self.house, username=username)

    def support_is_forum(self, chat_id: int, is_forum: bool) -> None:
        """Whether the support chat of the configuration has topics, as Telegram tells it."""
        self.house = replace(self.house, support=SupportChat(chat_id, is_forum))
        configured = self._as_configured.support
        if configured is not None and configured.id == chat_id:
            self._as_configured = replace(self._as_configured, support=self.house.support)

    async def furnish(self, database: Database) -> None:
        """Take over what was chosen; at the start and after each choice."""
        self.house = self._as_configured.furnished(await database.read(settings.every))

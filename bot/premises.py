"""The house as it is now: what the configuration says, under what an owner chose in the chat."""

from dataclasses import replace

from bot.config import Config
from handlers.house import House, SupportChat
from handlers.text_check import load as load_texts
from storage import settings
from storage.database import Database
from surveys.files import load as load_surveys
from surveys.files import load_desk, load_reasons
from surveys.policy import Limits
from surveys.quiet import QuietHours


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


def house_of(config: Config) -> House:
    """As configured."""
    surveys_of, outreach = config.surveys.directory, config.outreach
    return House(
        business=config.business.name,
        zone=config.business.timezone,
        owner_ids=frozenset(config.staff.owner_ids),
        catalogue=load_surveys(surveys_of),
        texts=load_texts(config.texts.directory),
        language=config.business.language,
        currency=config.business.currency,
        reasons=load_reasons(surveys_of),
        desk=load_desk(surveys_of),
        quiet=QuietHours(*config.business.quiet_hours),
        limits=Limits(outreach.relational_rest, outreach.survey_rest, outreach.weekly_cap),
        holdout=outreach.holdout,
        support=SupportChat(config.staff.support_chat) if config.staff.support_chat else None,
    )

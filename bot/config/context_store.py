"""The company as it is now: what the configuration says, under what an owner chose in the chat."""

from dataclasses import replace
from datetime import datetime

from bot.config.schema import Config
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.file_quota import MEGABYTE, FileQuota
from storage.engines.database import Database
from storage.people import settings
from storage.people.retention import RetentionPeriods
from storage.surveys import versions
from surveys.catalogue.files import load as load_surveys
from surveys.catalogue.files import load_reasons, load_support_texts
from surveys.hooks.catalogue import load as load_hooks
from surveys.journeys.catalogue import load as load_journeys
from surveys.offers.catalogue import load as load_offers
from surveys.outreach.campaigns import BreakerLimits
from surveys.outreach.policy import ContactLimits
from surveys.outreach.quiet_hours import QuietHours
from texts.check import load as load_texts
from texts.quoting import inner_quotes


class ContextStore:
    def __init__(self, app: AppContext) -> None:
        self._as_configured = app
        self.current = app

    def introduce(self, username: str) -> None:
        """Take over the bot's own name, known once Telegram was reached."""
        self._as_configured = replace(self._as_configured, username=username)
        self.current = replace(self.current, username=username)

    def support_is_forum(self, chat_id: int, is_forum: bool) -> None:
        """Take over whether the support chat has topics, as Telegram tells it."""
        self.current = replace(self.current, support=SupportChat(chat_id, is_forum))
        configured = self._as_configured.support
        if configured is not None and configured.id == chat_id:
            self._as_configured = replace(self._as_configured, support=self.current.support)

    async def settle_versions(self, database: Database, now: datetime) -> None:
        """Take over the numbers of the surveys' versions, and the versions before; called at the start."""
        catalogue = await database.write(versions.settle, self.current.catalogue, now)
        self._as_configured = replace(self._as_configured, catalogue=catalogue)
        self.current = replace(self.current, catalogue=catalogue)

    async def reload(self, database: Database) -> None:
        """Take over what an owner chose in the chat; called at the start and after each choice."""
        self.current = self._as_configured.with_overrides(await database.read(settings.all_settings))


def context_of(config: Config) -> AppContext:
    """The company as the configuration and its files say, before what an owner chose in the chat."""
    surveys_of, outreach = config.surveys.directory, config.outreach
    catalogue = load_surveys(surveys_of)
    reasons = load_reasons(surveys_of)
    return AppContext(
        business=inner_quotes(config.business.name),
        zone=config.business.timezone,
        owner_ids=frozenset(config.staff.owner_ids),
        catalogue=catalogue,
        texts=load_texts(config.texts.directory),
        language=config.business.language,
        currency=config.business.currency,
        reasons=reasons,
        offers=load_offers(config.offers.file, reasons),
        support_texts=load_support_texts(surveys_of),
        quiet=QuietHours(*config.business.quiet_hours),
        limits=ContactLimits(outreach.relational_rest, outreach.survey_rest, outreach.weekly_cap),
        holdout=outreach.holdout,
        return_window=config.winback.window,
        breaker=BreakerLimits(config.campaigns.block_limit, config.campaigns.complaint_limit),
        hooks=load_hooks(config.hooks.directory),
        journeys=load_journeys(config.journeys.directory, catalogue, config.links.by_name),
        file_quota=FileQuota(config.files.daily_count, config.files.daily_megabytes * MEGABYTE),
        consent_version=config.privacy.text_version if config.privacy.ask_consent else None,
        periods=RetentionPeriods(files=config.files.keep, **dict(config.retention)),
        support=SupportChat(config.staff.support_chat) if config.staff.support_chat else None,
    )

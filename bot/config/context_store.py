"""The company as it is now: what the configuration says, under what an owner chose in the chat."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.config.content_overlay import ContentOverlay, InvalidContent, Sources, overlaid
from bot.config.content_sources import sources
from bot.config.schema import Config, SupportSection
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.file_quota import MEGABYTE, FileQuota
from storage.content import content_files
from storage.engines.database import Connection, Database
from storage.people import settings
from storage.people.retention import RetentionPeriods
from storage.rows import ContentFile
from storage.surveys import versions
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.overdue_steps import StepTimes
from surveys.catalogue.files import load as load_surveys
from surveys.catalogue.files import load_reasons, load_support_texts, load_themes
from surveys.content.folders import ContentFolders
from surveys.content.kinds import ContentKind
from surveys.hooks.catalogue import load as load_hooks
from surveys.hours.business_hours import BusinessHours
from surveys.hours.holiday_calendar import NO_HOLIDAYS, read_calendar
from surveys.hours.hours_text import read_own_days, read_week
from surveys.journeys.catalogue import load as load_journeys
from surveys.language.interface_text import InterfaceText
from surveys.offers.catalogue import load as load_offers
from surveys.outreach.campaigns import BreakerLimits
from surveys.outreach.policy import ContactLimits
from surveys.outreach.quiet_hours import QuietHours
from surveys.statistics.alert_limits import AlertLimits
from surveys.statistics.targets import Targets
from texts.check import load as load_texts
from texts.quoting import inner_quotes


class ContextStore:
    def __init__(self, app: AppContext) -> None:
        self._as_configured = app
        self.current = app
        self._below: Sources | None = None
        self._stored: list[ContentFile] | None = None
        self._overlay: ContentOverlay | None = None

    @property
    def unusable(self) -> tuple[InvalidContent, ...]:
        """What managers wrote in the chat and this program cannot use."""
        return self._overlay.unusable if self._overlay is not None else ()

    def introduce(self, username: str) -> None:
        """Take over the bot's own name, known once Telegram was reached."""
        self._as_configured = replace(self._as_configured, username=username)
        self.current = replace(self.current, username=username)

    def support_is_forum(self, chat_id: int, is_forum: bool) -> None:
        """Take over whether the support chat has topics, as Telegram tells it."""
        known = self.current.support or SupportChat(chat_id)
        self.current = replace(self.current, support=replace(known, id=chat_id, is_forum=is_forum))
        configured = self._as_configured.support
        if configured is not None and configured.id == chat_id:
            self._as_configured = replace(self._as_configured, support=self.current.support)

    async def settle_versions(self, database: Database, now: datetime) -> None:
        """Take over the numbers of the surveys' versions, and the versions before; called at the start."""
        self._stored = None
        catalogue = await database.write(versions.settle, self.current.catalogue, now)
        self._as_configured = replace(self._as_configured, catalogue=catalogue)
        self.current = replace(self.current, catalogue=catalogue)

    async def reload(self, database: Database) -> None:
        """Take over what was chosen and written in the chat; called at the start and after each change."""
        chosen, stored = await database.read(_said_in_chat)
        if self._overlay is None or stored != self._stored:
            self._overlay = await self._lay(database, stored)
            self._stored = stored
        self.current = self._overlay.over(self._as_configured).with_overrides(chosen)

    async def _lay(self, database: Database, stored: list[ContentFile]) -> ContentOverlay:
        """Read in a thread: a large file of texts takes a while, and taps are to be answered meanwhile."""
        if self._below is None:
            self._below = await asyncio.to_thread(sources, self._as_configured.folders)
        laid = await asyncio.to_thread(overlaid, self._as_configured, self._below, stored)
        of_surveys = [file.changed_at for file in stored if file.kind is ContentKind.SURVEY]
        if not of_surveys:
            return laid
        # Also where all is as the files say again: who began an earlier version finishes it.
        changed_at = max(of_surveys)
        return replace(laid, catalogue=await database.write(versions.settle, laid.catalogue, changed_at))


def _said_in_chat(connection: Connection) -> tuple[dict[str, Any], list[ContentFile]]:
    return settings.all_settings(connection), content_files.current(connection)


def unusable_content(connection: Connection, config: Config) -> list[InterfaceText]:
    """Every fault of what managers wrote in the chat and this program leaves out."""
    app = context_of(config)
    return overlaid(app, sources(app.folders), content_files.current(connection)).remedies


def stored_context(connection: Connection, config: Config) -> AppContext:
    """The company as it is now, for whoever looks from outside the process that serves."""
    app = context_of(config)
    laid = overlaid(app, sources(app.folders), content_files.current(connection))
    return laid.over(app).with_overrides(settings.all_settings(connection))


def context_of(config: Config) -> AppContext:
    """The company as the configuration and its files say, before what an owner chose in the chat."""
    surveys_of, outreach = config.surveys.directory, config.outreach
    catalogue = load_surveys(surveys_of)
    reasons = load_reasons(surveys_of)
    offers = load_offers(config.offers.file, reasons)
    return AppContext(
        business=inner_quotes(config.business.name),
        zone=config.business.timezone,
        owner_ids=frozenset(config.staff.owner_ids),
        catalogue=catalogue,
        texts=load_texts(config.texts.directory),
        language=config.business.language,
        currency=config.business.currency,
        reasons=reasons,
        offers=offers,
        support_texts=load_support_texts(surveys_of),
        themes=load_themes(surveys_of),
        quiet=QuietHours(*config.business.quiet_hours),
        limits=ContactLimits(
            outreach.relational_rest, outreach.survey_rest, outreach.weekly_cap, promotion=outreach.promotion
        ),
        holdout=outreach.holdout,
        return_window=config.winback.window,
        breaker=BreakerLimits(config.campaigns.block_limit, config.campaigns.complaint_limit),
        hooks=load_hooks(config.hooks.directory),
        journeys=load_journeys(
            config.journeys.directory, catalogue, [one.id for one in offers], config.links.by_name
        ),
        links=config.links.by_name,
        targets=Targets(**config.targets.model_dump()),
        digest_hour=config.digest.hour,
        has_board=config.staff.board,
        alerts=AlertLimits(config.alerts.unanswered_after, config.alerts.valuable_share),
        file_quota=FileQuota(config.files.daily_count, config.files.daily_megabytes * MEGABYTE),
        hours=_hours_of(config),
        service_limits=_limits_of(config.support),
        names_staff=config.support.names,
        shows_inbox=config.support.inbox,
        consent_version=config.privacy.text_version if config.privacy.ask_consent else None,
        periods=RetentionPeriods(files=config.files.keep, **dict(config.retention)),
        folders=ContentFolders(
            surveys_of, config.journeys.directory, config.offers.file, config.texts.directory
        ),
        support=SupportChat(config.staff.support_chat) if config.staff.support_chat else None,
    )


def _hours_of(config: Config) -> BusinessHours | None:
    given = config.support
    if not given.hours:
        return None
    holidays = read_calendar(given.holidays) if given.holidays else NO_HOLIDAYS
    return BusinessHours(
        config.business.timezone, read_week(given.hours), holidays, read_own_days(given.days)
    )


def _limits_of(given: SupportSection) -> ServiceLimits:
    steps = StepTimes(given.call_holder, given.take_back, given.call_managers, given.call_owners)
    return ServiceLimits(given.first_reply, given.next_reply, given.solution, given.warn_before, steps)

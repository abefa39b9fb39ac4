"""The wiring of a running Otklik, the same for the process, the tests and the benchmarks."""

import asyncio
from collections.abc import Mapping
from datetime import time
from functools import partial
from urllib.parse import urlsplit

from aiogram import Bot

from bot.clock import Clock
from bot.config import schema
from bot.config.context_store import ContextStore, context_of
from bot.delivery.bot_api_client import BotApiClient, client_of
from bot.delivery.copy_watch import CopyWatch
from bot.delivery.enqueue import Enqueuer
from bot.delivery.follow_ups import FollowUps
from bot.delivery.policy_gate import PolicyGate
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.sender import Sender
from bot.jobs.kind import JobContext, Pool, process_pools
from bot.jobs.process_pool import ProcessPool
from bot.jobs.runner import JobRunner
from bot.jobs.sentiment import analyze, find_themes
from bot.jobs.valuable import find_valuable
from bot.observability.metrics import Metrics
from bot.observability.store_state import StoreState
from bot.processing.acknowledger import Acknowledger
from bot.processing.processor import UpdateProcessor
from bot.processing.worker import Worker
from bot.receiving.handshake import Handshake
from bot.receiving.polling import Polling
from bot.receiving.receiver import Receiver
from bot.receiving.webhook import TelegramWebhook
from bot.receiving.webhook_monitor import WebhookMonitor
from bot.schedule.abandoned_forms import AbandonedForms
from bot.schedule.alert_checks import AlertChecks
from bot.schedule.backups import Backups
from bot.schedule.bot_profile import BotProfile
from bot.schedule.campaigns import Campaigns
from bot.schedule.case_deadlines import CaseDeadlines
from bot.schedule.case_delays import CaseDelays
from bot.schedule.clock_watch import ClockWatch
from bot.schedule.content_watch import ContentWatch
from bot.schedule.digests import Digests
from bot.schedule.downtime_recovery import DowntimeRecovery
from bot.schedule.feedback_stream import FeedbackStream
from bot.schedule.follow_up_runner import FollowUpRunner
from bot.schedule.housekeeping import Housekeeping
from bot.schedule.journey_planning import JourneyPlanning
from bot.schedule.manager_alerts import ManagerAlerts
from bot.schedule.outreach import Outreach
from bot.schedule.overdue_cases import OverdueCases
from bot.schedule.poison_watch import PoisonWatch
from bot.schedule.scheduler import Scheduler
from bot.schedule.sentiment import SentimentBackfill
from bot.schedule.undelivered import Undelivered
from bot.schedule.weekly_digests import WeeklyDigests
from bot.web.api.api import Api
from bot.web.feeds import Feeds
from bot.web.health import Health
from bot.web.ping import Ping
from bot.webhooks.webhook_client import WebhookClient
from bot.webhooks.webhook_sender import WebhookSender
from handlers.shared.app_context import AppContext
from storage.delivery.file_store import FileStore, directory_beside
from storage.engines.database import Database
from storage.ids import Ids


class Components:
    """Each part built once. Parts of one level do not know each other: they wake one another by callables.

    Who stands in for Telegram, for the database or for the clock passes these; nothing else is replaced.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # the whole process is wired here
        self, app: AppContext, database: Database, client: BotApiClient, bot: Bot, limiter: RateLimiter,
        clock: Clock, processes: Mapping[Pool, ProcessPool] | None = None,
        settings: schema.FilesSection | None = None,
    ) -> None:  # fmt: skip
        self.database, self.client, self.limiter, self.clock = database, client, limiter, clock
        self.ids = ids = Ids()
        self.metrics = Metrics()
        self.store_state = StoreState()
        self.contexts = contexts = ContextStore(app)
        self.enqueuer = enqueuer = Enqueuer(bot, ids, clock)
        worker_wakes = asyncio.Event()
        self.copies = CopyWatch(database, contexts, enqueuer, clock)
        self.gate = PolicyGate(database, contexts, clock, ids, self.copies)
        self.sender = sender = Sender(
            client, database, limiter, self.gate, clock, ids, worker_wakes.set, contexts=contexts
        )
        self.acknowledger = Acknowledger(client)
        settings = settings or schema.FilesSection()
        self.files = files = FileStore(settings.directory or directory_beside(database.url))
        self.job_context = jobs = JobContext(
            database, client, enqueuer, contexts, clock, ids,
            processes or process_pools(clock.monotonic), files,
        )  # fmt: skip
        self.jobs = JobRunner(jobs, sender.offer)
        processor = UpdateProcessor(contexts, enqueuer, bot, clock, ids)
        self.worker = Worker(
            database, processor, sender, self.acknowledger, clock, self.metrics, worker_wakes,
            state=self.store_state, wake_jobs=self.jobs.wake, follow=FollowUps(contexts, enqueuer, ids),
        )  # fmt: skip
        self.outreach = Outreach(database, contexts, enqueuer, sender.offer, clock, ids)
        self.journey_planning = JourneyPlanning(database, contexts, clock, ids)
        self.campaigns = Campaigns(database, contexts, enqueuer, sender.offer, clock, ids)
        self.bot_profile = BotProfile(database, client, contexts)
        self.content_watch = ContentWatch(database, contexts, enqueuer, clock)
        follow_ups = FollowUpRunner(database, contexts, enqueuer, sender.offer, clock, ids)
        self.undelivered = Undelivered(database, follow_ups)
        self.case_deadlines = CaseDeadlines(database, follow_ups)
        self.case_delays = CaseDelays(database, follow_ups)
        self.overdue_cases = OverdueCases(database, follow_ups)
        self.digests = Digests(database, contexts, enqueuer, sender.offer)
        self.feedback_stream = FeedbackStream(database, follow_ups, self.jobs.wake)
        self.weekly_digests = WeeklyDigests(database, contexts, clock, ids, self.jobs.wake)
        self.manager_alerts = ManagerAlerts(
            database, contexts, enqueuer, sender.offer, clock,
            partial(find_valuable, jobs),
        )  # fmt: skip
        self.alert_checks = AlertChecks(database, contexts, clock, ids, self.jobs.wake)
        self.abandoned_forms = AbandonedForms(
            database, contexts, enqueuer, sender.offer, clock, ids, self.jobs.wake
        )
        self.recovery = DowntimeRecovery(database, contexts, enqueuer, sender.offer, self.metrics, clock)
        self.sentiment = SentimentBackfill(
            database, partial(analyze, jobs), partial(find_themes, jobs), lambda: contexts.current.themes
        )
        self.poison_watch = PoisonWatch(database, contexts, enqueuer, sender.offer, clock)
        self.housekeeping = Housekeeping(database, contexts, clock, ids, files)
        self.health = Health(database, sender, self.recovery, clock, self.metrics, self.store_state, contexts)


def components_of(configured: schema.Config, database: Database, clock: Clock) -> Components:
    """The parts as configured, with Telegram at the other end."""
    settings = configured.telegram
    limiter = RateLimiter(settings.messages_per_second, settings.group_messages_per_minute)
    bot = Bot(settings.token.get_secret_value())
    context, client = context_of(configured), client_of(settings)
    return Components(context, database, client, bot, limiter, clock, settings=configured.files)


def handshake_of(settings: schema.TelegramSection, parts: Components) -> Handshake:
    return Handshake(settings, parts.client, parts.database, parts.contexts, parts.enqueuer)


def receiver_of(settings: schema.TelegramSection, parts: Components) -> Receiver:
    """Long polling or a webhook, as configured: updates are asked for, or Telegram delivers them."""
    if settings.mode == "polling" or settings.webhook_url is None or settings.webhook_secret is None:
        return Polling(parts.client, parts.worker, parts.recovery, parts.clock)
    url, secret = settings.webhook_url, settings.webhook_secret.get_secret_value()
    webhook = TelegramWebhook(
        urlsplit(url).path or "/", secret, parts.client.bot_id, parts.worker, parts.clock
    )
    return WebhookMonitor(parts.client, webhook, url, parts.recovery, parts.clock)


def api_of(settings: schema.HttpSection, parts: Components) -> Api:
    return Api(parts.database, parts.contexts, parts.job_context, parts.ids, parts.clock, settings.api_key)


def feeds_of(parts: Components) -> Feeds:
    return Feeds(parts.database, parts.contexts, parts.job_context, parts.clock)


def scheduler_of(parts: Components, config: schema.Config, clock_watch: ClockWatch) -> Scheduler:
    """The scheduler with all that is done again and again; times of day are those of the business."""
    zone = config.business.timezone
    scheduler = Scheduler(zone)
    if config.http.ping_url is not None:
        ping = Ping(config.http.ping_url.get_secret_value(), parts.health)
        scheduler.every(60, ping.send, "ping")
    scheduler.every(5, clock_watch.look, "clock")
    scheduler.every(5, parts.outreach.run_once, "outreach", at_once=True)
    scheduler.every(60, parts.journey_planning.run_once, "journeys")
    scheduler.every(2, parts.campaigns.run_once, "campaigns", at_once=True)
    scheduler.every(10, parts.copies.look, "copies")
    scheduler.every(10, parts.undelivered.run_once, "undelivered")
    # Soon at first: lives shorter than a round would never pass on what was collected.
    scheduler.every(15, parts.digests.run_once, "digests", first_after=3)
    scheduler.every(15, parts.feedback_stream.run_once, "feedback stream")
    scheduler.every(15, parts.case_deadlines.run_once, "case deadlines", at_once=True)
    scheduler.every(15, parts.overdue_cases.run_once, "overdue cases", at_once=True)
    scheduler.every(60, parts.case_delays.run_once, "case delays", at_once=True)
    scheduler.every(60, parts.weekly_digests.run_once, "weekly digests", at_once=True)
    scheduler.every(60, parts.manager_alerts.run_once, "alerts")
    scheduler.every(60, parts.alert_checks.run_once, "alert checks")
    scheduler.every(60, parts.abandoned_forms.run_once, "abandoned forms")
    scheduler.every(20, parts.sentiment.run_once, "sentiment")
    backup = Backups(config.backup, zone, parts.database, parts.contexts, parts.enqueuer, parts.clock)
    scheduler.every(60, backup.run_once, "backup", at_once=True)
    client = WebhookClient(allow_private=config.webhooks.private_addresses)
    webhooks = WebhookSender(parts.database, client, parts.clock)
    scheduler.every(2, webhooks.run_once, "webhooks")
    scheduler.every(600, parts.housekeeping.settle_offers, "offers")
    scheduler.every(86_400, parts.bot_profile.run_once, "bot profile", at_once=True)
    scheduler.every(60, parts.content_watch.run_once, "content")
    scheduler.daily(time(4, 0), parts.housekeeping.end_offers, "ended offers")
    scheduler.daily(time(4, 10), parts.housekeeping.order_recount, "recount")
    scheduler.daily(time(4, 20), parts.housekeeping.order_sentiment_learning, "sentiment learning")
    scheduler.daily(time(4, 40), parts.housekeeping.tidy, "tidy")
    scheduler.daily(time(9, 50), parts.poison_watch.run_once, "poison")
    scheduler.daily(time(10, 20), parts.housekeeping.order_team_watch, "team watch")
    return scheduler

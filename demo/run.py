"""The demo: Otklik behind a playground on this machine, with a year of a made-up company to look at."""

import asyncio
import os
import secrets
import shutil
import time
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot import process
from bot.build import Components
from bot.cli.terminal import terminal_language
from bot.clock import Clock
from bot.config.schema import Config, load
from demo.data import fill
from demo.data.company import NAME
from demo.first_case import play
from demo.people import DemoPeople
from demo.pipeline_view import follow
from handlers.shared.app_context import BUSINESS, SUPPORT_CHAT
from playground import Playground
from storage import jobs
from storage.effects import Effects, flush
from storage.engines import schema
from storage.engines.database import Connection
from storage.engines.errors import NoFile
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.people import customers, settings, staff
from storage.rows import Customer, Staff
from surveys.errors import UserError
from surveys.language.languages import Language

FOLDER = Path(".demo")
_PASSED = "demo_seconds_passed"
_LEAVES_WITHIN_S = 0.5
_MADE_WITHIN_S = 3.0


class PagePortInUse(UserError):
    text_id = "page-taken"


class Calendar:
    """The demo's clock: the machine's, and every day that was let pass on the page."""

    def __init__(self) -> None:
        self.passed = timedelta()
        self.clock = Clock(
            lambda: datetime.now(UTC) + self.passed, lambda: time.monotonic() + self.passed.total_seconds()
        )


async def run(port: int, *, fresh: bool, browser: bool) -> None:
    """Serve the page until Ctrl-C; raises PagePortInUse. A new demo is filled with a year of data first."""
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    # Another bot at every start: the database remembers the numbers of the last one's updates.
    telegram = Playground(port=port, seed=secrets.randbits(32))
    try:
        await telegram.start()
    except OSError:
        raise PagePortInUse from None
    try:
        await _show(telegram, browser=browser)
    finally:
        await telegram.stop()


async def _is_of_another_version(url: str) -> bool:
    """Whether a demo is there whose tables this program does not know."""
    try:
        async with open_database(url, create=False) as database:
            return await database.read(schema.version) not in (None, schema.HEAD)
    except NoFile:
        return False


async def _show(telegram: Playground, *, browser: bool) -> None:
    language = terminal_language(os.environ)
    people = DemoPeople.of(telegram, language)
    config = _config(telegram, people, language)
    calendar, url = Calendar(), config.database.url.get_secret_value()
    if await _is_of_another_version(url):
        shutil.rmtree(FOLDER)
    async with open_database(url) as database:
        is_new = await database.read(schema.version) is None
        if is_new:
            await database.write(schema.migrate)
            await database.write(fill, config.business.timezone, calendar.clock.now(), language)
        await database.write(schema.migrate)
        calendar.passed = timedelta(seconds=await database.write(_set_up, people, config, calendar))
        telegram.clock.advance(calendar.passed.total_seconds())

        def begins(parts: Components) -> None:
            async def let_pass(passed: timedelta) -> None:
                calendar.passed += passed
                parts.recovery.skip()
                await look_at_what_is_due(parts)
                await _wait_until_made_and_left(parts)
                await database.write(settings.store_setting, _PASSED, calendar.passed.total_seconds())

            telegram.on_time = let_pass

        click.echo(f"Otklik: {telegram.url}/?lang={language}  (Ctrl-C ends it)")
        if browser:
            await asyncio.to_thread(webbrowser.open, f"{telegram.url}/?lang={language}")
        async with asyncio.TaskGroup() as tasks:
            beside = [tasks.create_task(follow(telegram, database))]
            if is_new:
                beside.append(tasks.create_task(play(people.complains, language)))
            await process.run(config, calendar.clock, begins)
            for task in beside:
                task.cancel()


async def look_at_what_is_due(parts: Components) -> None:
    """One round now of what tells people something."""
    for part in (
        parts.journey_planning,  # before what sends what it plans
        parts.outreach,
        parts.abandoned_forms,
        parts.feedback_stream,
        parts.case_deadlines,
        parts.overdue_cases,
        parts.case_delays,
        parts.weekly_digests,
        parts.manager_alerts,
        parts.alert_checks,
    ):
        await part.run_once()


async def _wait_until_made_and_left(parts: Components) -> None:
    """Reports bear the date at which they are made, and a clock that goes on ends the lease of a job."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_MADE_WITHIN_S):
            while await parts.database.read(jobs.is_any_due, parts.clock.now()):  # noqa: ASYNC110  # a row is no event
                await asyncio.sleep(0.02)
    with suppress(TimeoutError):
        async with asyncio.timeout(_LEAVES_WITHIN_S):
            while parts.sender.waiting:  # noqa: ASYNC110  # the sender tells nobody that it is idle
                await asyncio.sleep(0.02)


def _set_up(connection: Connection, people: DemoPeople, config: Config, calendar: Calendar) -> float:
    """The team and the group of this start, and how much time earlier starts let pass."""
    now = calendar.clock.now()
    for member in people.members(now):
        staff.enroll(connection, member)
        if customers.customer(connection, member.telegram_id) is None:
            flush(connection, [_introduced(member, config.business.language)])
    settings.store_setting(connection, SUPPORT_CHAT, {"id": people.support.id, "is_forum": True})
    settings.store_setting(connection, BUSINESS, _business(config))
    return float(settings.all_settings(connection).get(_PASSED, 0))


def _introduced(member: Staff, language: Language) -> Effects:
    """As if they had opened the chat once, which everybody does who joins by a link."""
    effects = Effects()
    effects.add(Customer(Ids().next(), member.telegram_id, language, member.enrolled_at, member.name))
    return effects


def _business(config: Config) -> dict[str, str]:
    zone: ZoneInfo = config.business.timezone
    return {"name": config.business.name, "timezone": zone.key, "language": config.business.language}


def _config(telegram: Playground, people: DemoPeople, language: str) -> Config:
    """Nothing of the person's own configuration takes part."""
    return load(
        Path(os.devnull),
        {
            "OTKLIK_TELEGRAM__TOKEN": telegram.token,
            "OTKLIK_TELEGRAM__API_URL": telegram.url,
            "OTKLIK_DATABASE__URL": f"sqlite:///{FOLDER}/otklik.db",
            "OTKLIK_BUSINESS__NAME": NAME.render(language),
            "OTKLIK_BUSINESS__LANGUAGE": language,
            "OTKLIK_STAFF__OWNER_IDS": str(people.manager.id),
            "OTKLIK_HTTP__LISTEN": "127.0.0.1:0",
            # A day that passes shows who is called about a case that nobody answers, by night too.
            "OTKLIK_SUPPORT__HOURS": "mon-sun 00:00-24:00",
            "OTKLIK_SUPPORT__FIRST_REPLY": "4h",
            "OTKLIK_SUPPORT__NEXT_REPLY": "4h",
            # Whoever leaves on the page wants to see how they are invited back.
            "OTKLIK_OUTREACH__HOLDOUT": "0",
        },
    )

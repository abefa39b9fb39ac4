"""Commands that look at the database without the bot: they need neither aiogram nor the network."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from bot.config import Config
from handlers.manager import nps_text
from handlers.texts import Texts
from storage import reports, schema
from storage.database import Connection, open_database
from surveys.errors import SayableError
from surveys.files import load as load_surveys
from surveys.nps_report import as_json
from surveys.periods import Asked, Period, parse

T = TypeVar("T")


class NoSchema(SayableError):
    """The database is empty or older than this program: run `otklik migrate` first."""


class EmptyPeriod(SayableError):
    """--from must be a day before --to."""


def in_database(config: Config, work: Callable[[Connection], T], *, write: bool = False) -> T:
    """Open the database, do one thing in one transaction, close it."""

    async def do() -> T:
        async with open_database(config.database.url.get_secret_value()) as database:
            if not write and await database.read(schema.version) != schema.HEAD:
                raise NoSchema(NoSchema.__doc__)
            return await (database.write(work) if write else database.read(work))

    return asyncio.run(do())


def nps(config: Config, start: date | None, end: date | None, by: str, *, json_wanted: bool) -> str:
    """The NPS report as a terminal or a program wants it."""
    now = datetime.now(UTC)
    asked = _asked(config, start, end, now)
    survey = load_surveys(config.surveys.directory)["nps"]
    score = survey.score_question
    question = score.id if score else ""
    report = in_database(config, lambda found: reports.nps(found, survey.id, question, asked, by=by))
    if json_wanted:
        return json.dumps(as_json(report), ensure_ascii=False)
    return nps_text.as_plain(report, Texts(config.texts.directory), config.business.language, now, None)


def _asked(config: Config, start: date | None, end: date | None, now: datetime) -> Asked:
    zone = config.business.timezone
    usual = parse("", now, zone)
    if start is None and end is None:
        return usual
    first = start or usual.period.start
    period = Period(first, end or usual.period.end, zone)
    if period.end <= period.start:
        raise EmptyPeriod(EmptyPeriod.__doc__)
    return Asked(period, period.before, {})

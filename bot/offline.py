"""Commands that look at the database without the bot: they need neither aiogram nor the network."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from bot.config import Config
from handlers.manager import nps_text, page
from handlers.manager.wording import Wording
from handlers.text_check import load as load_texts
from storage import reports, schema
from storage.database import Connection, open_database
from surveys.errors import Sentence
from surveys.files import load as load_surveys
from surveys.nps_report import as_json
from surveys.periods import Asked, Period, parse
from surveys.survey import Text

T = TypeVar("T")


class EmptyPeriod(Sentence):
    text = Text("День --from должен быть раньше дня --to.", "--from must be a day before --to.")


def in_database(config: Config, work: Callable[[Connection], T], *, write: bool = False) -> T:
    """Open a database of the newest schema, do one thing in one transaction, close it."""

    async def do() -> T:
        async with open_database(_url(config), create=False) as database:
            await database.read(schema.check)
            return await (database.write(work) if write else database.read(work))

    return asyncio.run(do())


def migrate(config: Config) -> None:
    async def do() -> None:
        async with open_database(_url(config)) as database:
            await database.write(schema.migrate)

    asyncio.run(do())


def _url(config: Config) -> str:
    return config.database.url.get_secret_value()


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
    wording = Wording(load_texts(config.texts.directory), config.business.language, now)
    return page.as_plain(nps_text.written(report, wording))


def _asked(config: Config, start: date | None, end: date | None, now: datetime) -> Asked:
    zone = config.business.timezone
    usual = parse("", now, zone)
    if start is None and end is None:
        return usual
    first = start or usual.period.start
    period = Period(first, end or usual.period.end, zone)
    if period.end <= period.start:
        raise EmptyPeriod
    return Asked(period, period.before, {})

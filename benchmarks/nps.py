"""How long a manager waits for `/nps`, and what a hundred times more answers change about it.

python -m benchmarks.nps
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from benchmarks.customers import CHAT, FIRST_CUSTOMER, HEAD, USER
from benchmarks.subjects import SUBJECTS
from benchmarks.table import row, rule
from benchmarks.telegram import Offer, Telegram, serving
from reports import nps
from reports.context import ReportContext, labels_by_role, nps_question_of
from reports.document import as_html
from reports.formatter import Formatter
from reports.request import ReportRequest
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.reports import totals
from surveys.catalogue.files import load, load_reasons, load_support_texts
from surveys.statistics.periods import parse
from texts.catalogue import Texts

SIZES = (10_000, 1_000_000)
PERIODS = ("", "365d")
TIMES = 9
DAYS = 730
MANAGER = FIRST_CUSTOMER - 1
ZONE = ZoneInfo("Europe/Moscow")
CONTEXT = ReportContext(
    "Otklik",
    ZONE,
    nps_question_of(load()),
    labels_by_role(load()),
    Texts(),
    load_reasons(),
    load_support_texts(),
    "RUB",
)
TEXT = HEAD + b'"text":%s,"entities":[{"type":"bot_command","offset":0,"length":%d}]}'

# The multiplier spreads a row's number over scores, touchpoints and segments without a visible pattern; the
# remainder of a division by none is NULL, and so is the touchpoint made of it.
FILL = """
INSERT INTO customers (id, language, joined_at) VALUES (1, 'ru', 0);
CREATE TEMP TABLE rows AS
    WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {answers})
    SELECT i, i * 2654435761 % 4294967296 AS mixed, {last} - 86400 * (i % {days}) AS second FROM numbers;
INSERT INTO conversations (id, customer_id, survey_id, survey_version, language, invited, given, started_at,
                           touched_at)
    SELECT i, 1, 'nps', 1, 'ru', 0, '{{}}', second * 1000000, second * 1000000 FROM rows;
INSERT INTO answers (id, conversation_id, customer_id, survey_id, question_id, kind, score, language,
                     touchpoint, segment, day, answered_at)
    SELECT i, i, 1, 'nps', 'score', 'score', (mixed >> 8) % 11, 'ru',
           'touchpoint ' || ((mixed >> 16) % {touchpoints}), 'segment ' || ((mixed >> 24) % {segments}),
           date(second, 'unixepoch'), second * 1000000 FROM rows;
"""


@dataclass(frozen=True)
class Shape:
    """How finely the answers are counted."""

    name: str
    touchpoints: int
    segments: int


SHAPES = (Shape("no touchpoints", 0, 0), Shape("12 touchpoints, 4 segments", 12, 4))


@dataclass(frozen=True)
class Wait:
    """Medians in milliseconds: of the report alone, and from the manager's question to the text."""

    report: float
    chat: float


class Manager:
    """Asks in the chat and waits for the text."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._heard: asyncio.Queue[object] = asyncio.Queue()
        self._pictures: asyncio.Queue[bytes] = asyncio.Queue()
        self._asked = 0

    def counts_call(self) -> None:
        return None

    def hears(self, chat_id: int, message: bytes, markup: object) -> None:
        """A picture has no text."""
        if b'"text":""' in message:
            self._pictures.put_nowait(message)
        else:
            self._heard.put_nowait(markup)

    async def wait_for(self, words: str) -> float:
        """Milliseconds from the question to the report's text."""
        self._asked += 1
        user, chat = USER % (MANAGER, MANAGER), CHAT % (MANAGER, MANAGER)
        text, length = json.dumps(words).encode(), len(words.split(maxsplit=1)[0])
        began = time.perf_counter()
        self._offer(b"message", TEXT % (self._asked, user, chat, int(time.time()), text, length))
        buttons = await asyncio.wait_for(self._heard.get(), 60)
        waited = time.perf_counter() - began
        if not buttons:  # only a report has some
            raise SystemExit("the manager was answered, but not with a report")
        return 1000 * waited

    async def wait_until_drawn(self, words: str) -> float:
        """Milliseconds from the question to the report's text; returns when its picture is there, too."""
        waited = await self.wait_for(words)
        await asyncio.wait_for(self._pictures.get(), 60)
        return waited


async def fill(path: Path, answers: int, shape: Shape) -> None:
    """Answers of the last two years, in bulk, and their running totals counted anew."""
    script = FILL.format(
        answers=answers,
        last=int(time.time()) - 60,
        days=DAYS,
        touchpoints=shape.touchpoints,
        segments=shape.segments,
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(f"BEGIN; {script} COMMIT;")
    async with open_database(f"sqlite:///{path}") as database:
        await database.write(totals.rebuild)


def measure(answers: int, shape: Shape) -> list[Wait]:
    """For each period."""
    subject = SUBJECTS["otklik"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "bench.db"
        os.environ.update(subject.environment(path), OTKLIK_STAFF__OWNER_IDS=str(MANAGER))
        subprocess.run(subject.prepare, check=True, stdout=subprocess.DEVNULL)
        return asyncio.run(waits(path, answers, shape))


async def waits(path: Path, answers: int, shape: Shape) -> list[Wait]:
    await fill(path, answers, shape)
    async with open_database(f"sqlite:///{path}") as database:
        alone = [await repeated(partial(read_and_word, database, period, CONTEXT)) for period in PERIODS]
    telegram = Telegram(Manager)
    async with serving(telegram, SUBJECTS["otklik"].command):
        chat = [await repeated(partial(telegram.audience.wait_for, f"/nps {period}")) for period in PERIODS]
    return list(map(Wait, alone, chat))


async def read_and_word(database: Database, period: str, context: ReportContext) -> float:
    """Milliseconds of the report without the bot around it."""
    now = datetime.now(UTC)
    request = ReportRequest(parse(period, now, ZONE), now)
    began = time.perf_counter()
    report = await database.read(nps.read, context, request)
    as_html(nps.render(report, Formatter.of(context, "ru", request)))
    return 1000 * (time.perf_counter() - began)


async def repeated(once: Callable[[], Awaitable[float]]) -> float:
    """The median; the first time, which also warms up, does not count."""
    await once()
    return median([await once() for _ in range(TIMES)])


def report() -> Iterator[str]:
    """The table: both sizes of both shapes, and how much longer the larger one takes."""
    few, many = (f"{size:,}".replace(",", " ") for size in SIZES)
    yield row(f"median of {TIMES}", f"{few} answers", f"{many} answers", "ratio")
    yield rule(4)
    for shape in SHAPES:
        sizes = [measure(size, shape) for size in SIZES]
        for period, small, large in zip(PERIODS, *sizes, strict=True):
            name = f"`{f'/nps {period}'.strip()}`, {shape.name}"
            yield line(f"{name}: report alone", small.report, large.report)
            yield line(f"{name}: question to text", small.chat, large.chat)


def line(name: str, small: float, large: float) -> str:
    return row(name, f"{small:.1f} ms", f"{large:.1f} ms", f"{large / small:.2f}")


if __name__ == "__main__":
    for shown in report():
        print(shown, flush=True)

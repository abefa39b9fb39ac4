"""A database of a large company, made in seconds: every number of its rows is mixed from the row's own."""

import asyncio
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.nps import MANAGER
from benchmarks.subjects import SUBJECTS
from storage.engines.factory import open_database
from storage.reports import totals

REPORTS = ("nps", "complaints", "churn", "retention", "winback")
PERIOD = "365d"
DAYS = 730
DAY_S = 86_400
MULTIPLIER = 2_654_435_761  # spreads a row's number over names and days without a visible pattern
CATEGORIES = ("delivery", "quality", "service", "refund")
REASONS = {"PRICE_HIGH": "avoidable", "SERVICE": "avoidable", "MOVED": "natural", "OTHER": "unknown"}


@dataclass(frozen=True)
class Size:
    answers: int
    customers: int = 200_000
    orders: int = 1_000_000
    cases: int = 50_000
    leavers: int = 40_000
    touchpoints: int = 12
    segments: int = 4


USUAL = Size(answers=1_000_000)
LARGE = Size(answers=10_000_000, customers=1_000_000)


# The remainder of a division by none is NULL, and so is the name made of it.
CUSTOMERS = """
INSERT INTO customers (id, language, segment, joined_at, left_at)
SELECT i, 'ru', segment, joined * 1000000,
       CASE WHEN i % ({customers} / {leavers}) = 0 THEN (joined + mixed % ({last} - joined)) * 1000000 END
FROM (SELECT i, mixed, 'segment ' || ((mixed >> 24) % {segments}) AS segment,
             {last} - {day} * ((mixed >> 4) % {joining_days} + 1) AS joined
      FROM numbers WHERE i <= {customers})
"""
STAYS = """
INSERT INTO stays (customer_id, number, began_at, ended_at, reason_class)
SELECT id, 1, joined_at, left_at,
       CASE WHEN left_at IS NOT NULL
            THEN json_extract('{classes}', '$[' || ((left_at / 7000000) % 4) || ']') END
FROM customers
"""
ADDRESSES = """
INSERT INTO addresses (kind, value, customer_id)
SELECT 'telegram', CAST(1000000000 + id AS TEXT), id FROM customers
"""
ORDERS = """
INSERT INTO orders (id, customer_id, ordered_at, touchpoint, status)
SELECT i, (mixed >> 3) % {customers} + 1,
       ({last} - (mixed % 4294967296 * 31 + i) % ({days} * {day})) * 1000000,
       'touchpoint ' || ((mixed >> 16) % {touchpoints}), CASE WHEN i % 33 = 0 THEN 'cancelled' ELSE 'done' END
FROM numbers WHERE i <= {orders}
"""
CONVERSATIONS = """
INSERT INTO conversations (id, customer_id, survey_id, survey_version, language, invited, by_staff, given,
                           started_at, touched_at)
SELECT i, i % {customers} + 1, 'nps', 1, 'ru', 0, 0, '{{}}', second * 1000000, second * 1000000
FROM (SELECT i, {last} - {day} * (i % {days}) AS second FROM numbers WHERE i <= {answers})
"""
ANSWERS = """
INSERT INTO answers (id, conversation_id, customer_id, survey_id, question_id, kind, score, language,
                     touchpoint, segment, day, answered_at)
SELECT i, i, i % {customers} + 1, 'nps', 'score', 'score', (mixed >> 8) % 11, 'ru',
       'touchpoint ' || ((mixed >> 16) % {touchpoints}), 'segment ' || ((mixed >> 24) % {segments}),
       date(second, 'unixepoch'), second * 1000000
FROM (SELECT i, mixed, {last} - {day} * (i % {days}) AS second FROM numbers WHERE i <= {answers})
"""
CASES = """
INSERT INTO cases (id, number, customer_id, source, category, touchpoint, segment, words, status, day,
                   opened_at, first_reply_at, solved_at, closed_at, reopened, shown_at, waited_s, by_phone,
                   severity, cause, remedy)
SELECT i, i, (mixed >> 3) % {customers} + 1, 'complaint',
       json_extract('{categories}', '$[' || ((mixed >> 12) % 4) || ']'),
       'touchpoint ' || ((mixed >> 16) % {touchpoints}), 'segment ' || ((mixed >> 24) % {segments}),
       'words of a complaint, about as long as people write them when they have waited for two hours',
       CASE WHEN i % 50 = 0 THEN 'open' ELSE 'closed' END,
       date(second, 'unixepoch'), second * 1000000, (second + 60 + mixed % 7200) * 1000000,
       (second + 7300 + mixed % {day}) * 1000000,
       CASE WHEN i % 50 > 0 THEN (second + 7300 + mixed % {day}) * 1000000 END, i % 20 = 0,
       second * 1000000, 0, 0, 'normal',
       CASE WHEN i % 50 > 0 THEN 'cause ' || ((mixed >> 20) % 6) END,
       CASE WHEN i % 50 > 0 THEN 'remedy ' || ((mixed >> 28) % 4) END
FROM (SELECT i, mixed, {last} - (mixed % 4294967296 * 17 + i) % ({days} * {day}) AS second
      FROM numbers WHERE i <= {cases})
"""
INTERVIEWS = """
INSERT INTO conversations (id, customer_id, survey_id, survey_version, language, segment, invited, by_staff,
                           given, started_at, touched_at)
SELECT {answers} + id, id, 'leaving', 1, 'ru', segment, 0, 0, '{{}}', left_at, left_at
FROM customers WHERE left_at IS NOT NULL
"""
FAREWELLS = """
INSERT INTO churn_sessions (id, customer_id, reason, reason_class, taxonomy_version, shown, segment,
                            money_minor, day, told_at)
SELECT {answers} + id, id,
       json_extract('{reasons}', '$[' || ((left_at / 7000000) % 4) || ']'),
       json_extract('{classes}', '$[' || ((left_at / 7000000) % 4) || ']'),
       1, '{reasons}', segment, 50000, date(left_at / 1000000, 'unixepoch'), left_at
FROM customers WHERE left_at IS NOT NULL
"""
INVITATIONS = """
INSERT INTO plans (id, customer_id, journey, kind, subject_kind, subject_id, about, arm, state, assigned_at,
                   planned_at, due_at)
SELECT id, customer_id, 'winback', 'promotion', 'churn_session', id, reason,
       CASE WHEN id % 3 THEN 'treated' ELSE 'holdout' END,
       CASE WHEN id % 3 THEN 'sent' ELSE 'holdout' END, told_at, told_at, told_at
FROM churn_sessions WHERE reason_class = 'avoidable'
"""
NUMBERS = """
CREATE TEMP TABLE numbers AS
WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {most})
SELECT i, i * {multiplier} % 4294967296 AS mixed FROM counted
"""


@contextmanager
def made(size: Size) -> Iterator[Path]:
    """The database, until it is done with; the environment names it, and its manager."""
    subject = SUBJECTS["otklik"]
    with TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "bench.db"
        os.environ.update(subject.environment(path), OTKLIK_STAFF__OWNER_IDS=str(MANAGER))
        subprocess.run(subject.prepare, check=True, stdout=subprocess.DEVNULL)
        asyncio.run(fill(path, size))
        yield path


async def fill(path: Path, size: Size) -> None:
    """The rows of two years in bulk into tables that are there and empty, then their running totals."""
    known = {
        "last": int(time.time()) - 60,
        "day": DAY_S,
        "days": DAYS,
        "joining_days": 3 * 365,
        "most": max(size.answers, size.customers, size.orders, size.cases),
        "multiplier": MULTIPLIER,
        "categories": json.dumps(CATEGORIES),
        "reasons": json.dumps(list(REASONS)),
        "classes": json.dumps(list(REASONS.values())),
        **vars(size),
    }
    tables = (
        CUSTOMERS,
        ADDRESSES,
        STAYS,
        ORDERS,
        CONVERSATIONS,
        ANSWERS,
        CASES,
        INTERVIEWS,
        FAREWELLS,
        INVITATIONS,
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with _without_indexes(connection):
            connection.execute("BEGIN")
            for statement in (NUMBERS, *tables):
                connection.execute(statement.format(**known))
            connection.execute("COMMIT")
            async with open_database(f"sqlite:///{path}") as database:
                await database.write(totals.rebuild)


@contextmanager
def _without_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    """Sorting once is faster than keeping sorted."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = connection.execute(made).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in indexes:
        connection.execute(sql)

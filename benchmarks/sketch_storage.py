"""The sketch's storage: one set of statements, crossing to SQLite's thread call by call or whole."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import create_async_engine

metadata = sa.MetaData()
letters = sa.Table(
    "letters",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("received_at", sa.Integer, nullable=False),
)
conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("changed_at", sa.Integer, nullable=False),
)
answers = sa.Table(
    "answers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("score", sa.Integer),
    sa.Column("comment", sa.Text),
    sa.Column("answered_at", sa.Integer, nullable=False),
)
totals = sa.Table(
    "totals",
    metadata,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("score", sa.Integer, primary_key=True),
    sa.Column("answers", sa.Integer, nullable=False),
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("message_id", sa.BigInteger),
)

LOAD = sa.select(conversations.c.chat_id, conversations.c.question).where(
    conversations.c.chat_id.in_(sa.bindparam("chats", expanding=True))
)
KNOWN = sa.select(letters.c.update_id).where(letters.c.update_id.in_(sa.bindparam("ids", expanding=True)))
REMEMBER = insert(letters)
STATE = insert(conversations)
STATE = STATE.on_conflict_do_update(
    index_elements=["chat_id"],
    set_={"question": STATE.excluded.question, "changed_at": STATE.excluded.changed_at},
)
ANSWER = insert(answers)
TOTAL = insert(totals)
TOTAL = TOTAL.on_conflict_do_update(
    index_elements=["day", "score"], set_={"answers": totals.c.answers + TOTAL.excluded.answers}
)
POST = insert(outbox)
MARK = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("row"))
    .values(status="sent", message_id=sa.bindparam("landed"))
)

Row = dict[str, Any]


@dataclass(slots=True)
class OutboxRow:
    id: int
    chat_id: int
    method: str
    body: str


@dataclass(slots=True)
class Effects:
    """What the handlers of one batch decided."""

    questions: dict[int, str]  # by chat, as loaded
    now: int
    letters: list[Row] = field(default_factory=list)
    conversations: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    totals: Counter[tuple[str, int]] = field(default_factory=Counter)
    outbox: list[OutboxRow] = field(default_factory=list)
    taps: list[str] = field(default_factory=list)  # callback query ids to acknowledge

    def moves(self, chat_id: int, question: str) -> None:
        self.conversations.append({"chat_id": chat_id, "question": question, "changed_at": self.now})

    def answered(self, chat_id: int, question: str, score: int | None, comment: str | None) -> None:
        row = {
            "chat_id": chat_id,
            "question": question,
            "score": score,
            "comment": comment,
            "answered_at": self.now,
        }
        self.answers.append(row)
        if score is not None:
            self.totals[datetime.fromtimestamp(self.now, UTC).date().isoformat(), score] += 1


Storage = Callable[..., Awaitable[Any]]  # runs a function of a connection where the connection lives


def load(connection: sa.Connection, ids: list[int], chats: list[int]) -> tuple[set[int], dict[int, str]]:
    """Which letters are known, and what each chat was asked."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    known = set(connection.execute(KNOWN, {"ids": ids}).scalars())
    return known, {row.chat_id: row.question for row in connection.execute(LOAD, {"chats": chats})}


def flush(connection: sa.Connection, effects: Effects, marks: list[Row]) -> None:
    totals_ = [{"day": day, "score": score, "answers": n} for (day, score), n in effects.totals.items()]
    rows = [
        {"id": row.id, "chat_id": row.chat_id, "method": row.method, "body": row.body, "status": "ready"}
        for row in effects.outbox
    ]
    for statement, values in (
        (REMEMBER, effects.letters),
        (STATE, effects.conversations),
        (ANSWER, effects.answers),
        (TOTAL, totals_),
        (POST, rows),
        (MARK, marks),
    ):
        if values:
            connection.execute(statement, values)
    connection.commit()


def mark(connection: sa.Connection, marks: list[Row]) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.execute(MARK, marks)
    connection.commit()


def prepare(dbapi_connection: Any, _: object) -> None:
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@asynccontextmanager
async def on_aiosqlite(url: str) -> AsyncIterator[Storage]:
    """SQLAlchemy's asyncio engine: a thread hop for every driver call."""
    engine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:", 1))
    sa.event.listen(engine.sync_engine, "connect", prepare)
    async with engine.connect() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.commit()
        yield connection.run_sync


@asynccontextmanager
async def on_a_thread(url: str) -> AsyncIterator[Storage]:
    """The same functions on SQLAlchemy's plain engine in one writer thread: a hop for every function."""
    engine = sa.create_engine(url, poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", prepare)
    with ThreadPoolExecutor(1) as writer, engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()
        loop = asyncio.get_running_loop()

        def run(function: Callable[..., Any], *arguments: Any) -> Awaitable[Any]:
            return loop.run_in_executor(writer, function, connection, *arguments)

        yield run


ENGINES = {"call": on_aiosqlite, "whole": on_a_thread}

"""The migrations build exactly what storage/tables.py says, on both engines, and can be walked both ways."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engines import schema
from storage.engines.factory import open_database
from storage.tables import metadata
from tests.words import words_of

_SQLITE = """
SELECT type, tbl_name, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version' AND type <> 'view'
"""
_POSTGRESQL = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', ''
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname = 'public'
"""


_COMMA = re.compile(",")
_INNER = re.compile(r"\([^()]*\)")
"""What stands in brackets of its own, such as the columns of a key."""


def _built(connection: Connection) -> set[tuple[str, ...]]:
    """Everything that the engine knows of the tables: defaults, conditions of indexes, storage options."""
    query = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    rows = {tuple(_in_any_order(str(value)) for value in row) for row in connection.execute(text(query))}
    return {row for row in rows if row[0] != "alembic_version"}


def _in_any_order(value: str) -> str:
    """SQLite keeps the statement as it was written: columns and constraints may stand in any order."""
    head, brace, body = " ".join(value.replace('"', "").split()).partition("(")
    if not brace:
        return value
    parts = _COMMA.split(_INNER.sub(lambda inner: inner[0].replace(",", ";"), body))
    return "\n".join([head.strip(), *sorted(part.strip(" )") for part in parts)])


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


@pytest.fixture(scope="module")
def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def test_the_newest_script_is_the_one_that_the_program_expects(scripts: ScriptDirectory) -> None:
    assert scripts.get_heads() == [schema.HEAD]


async def test_migrations_walk_up_and_down_and_up_again(empty_url: str, scripts: ScriptDirectory) -> None:
    versions = [script.revision for script in scripts.walk_revisions()][::-1]
    async with open_database(empty_url) as database:
        empty = await database.read(_built)
        seen = {}
        for target in versions:
            await database.write(schema.migrate, target)
            assert await database.read(schema.version) == target
            seen[target] = await database.read(_built)
        for target in reversed(versions[:-1]):
            await database.write(schema.migrate, target)
            assert await database.read(_built) == seen[target]
        await database.write(schema.migrate, "base")
        assert await database.read(_built) == empty
        assert await database.read(schema.version) is None
        await database.write(schema.migrate)
        assert await database.read(_built) == seen[schema.HEAD]


async def test_migrations_build_what_the_tables_say(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        await database.write(metadata.create_all)
        wanted = await database.read(_built)
        await database.write(metadata.drop_all)
        await database.write(schema.migrate)
        assert await database.read(_built) == wanted
        assert await database.read(_differences) == []


async def test_a_difference_would_be_noticed(empty_url: str) -> None:
    """Even in what alembic does not compare: the condition of an index."""
    async with open_database(empty_url) as database:
        await database.write(schema.migrate)
        before = await database.read(_built)
        await database.write(lambda found: found.execute(text("DROP INDEX ix_jobs_open")))
        await database.write(lambda found: found.execute(text("CREATE INDEX ix_jobs_open ON jobs (due_at)")))
        assert await database.read(_built) != before
        await database.write(lambda found: found.execute(text("ALTER TABLE jobs ADD COLUMN extra INTEGER")))
        assert await database.read(_differences) != []


async def test_migrating_again_changes_nothing(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        await database.write(schema.migrate)
        before = await database.read(_built)
        await database.write(schema.migrate)
        assert await database.read(_built) == before
        assert await database.read(schema.version) == schema.HEAD


async def test_a_migration_that_is_interrupted_leaves_nothing(empty_url: str) -> None:
    def interrupted(connection: Connection) -> None:
        schema.migrate(connection)
        raise InterruptedError

    async with open_database(empty_url) as database:
        with pytest.raises(InterruptedError):
            await database.write(interrupted)
        assert await database.read(_built) == set()
        assert await database.read(schema.version) is None


async def test_a_database_of_a_newer_program_is_left_alone(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        await database.write(schema.migrate)
        await database.write(
            lambda found: found.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        )
        for work in (schema.check, schema.migrate):
            with pytest.raises(schema.NewerSchema):
                await database.write(work)
        assert await database.read(schema.version) == "9999"


async def test_an_empty_and_an_older_database_ask_for_a_migration(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        with pytest.raises(schema.OldSchema) as empty:
            await database.read(schema.check)
        await database.write(schema.migrate)
        await database.read(schema.check)
        await database.write(
            lambda found: found.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        )
        with pytest.raises(schema.OldSchema) as older:
            await database.read(schema.check)
        assert all("otklik migrate" in words_of(refusal.value) for refusal in (empty, older))

"""Whose work it is to bring a database to the newest schema: ours for a file, the administrator's else."""

import pytest
from sqlalchemy import text

from bot.process import prepare_schema
from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from tests.words import words_of


async def _of_version(database: Database, version: str) -> None:
    change = text("UPDATE alembic_version SET version_num = :version").bindparams(version=version)
    await database.write(lambda found: found.execute(change))


async def test_an_empty_file_gets_its_tables_and_a_server_is_left_alone(empty_url: str) -> None:
    async with open_database(empty_url) as database:
        if database.is_embedded:
            await prepare_schema(database)
            await prepare_schema(database)
            assert await database.read(schema.version) == schema.HEAD
        else:
            with pytest.raises(schema.OldSchema) as refusal:
                await prepare_schema(database)
            assert "otklik migrate" in words_of(refusal.value)
            assert await database.read(schema.version) is None


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_an_old_server_names_what_brings_it_up_in_both_languages(database: Database) -> None:
    await prepare_schema(database)
    await _of_version(database, "0000")
    with pytest.raises(schema.OldSchema) as refusal:
        await prepare_schema(database)
    for language in ("ru", "en"):
        assert "otklik migrate" in words_of(refusal.value, language)
    assert words_of(refusal.value, "ru") != words_of(refusal.value, "en")


async def test_a_newer_schema_is_refused(database: Database) -> None:
    await _of_version(database, "9999")
    with pytest.raises(schema.NewerSchema) as refusal:
        await prepare_schema(database)
    assert "newer program" in words_of(refusal.value)
    assert await database.read(schema.version) == "9999"

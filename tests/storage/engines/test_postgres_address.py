"""Addresses of PostgreSQL with the words that hosting companies put behind the question mark."""

import pytest
from sqlalchemy import Connection, text

from storage.engines.errors import NoDatabase
from storage.engines.factory import open_database
from storage.engines.postgres_address import PostgresAddress, UnknownAddressValue, UnknownAddressWord
from surveys.errors import UserError


def _show(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar_one())


@pytest.mark.parametrize(
    "words",
    [
        "sslmode=disable",
        "sslmode=prefer",
        "ssl=prefer",
        "sslmode=prefer&channel_binding=prefer",
        "connect_timeout=5&application_name=canary",
        "target_session_attrs=read-write",
        "target_session_attrs=any&gssencmode=disable&client_encoding=utf8",
    ],
)
async def test_an_address_with_the_words_of_libpq_is_opened(postgres_url: str, words: str) -> None:
    async with open_database(f"{postgres_url}?{words}") as database:
        assert await database.read(_show, "server_version")


async def test_options_and_names_reach_the_server(postgres_url: str) -> None:
    words = "application_name=canary&options=-c%20lock_timeout%3D400"
    async with open_database(f"{postgres_url}?{words}") as database:
        assert await database.read(_show, "lock_timeout") == "400ms"
        assert (await database.read(_show, "application_name")).startswith("canary ")


@pytest.mark.parametrize("mode", ["require", "verify-full"])
async def test_a_server_without_tls_is_refused_where_it_is_required(postgres_url: str, mode: str) -> None:
    with pytest.raises(NoDatabase):
        async with open_database(f"{postgres_url}?sslmode={mode}"):
            pass


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("sslmode=maybe", UnknownAddressValue),
        ("channel_binding=require", UnknownAddressValue),
        ("connect_timeout=soon", UnknownAddressValue),
        ("pgbouncer=true", UnknownAddressWord),
        ("sslmod=require", UnknownAddressWord),
    ],
)
def test_what_cannot_be_kept_is_refused(words: str, refusal: type[UserError]) -> None:
    with pytest.raises(refusal) as said:
        PostgresAddress.parse(f"postgresql://boris:canary@host/otklik?{words}")
    assert "canary" not in str(said.value)
    assert words.partition("=")[0] in str(said.value)


def test_what_is_no_word_is_not_quoted() -> None:
    with pytest.raises(UnknownAddressWord) as said:
        PostgresAddress.parse("postgresql://boris@host/otklik?can%40ary%21=1")
    assert "ary" not in str(said.value)


def test_each_process_has_a_name_of_its_own() -> None:
    address = PostgresAddress.parse("postgresql://boris@host/otklik?application_name=" + "x" * 80)
    assert len(address.session_name()) == 63
    assert address.session_name() == address.session_name()

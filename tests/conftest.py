"""What tests of every room may ask for."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from tests.postgres import ADDRESS, NoPostgres, Postgres, bundled, connected, installed, started

settings.register_profile("any machine", deadline=None)  # a busy one is slow, and that is no fault
settings.load_profile("any machine")

_HERE = Path(__file__).parent
_WITHOUT_SQL = tuple(_HERE / room for room in ("handlers", "bot/jobs", "bot/schedule", "bot/web", "reports"))
_POSTGRES_MEETS_EACH = 4
_LONG = tuple(_HERE / room for room in ("recipes", "e2e", "browser", "demo", "command_line"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of rooms that hold no SQL, every fourth test of a file runs on PostgreSQL too; `make torture` runs all.

    What these rooms ask of a database is asked by storage's own tests on both engines, with all values. Here
    the engines differ in their types and in when they wait, which each file meets on both.
    Few and long tests come first: begun last, one file would run alone while the other processes idle.
    """
    items.sort(key=lambda item: not any(map(item.path.is_relative_to, _LONG)))
    met: dict[Path, list[str]] = {}
    for item in items:
        if not isinstance(item, pytest.Function) or not any(map(item.path.is_relative_to, _WITHOUT_SQL)):
            continue
        if not hasattr(item, "callspec") or item.callspec.params.get("engine") != "postgresql":
            continue
        tests = met.setdefault(item.path, [])
        is_first_value = item.originalname not in tests
        if is_first_value:
            tests.append(item.originalname)
        if not is_first_value or (len(tests) - 1) % _POSTGRES_MEETS_EACH:
            item.add_marker(pytest.mark.torture)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's server. Without one the tests fail, since what is skipped silently breaks."""
    given = os.environ.get(ADDRESS)
    folders = [*installed(os.environ.get("PATH", "")), *bundled()]
    try:
        with connected(given) if given else started(folders) as server:
            yield server
    except NoPostgres as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.fixture
def postgres_url(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of this test's own, gone after it."""
    url = postgres.database(request.node.name)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """A test that asks for this, or for a database below, runs once on each engine."""
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/otklik.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database_url(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a database of the newest schema, which is copied since migrating takes longer."""
    if engine == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_model"), tmp_path / "otklik.db")
        yield f"sqlite:///{file}"
        return
    monkeypatch.chdir(tmp_path)  # what people send lies in the current folder then
    server: Postgres = request.getfixturevalue("postgres")
    model = urlsplit(request.getfixturevalue("postgres_model")).path[1:]
    url = server.database(request.node.name, template=model)
    yield url
    server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("model") / "otklik.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_model(postgres: Postgres) -> str:
    url = postgres.database("model")
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    async def migrate() -> None:
        async with open_database(url) as opened:
            await opened.write(schema.migrate)

    # A test's own loop may be running in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate()).result()

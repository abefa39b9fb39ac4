from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from playground import Playground
from storage.engines.database import Database
from tests.bot.delivery.sender_harness import Post
from tests.harnesses import harness, harness_database, harness_url, reading_process, shared_postgres_url

__all__ = ["harness", "harness_database", "harness_url", "reading_process", "shared_postgres_url"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No config.toml of the person who runs the tests is read."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a configuration file."""

    def write(text: str) -> Path:
        path = tmp_path / "shop.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        yield playground


@pytest.fixture
async def post(harness_database: Database, telegram: Playground) -> AsyncIterator[Post]:
    """The sender on each engine, with the playground's phones at the other end."""
    async with Post(harness_database, telegram).working() as working:
        yield working

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground import Playground
from storage.engines.database import Database
from tests.handlers.support_harness import SupportHarness
from tests.harnesses import (
    SharedProcess,
    harness,
    harness_database,
    harness_url,
    reading_process,
    shared_postgres_url,
)

__all__ = ["harness", "harness_database", "harness_url", "reading_process", "shared_postgres_url"]


_HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of many values runs on PostgreSQL with the first of them, with all of them in `make torture`.

    The values are words of people, which both engines store alike; each path of a handler meets both.
    """
    met: set[tuple[Path, str]] = set()
    for item in items:
        if not isinstance(item, pytest.Function) or _HERE not in item.path.parents:
            continue
        if not hasattr(item, "callspec") or item.callspec.params.get("engine") != "postgresql":
            continue
        test = (item.path, item.originalname)
        if test in met:
            item.add_marker(pytest.mark.torture)
        met.add(test)


@pytest.fixture
async def support(
    harness_database: Database, reading_process: SharedProcess
) -> AsyncIterator[SupportHarness]:
    """The support desk on each engine; furnish it with a group first."""
    async with (
        Playground(limits=False, seed=1) as telegram,
        SupportHarness(harness_database, telegram, reading_process).working() as working,
    ):
        yield working

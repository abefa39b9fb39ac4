from collections.abc import AsyncIterator

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

from collections.abc import AsyncIterator

import pytest

from playground import Playground
from storage.database import Database
from tests.handlers.counter import Counter
from tests.offices import office, office_database, office_url, shared_postgres_url

__all__ = ["office", "office_database", "office_url", "shared_postgres_url"]


@pytest.fixture
async def counter(office_database: Database) -> AsyncIterator[Counter]:
    """The support desk on each engine; furnish it with a group first."""
    async with (
        Playground(limits=False, seed=1) as telegram,
        Counter(office_database, telegram).working() as working,
    ):
        yield working

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.desk import Office, opened


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    """The worker on each engine; Boris is an owner, Anna a customer, Zoya a stranger."""
    async with opened(database) as working:
        yield working

"""A pooler that lends the server's connections is refused: no lock of ours would mean anything behind it."""

from urllib.parse import urlsplit

import pytest

from storage.engines.advisory_lock import AdvisoryLock
from storage.engines.factory import open_database
from storage.engines.pooler import PooledDatabase
from tests.lending_pooler import lending_pooler
from tests.words import words_of


@pytest.mark.parametrize("keeps_apart", [True, False])
async def test_a_pooler_in_transaction_mode_is_refused_at_the_start(
    postgres_url: str,
    keeps_apart: bool,
) -> None:
    server = urlsplit(postgres_url)
    assert server.hostname is not None
    assert server.port is not None
    async with lending_pooler(server.hostname, server.port, keeps_apart=keeps_apart) as port:
        pooled = server._replace(netloc=f"{server.username}@127.0.0.1:{port}").geturl()
        with pytest.raises(PooledDatabase) as refusal:
            async with open_database(pooled):
                pass
    assert "pooler" in words_of(refusal.value, "en")


async def test_a_session_of_our_own_is_not_taken_for_a_pooler(postgres_url: str) -> None:
    for _ in range(5):
        async with open_database(postgres_url):
            pass
    lock = AdvisoryLock(postgres_url)
    assert await lock.acquire()
    await lock.release()

"""What tests of every room may ask for."""

import os
from collections.abc import Iterator

import pytest

from tests.postgres import ADDRESS, NoPostgres, Postgres, bundled, connected, installed, started


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

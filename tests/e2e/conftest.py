"""The real process, started as often as a test likes, against a playground and either engine."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from playground import Playground
from tests.e2e.life import ForkServer, Mode, Otklik, hatched


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    with hatched() as one:
        yield one


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(limits=False, seed=1) as playground:
        yield playground


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the test's own; the test runs on both engines."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/otklik.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """The test runs with either way to receive updates."""
    chosen: Mode = request.param
    return chosen


class Install:
    """Makes installations, as many as a test wants, each on a database of its own or on a shared one."""

    def __init__(self, fork_server: ForkServer, telegram: Playground, folder: Path) -> None:
        self.made: list[Otklik] = []
        self._zygote = fork_server
        self._telegram = telegram
        self._folder = folder

    async def __call__(
        self,
        url: str,
        *,
        mode: Mode = "polling",
        owners: Sequence[int] = (),
        settings: Mapping[str, str] | None = None,
    ) -> Otklik:
        """`settings` are further OTKLIK_… variables."""
        folder = self._folder / f"installation-{len(self.made) + 1}"
        folder.mkdir()
        otklik = Otklik(
            self._zygote, self._telegram, url, folder, mode=mode, owners=owners, settings=settings
        )
        self.made.append(otklik)
        if url.startswith("postgresql"):
            await otklik.migrate()
        return otklik


@pytest.fixture
async def install(fork_server: ForkServer, telegram: Playground, tmp_path: Path) -> AsyncIterator[Install]:
    """After the test the lives of its installations are over and have leaked nothing."""
    installing = Install(fork_server, telegram, tmp_path)
    yield installing
    for otklik in installing.made:
        await otklik.close()
    assert [leak for otklik in installing.made for leak in otklik.leaks()] == []

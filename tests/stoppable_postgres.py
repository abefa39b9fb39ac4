"""A PostgreSQL server of a test's own, which the test stops, crashes and starts again."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.postgres import Postgres, answering
from tests.postgres_process import PATIENCE, USER, CannotServe, Cluster, Running, cluster


class StoppablePostgres:
    """The server; its databases outlive it."""

    def __init__(self, made: Cluster) -> None:
        self._cluster = made
        self._running = contextlib.ExitStack()
        self.server: Postgres | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self._cluster.port}/postgres"

    def start(self) -> Postgres:
        check: Callable[[], None] = self._running.enter_context(self._cluster.started())
        self.server = answering(Running(self._cluster.port, check), "stoppable")
        return self.server

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """A fast shutdown; SIGQUIT is as if the machine had failed."""
        pid = int((self._cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, how)
        deadline = time.monotonic() + PATIENCE
        while _is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        self._running.close()


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


@contextlib.contextmanager
def stoppable(folders: Sequence[Path]) -> Iterator[StoppablePostgres]:
    """A running server made by the first of these folders whose programs work; raises CannotServe."""
    for folder in folders:
        with contextlib.suppress(CannotServe, OSError), cluster(folder) as made:
            server = StoppablePostgres(made)
            server.start()
            try:
                yield server
            finally:
                server._running.close()
            return
    raise CannotServe("no programs of PostgreSQL work")

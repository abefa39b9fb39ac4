"""Otklik as a child process against a playground: started, killed and started again, life after life."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Literal

from playground import Playground
from storage.engines import schema
from storage.engines.factory import open_database
from tests.e2e.fork_server import LARGEST_ORDER, WARM
from tests.loopback import free_port

Mode = Literal["polling", "webhook"]

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0  # for a busy machine
SECRET = "canary-webhook-secret"
SHORTEST_CANARY = 8  # shorter words of a customer may stand in a log by chance


class ForkServer:
    """The other end of tests/e2e/fork_server.py. Its orders take milliseconds and are waited for."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders

    def fork(
        self, arguments: Sequence[str], env: Mapping[str, str], folder: Path, log: Path, *, warm: bool
    ) -> tuple[int, int]:
        """Starts `otklik …`; the process id, and a pipe that will tell its exit code."""
        order = {"arguments": arguments, "env": dict(env), "folder": str(folder), "warm": warm}
        told, end = os.pipe()
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            socket.send_fds(self._orders, [json.dumps(order).encode()], [output, end])
        finally:
            os.close(output)
            os.close(end)
        return int(self._orders.recv(LARGEST_ORDER)), told

    def signal(self, pid: int, number: int) -> None:
        self._orders.sendall(json.dumps({"pid": pid, "signal": number}).encode())
        self._orders.recv(LARGEST_ORDER)


@contextmanager
def hatched() -> Iterator[ForkServer]:
    """A zygote that has imported everything. Whatever it forked ends with it."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.e2e.fork_server", str(theirs.fileno())]
    with subprocess.Popen(
        command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
    ):
        theirs.close()
        with ours:
            assert ours.recv(LARGEST_ORDER) == WARM, "the zygote could not import the bot"
            yield ForkServer(ours)


class Life:
    """One run of the process. `ended` is its exit code, negative for the signal that ended it."""

    def __init__(self, fork_server: ForkServer, pid: int, told: int, log: Path) -> None:
        self.pid = pid
        self.log = log
        self.begun = time.monotonic()
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._zygote = fork_server
        asyncio.get_running_loop().add_reader(told, self._hear, told)

    @property
    def alive(self) -> bool:
        return not self.ended.done()

    @property
    def words(self) -> str:
        """What it has written to its standard output and error so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    async def says(self, words: str, within: float = PATIENCE_S) -> None:
        """Waits until its output contains these words."""
        try:
            async with asyncio.timeout(within):
                while words not in self.words:  # noqa: ASYNC110  # a file rings no bell
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"it did not say {words!r} within {within} s; {self.last_words()}") from None

    def signal(self, number: int) -> None:
        self._zygote.signal(self.pid, number)

    async def end(self, within: float = PATIENCE_S) -> int:
        """The exit code, once the process ends by itself."""
        try:
            return await asyncio.wait_for(asyncio.shield(self.ended), within)
        except TimeoutError:
            raise AssertionError(f"still alive after {within} s; {self.last_words()}") from None

    async def kill(self) -> int:
        self.signal(signal.SIGKILL)
        return await self.end()

    async def stop(self, within: float = 10.0) -> int:
        """Ask it to end, as a service manager does, and return its exit code."""
        self.signal(signal.SIGTERM)
        return await self.end(within)

    def _hear(self, told: int) -> None:
        code = os.read(told, 16)
        asyncio.get_running_loop().remove_reader(told)
        os.close(told)
        if not self.ended.done():
            self.ended.set_result(int(code) if code else -signal.SIGKILL)

    def last_words(self) -> str:
        return "its log ends with:\n" + "\n".join(self.words.splitlines()[-15:])


class Otklik:
    """One installation: a database, a folder and a way to receive updates. Lives follow each other in it."""

    def __init__(
        self, fork_server: ForkServer, telegram: Playground, url: str, folder: Path, *,
        mode: Mode = "polling", owners: Sequence[int] = (), settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.telegram = telegram
        self.url = url
        self.mode = mode
        self.lives: list[Life] = []
        self._zygote = fork_server
        self._folder = folder
        self.listen = f"127.0.0.1:{free_port()}" if mode == "webhook" else "127.0.0.1:0"
        self._env = _machine() | {
            "PYTHONPATH": str(ROOT),  # this tree, wherever the environment was installed from
            "OTKLIK_CONFIG": os.devnull,
            "OTKLIK_TELEGRAM__TOKEN": telegram.token,
            "OTKLIK_TELEGRAM__API_URL": telegram.url,
            "OTKLIK_TELEGRAM__MODE": mode,
            "OTKLIK_DATABASE__URL": url,
            "OTKLIK_STAFF__OWNER_IDS": ",".join(map(str, owners)),
            "OTKLIK_HTTP__LISTEN": self.listen,
            "OTKLIK_BUSINESS__TIMEZONE": "UTC",
            "OTKLIK_BUSINESS__QUIET_HOURS": _night(),
        }
        if mode == "webhook":
            self._env["OTKLIK_TELEGRAM__WEBHOOK_URL"] = f"http://{self.listen}/telegram"
            self._env["OTKLIK_TELEGRAM__WEBHOOK_SECRET"] = SECRET
        self._env |= settings or {}

    async def migrate(self) -> None:
        """What an administrator does before the first start on a server; SQLite needs it not."""
        async with open_database(self.url) as database:
            await database.write(schema.migrate)

    def start(
        self,
        *arguments: str,
        crash_at: str | None = None,
        crash_with: signal.Signals = signal.SIGKILL,
        warm: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> Life:
        """Begins `otklik run`, or another command. `crash_at` is `point` or `point:n`."""
        env = self._env | dict(settings or {})
        if crash_at is not None:
            env |= {"OTKLIK_CRASH_AT": crash_at, "OTKLIK_CRASH_WITH": crash_with.name}
        log = self._folder / f"life-{len(self.lives) + 1}.log"
        pid, told = self._zygote.fork(arguments or ("run",), env, self._folder, log, warm=warm)
        life = Life(self._zygote, pid, told, log)
        life.ended.add_done_callback(lambda _: self.telegram.calls.made.ring())
        self.lives.append(life)
        return life

    async def ready(self, life: Life, within: float = PATIENCE_S) -> Life:
        """Waits until a life that has just been started has turned to Telegram; none other may be alive."""
        turned = "setWebhook" if self.mode == "webhook" else "getUpdates"
        calls = self.telegram.calls

        def answers() -> bool:
            since = takewhile(lambda call: call.at >= life.begun, reversed(calls.log))
            # The first look at what waits there, which confirms nothing, asks for one.
            return any(call.method == turned and call.params.number("limit") != 1 for call in since)

        await calls.made.until(lambda: answers() or not life.alive, within)
        assert answers(), f"it did not call {turned}; {life.last_words()}"
        return life

    async def serve(self, *, warm: bool = True, settings: Mapping[str, str] | None = None) -> Life:
        """Starts a life and waits until it serves."""
        return await self.ready(self.start(warm=warm, settings=settings))

    async def close(self) -> None:
        """Nothing is left behind."""
        for life in self.lives:
            if life.alive:
                await life.kill()

    def leaks(self) -> list[str]:
        """Secrets, names and words that stand in a life's output, each with the file's name."""
        token = self.telegram.token
        people = [person.name for person in self.telegram.people.values()]
        words = [update.message.text for update in self.telegram.updates.log if update.message]
        canaries = {token, token.partition(":")[2], SECRET, *people}
        canaries |= {text for text in words if len(text) >= SHORTEST_CANARY}
        return [
            f"{life.log.name}: {canary!r}"
            for life in self.lives
            for output in [life.words]
            for canary in sorted(canaries)
            if canary in output
        ]


def _machine() -> dict[str, str]:
    """What any process needs, without the settings of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}


def _night() -> str:
    """A quiet hour far from now, at whatever hour of the day the tests run."""
    start = datetime.now(UTC) + timedelta(hours=12)
    return f"{start:%H:%M}, {start + timedelta(hours=1):%H:%M}"

"""A PostgreSQL server process with a throw-away folder of its own, on loopback, on a free port."""

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.loopback import free_port

PROGRAMS = ("initdb", "postgres")
PATIENCE = 60.0  # seconds, for one program of a busy machine
USER = "otklik"

# The data is thrown away, so nothing waits for the disk: tests kill our own processes, never the server.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
}

# Ends the server and removes its folder when the input closes, which happens even if the tests are killed.
WATCH = """
exec 3<&0; folder=$1; shift
"$@" 3<&- & server=$!
(read -r _ <&3; kill -QUIT $server) & reader=$!
wait $server; kill $reader; rm -rf "$folder"
"""


class CannotServe(Exception):
    """The server does not start; the message says why."""


class Account(NamedTuple):
    """Whom the server runs as: it refuses root, so root lends it somebody else. None is whoever we are."""

    user: int | None = None
    group: int | None = None

    @property
    def groups(self) -> list[int] | None:
        return None if self.user is None else []


class Running(NamedTuple):
    port: int
    check: Callable[[], None]
    """Raises CannotServe with the server's last words once it is dead."""


class Cluster(NamedTuple):
    """The files of a server that can be started again and again."""

    programs: Path
    data: Path
    port: int
    account: Account

    def started(self, *, for_good: bool = False) -> contextlib.AbstractContextManager[Callable[[], None]]:
        """The server runs within the block; what is given raises CannotServe once it is dead.

        `for_good` it is not started again: its files go even if the tests are killed.
        """
        parent = self.data.parent
        folder = parent if for_good else Path(tempfile.mkdtemp(prefix="run-", dir=parent))
        if self.account.user is not None and self.account.group is not None:
            os.chown(folder, self.account.user, self.account.group)
        settings = [f"--{name}={value}" for name, value in (SETTINGS | {"port": str(self.port)}).items()]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data, *settings]
        return _watched(command, folder, self.account)


@contextlib.contextmanager
def serving(programs: Path) -> Iterator[Running]:
    """A server made by the programs of that folder; it may not answer yet. Raises CannotServe and OSError."""
    with cluster(programs) as made, made.started(for_good=True) as check:
        yield Running(made.port, check)


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """The files of a server, gone after the block. Raises CannotServe and OSError."""
    account = _account()
    folder = _folder(account)
    try:
        programs = _runnable(programs, folder, account)
        data = folder / "data"
        # Passwords would protect nothing: the server listens on loopback and holds made-up people.
        options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _call([programs / "initdb", "-D", data, *options], folder, account)
        yield Cluster(programs, data, free_port(), account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> Account:
    if os.geteuid() != 0:
        return Account()
    others = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    entry = others.get("postgres") or others.get("nobody") or next(iter(others.values()), None)
    if entry is None:
        raise CannotServe("a server refuses to run as root and this machine knows no other user")
    return Account(entry.pw_uid, entry.pw_gid)


def _folder(account: Account) -> Path:
    """A new folder of that account where it may enter, which root's own temporary folder need not be."""
    for place in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        if account.user is None or all(
            above.stat().st_mode & stat.S_IXOTH for above in (place, *place.parents)
        ):
            folder = Path(tempfile.mkdtemp(prefix="otklik-postgres-", dir=place))
            if account.user is not None and account.group is not None:
                os.chown(folder, account.user, account.group)
            return folder
    raise CannotServe("no temporary folder is open to the user that the server would run as")


def _runnable(programs: Path, folder: Path, account: Account) -> Path:
    """`programs`, or in `folder` a copy of the wheel's if the account may not enter the environment."""
    try:
        _call([programs / "postgres", "--version"], folder, account)
    except PermissionError:
        package = programs.parents[1]
        if programs.parent.name != "pginstall":
            raise
        copy = folder / "wheel"
        for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
            shutil.copytree(
                package.parent / part, copy / part, ignore=shutil.ignore_patterns("include", "doc")
            )
        _call(["chmod", "-R", "a+rX", copy], folder, Account())
        return copy / package.name / "pginstall" / "bin"
    return programs


def _call(command: Sequence[str | Path], folder: Path, account: Account) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(),
        user=account.user,
        group=account.group,
        extra_groups=account.groups,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise CannotServe(f"{Path(command[0]).name} says: {done.stderr.strip()[-300:]}")


def _environment() -> dict[str, str]:
    """Without what a person set for a server of their own."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LD_LIBRARY_PATH"}}
    return kept | {"LC_ALL": "C"}


@contextlib.contextmanager
def _watched(command: Sequence[str | Path], folder: Path, account: Account) -> Iterator[Callable[[], None]]:
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        process = subprocess.Popen(
            ["sh", "-c", WATCH, "sh", folder, *command],
            cwd=folder,
            env=_environment(),
            user=account.user,
            group=account.group,
            extra_groups=account.groups,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the tests, which then end the server
        )

        def check() -> None:
            if process.poll() is not None:
                log.seek(0)
                raise CannotServe(f"postgres says: {log.read().strip()[-300:]}")

        try:
            yield check
        finally:
            try:
                process.communicate(timeout=PATIENCE)  # closes the input
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

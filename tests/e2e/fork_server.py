"""A process that has imported the bot once and forks one life of it after another, in milliseconds each.

It is given a socket. An order is one JSON message: `start` comes with two descriptors, the life's log and a
pipe on which its exit code is told; `signal` reaches only lives that have not ended. When the socket closes,
which happens even if the tests are killed, whatever still lives is killed.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

WARM = b"warm"
LARGEST_ORDER = 1 << 16


@dataclass(frozen=True, slots=True)
class Start:
    """What a forked child is to become. A cold one imports everything anew, as a person's own would."""

    arguments: list[str]
    env: dict[str, str]
    folder: str
    warm: bool


class Lives:
    """The children, and where the exit code of each is told: negative is the signal that ended it."""

    def __init__(self) -> None:
        self._ends: dict[int, int] = {}

    def fork(self, log: int, end: int) -> int:
        """The child's process id; 0 in the child."""
        pid = os.fork()
        if pid:
            os.close(log)
            self._ends[pid] = end
            return pid
        os.setpgid(0, 0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, place in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(descriptor, place)
        for descriptor in (nothing, log, end, *self._ends.values()):
            os.close(descriptor)
        self._ends.clear()
        return 0

    def signal(self, pid: int, number: int) -> None:
        if pid in self._ends:
            os.kill(pid, number)

    def bury(self) -> None:
        """Tell the ends of those that ended, and end what they started."""
        for pid in list(self._ends):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                _kill_group(pid)
                end = self._ends.pop(pid)
                with suppress(BrokenPipeError):
                    os.write(end, b"%d" % os.waitstatus_to_exitcode(status))
                os.close(end)

    def kill_all(self) -> None:
        for pid in self._ends:
            _kill_group(pid)
            os.waitpid(pid, 0)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def attend(orders: socket.socket) -> Start | None:
    """Returns in each child with what it is to become, and with None in the zygote when its time is over."""
    lives = Lives()
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    orders.sendall(WARM)
    while True:
        ready, _, _ = select.select([orders, woken], [], [])
        if woken in ready:
            woken.recv(LARGEST_ORDER)
            lives.bury()
        if orders not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 2)
        if not message:
            lives.kill_all()
            return None
        order: dict[str, Any] = json.loads(message)
        if "signal" in order:
            lives.signal(order["pid"], order["signal"])
            orders.sendall(b"done")
        elif pid := lives.fork(*descriptors):
            orders.sendall(b"%d" % pid)
        else:
            _forget(orders, woken, waker)
            return Start(**order)


def _forget(*sockets: socket.socket) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for one in sockets:
        one.close()


def live(start: Start) -> None:
    os.chdir(start.folder)
    if not start.warm:
        os.execve(sys.executable, [sys.executable, "-m", "bot", *start.arguments], start.env)
    from bot.__main__ import main
    from bot.observability import failpoints
    from tests.e2e import movable_clock

    os.environ.clear()
    os.environ.update(start.env)
    failpoints.arm(os.environ)
    if movable_clock.WRONG_BY in start.env:
        movable_clock.hand_out()
    sys.argv = ["otklik", *start.arguments]
    main()


def warm_up() -> None:
    """Import whatever a life may import, so that forking is all that is left to do."""
    gc.disable()
    models = importlib.import_module("bot.deferred_models")
    models.import_aiogram()
    models.build_usual_models()
    for module in ("bot.app", "bot.__main__", "storage.engines.sqlite", "storage.engines.postgresql"):
        importlib.import_module(module)
    gc.freeze()


if __name__ == "__main__":
    warm_up()
    if (todo := attend(socket.socket(fileno=int(sys.argv[1])))) is not None:
        live(todo)

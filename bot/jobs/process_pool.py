"""A spawned process for work that would stop the event loop: begun with the first, never left behind."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection as Pipe

IDLE_S: Final = 300.0
"""A process without work for so long is ended, since it holds memory that a small server misses."""

P = ParamSpec("P")
T = TypeVar("T")


class ProcessPool:
    """One process that does one thing after the other.

    It keeps what it has imported and opened, so only the first work waits for that. `niceness` is added to
    that of this process.
    """

    def __init__(self, niceness: int = 0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._niceness = niceness
        self._monotonic = monotonic
        self._child: _Child | None = None
        self._under_way = 0
        self._idle_since = 0.0

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work returns; raises what it raises, or BrokenExecutor when the process ends before it.

        A process that is gone, for lack of memory perhaps, is replaced with the next work.
        """
        child = self._child = self._child or _Child.spawn(self._niceness)
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                child.executor, partial(work, *args, **kwargs)
            )
        except BrokenExecutor:
            if self._child is child:
                self.end()
            raise
        finally:
            self._under_way -= 1
            self._idle_since = self._monotonic()

    def end_if_idle(self) -> None:
        """End the process if it had no work for IDLE_S seconds; the next work begins another."""
        if not self._under_way and self._monotonic() - self._idle_since >= IDLE_S:
            self.end()

    def end(self) -> None:
        """End the process at once, whatever it is doing: it only reads, and its job is taken up again."""
        if self._child is not None:
            self._child.end()
            self._child = None


@dataclass(frozen=True, slots=True)
class _Child:
    executor: "ProcessPoolExecutor"
    pipe: "Pipe"
    """Our end, which is closed by us, or by the system when we are killed: the process ends with it."""

    @classmethod
    def spawn(cls, niceness: int) -> "_Child":
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context("spawn")
        theirs, ours = context.Pipe(duplex=False)
        executor = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(theirs, niceness))
        # Ctrl-C is for us: what is blocked here stays blocked in the process, from its first moment on.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            executor.submit(int)  # the process begins with its first work
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return cls(executor, ours)

    def end(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.pipe.close()


def _begin(pipe: "Pipe", niceness: int) -> None:
    os.nice(niceness)
    threading.Thread(target=_end_with, args=[pipe], daemon=True).start()


def _end_with(pipe: "Pipe") -> None:
    """Nothing is ever written to the pipe: that it can be read means that its other end is closed."""
    pipe.poll(None)
    os._exit(1)

"""The process's log on standard error: one line an event, ids only, and no other way out for an error's text.

A line is `time level logger message key=value`. Our own messages are written as they are, with arguments that
are numbers or ids. Messages of libraries are replaced by their place in the source, since they quote updates,
addresses and values.
"""

import asyncio
import atexit
import io
import logging
import sys
import threading
import warnings
from datetime import UTC, datetime
from typing import Any, TextIO

from bot.observability.log_filter import LogFilter
from bot.observability.redaction import described, harmless, one_line, place, redacted

OWN = frozenset(
    {
        "__main__",
        "benchmarks",
        "bot",
        "demo",
        "handlers",
        "playground",
        "reports",
        "storage",
        "surveys",
        "texts",
    }
)

# Whatever else asyncio says may hold the representation of an argument.
LOOP_MESSAGES = frozenset(
    {
        "Task was destroyed but it is pending!",
        "Task exception was never retrieved",
        "Future exception was never retrieved",
        "Unclosed client session",
        "Unclosed connector",
    }
)

log = logging.getLogger(__name__)

_filters: list[LogFilter] = []


class LogFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        try:
            said = self._said(record)
        except Exception as error:  # logging would print the record itself
            said = f"a message that cannot be written error={type(error).__qualname__}"
        return f"{moment.replace('+00:00', 'Z')} {record.levelname} {record.name} {said}"

    def _said(self, record: logging.LogRecord) -> str:
        own = record.name.partition(".")[0] in OWN
        said = _message(record) if own else f"at {place(record.pathname)}:{record.lineno} {record.funcName}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said += f" | {described(error)}"
        if times := getattr(record, "repeated", 0):
            kind = getattr(record, "error_kind", None)
            said += f"{f' | {kind}' if kind else ''} again={times}"
        return one_line(redacted(said))


def _message(record: logging.LogRecord) -> str:
    template = record.msg if isinstance(record.msg, str) else str(harmless(record.msg))
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    try:
        return template % tuple(harmless(argument) for argument in arguments) if record.args else template
    except (TypeError, ValueError):
        return template


def install(level: int = logging.INFO) -> None:
    """Log ours from `level` up, libraries from WARNING up, and every error that Python's hooks tell of."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate or a letter that the terminal lacks must not end the process.
            stream.reconfigure(errors="backslashreplace")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogFormatter())
    repeated = LogFilter(handler.handle)
    handler.addFilter(repeated)
    atexit.register(repeated.flush, at_once=True)
    _filters[:] = [repeated]
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    logging.raiseExceptions = False  # else a handler's own trouble prints the record and its arguments
    sys.excepthook = _on_end
    threading.excepthook = _on_thread
    sys.unraisablehook = _on_unraisable
    warnings.showwarning = _on_warning


def flush() -> None:
    """Say what was counted and not said yet, before the process ends without any ceremony."""
    for one in _filters:
        one.flush(at_once=True)


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Log errors that nobody awaited, with the coroutine that they came from."""
    loop.set_exception_handler(_on_loop)


def _on_end(kind: type[BaseException], error: BaseException, traceback: object) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("the process ends by an error", exc_info=error)


def _on_thread(args: threading.ExceptHookArgs) -> None:
    if not issubclass(args.exc_type, SystemExit):
        log.error("a thread ends by an error", exc_info=args.exc_value)


def _on_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    log.error("an error that cannot be raised", exc_info=unraisable.exc_value)


def _on_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning(f"{category.__qualname__} from {place(filename)}:{lineno}")


def _on_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    task = context.get("task") or context.get("future")
    coroutine = getattr(task.get_coro(), "__qualname__", None) if isinstance(task, asyncio.Task) else None
    message = context.get("message")
    said = message if message in LOOP_MESSAGES else "The event loop reports an error"
    log.error(f"{said} coroutine={coroutine}", exc_info=context.get("exception"))

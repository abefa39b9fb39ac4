"""A process that has imported the command line once and forks one for each order: importing takes seconds.

An order is a line of JSON on standard input, answered by the exit code on standard output.
"""

import gc
import importlib
import json
import os
import sys

from bot.__main__ import main

WARM = (
    "alembic.command",
    "bot.process",
    "bot.cli.file_checks",
    "bot.cli.offline",
    "bot.cli.printed_report",
    "storage.engines.advisory_lock",
    "storage.engines.postgresql",
    "storage.engines.sqlite",
)
"""What commands import when they need it."""


def attend() -> None:
    for module in WARM:
        importlib.import_module(module)
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _become(order["folder"], order["env"])
            sys.argv = ["otklik", *order["arguments"]]
            os._exit(_ended())
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _ended() -> int:
    """The exit code of the command, without taking apart all that was imported, which takes as long again."""
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _become(folder: str, env: dict[str, str]) -> None:
    """As if started in that folder with these variables; what is said goes to the files `out` and `err`."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = [os.open(env.pop(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) for name in ("OUT", "ERR")]
    for descriptor, place in zip((nothing, *said), (0, 1, 2), strict=True):
        os.dup2(descriptor, place)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)


if __name__ == "__main__":
    attend()

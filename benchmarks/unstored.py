"""The bot of memory.py as a process, begun as `otklik run` begins its own."""

import asyncio
import gc
import os

from bot.config.schema import load
from bot.deferred_models import import_aiogram
from bot.observability import logs

if __name__ == "__main__":
    logs.install()
    gc.disable()
    import_aiogram()
    from benchmarks.memory import serve

    asyncio.run(serve(load(None, os.environ)))

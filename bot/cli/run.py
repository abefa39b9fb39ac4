"""`otklik run`."""

import asyncio
import gc
import os
from pathlib import Path

import click

from bot import deferred_models
from bot.cli.options import config_option
from bot.config.schema import load
from bot.observability import logs


@click.command()
@config_option
def run(path: Path | None) -> None:
    """Serve the bot until Ctrl-C or SIGTERM."""
    config = load(path, os.environ)
    logs.install()
    gc.disable()  # nothing that the imports build is garbage; looking for it costs an eighth of the start
    deferred_models.import_aiogram()
    from bot import process
    from bot.cli.run_welcome import introduce

    asyncio.run(process.run(config, introduce=introduce))

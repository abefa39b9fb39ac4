"""`otklik demo`. The command line finds it by the name of an entry point: the process knows no demo."""

import asyncio
import logging

import click

from bot import deferred_models
from bot.observability import logs


@click.command()
@click.option("--port", default=8090)
@click.option("--fresh", is_flag=True)
@click.option("--no-browser", is_flag=True)
def demo(port: int, *, fresh: bool, no_browser: bool) -> None:
    """A page on which you chat with the bot: no token, no network."""
    logs.install(logging.WARNING)
    deferred_models.import_aiogram()
    from demo.run import run

    asyncio.run(run(port, fresh=fresh, browser=not no_browser))

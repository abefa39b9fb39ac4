"""The demo: Otklik behind a playground on this machine, with made-up answers to look at."""

import asyncio
import os
import secrets
import shutil
import webbrowser
from pathlib import Path

import click

from bot import app
from bot.clock import Clock
from bot.config import Config, load
from bot.demo_data import fill
from playground.server import Playground
from storage import schema
from storage.database import open_database
from surveys.errors import Sentence
from surveys.survey import Text

FOLDER = Path(".demo")
CUSTOMERS = (("Анна, клиент", "ru"), ("Emma, customer", "en"))
MANAGER = ("Борис, руководитель", "ru")


class PageIsTaken(Sentence):
    text = Text(
        "Порт страницы занят другой программой: выберите другой через --port.",
        "Another program listens at the page's port: choose another one with --port.",
    )


async def run(port: int, *, fresh: bool, browser: bool) -> None:
    """Serve the page until Ctrl-C. A new demo is filled with two months of answers first."""
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    # Another bot at every start: the database remembers the numbers of the last one's updates.
    telegram = Playground(port=port, seed=secrets.randbits(32))
    try:
        await telegram.start()
    except OSError:
        raise PageIsTaken from None
    try:
        for name, language in CUSTOMERS:
            telegram.person(name, language=language)
        manager = telegram.person(MANAGER[0], language=MANAGER[1])
        config = _config(telegram.url, telegram.token, manager.id)
        await _fill(config)
        click.echo(f"Otklik: {telegram.url}  (Ctrl-C ends it)")
        if browser:
            await asyncio.to_thread(webbrowser.open, telegram.url)
        await app.run(config)
    finally:
        await telegram.stop()


def _config(api_url: str, token: str, manager_id: int) -> Config:
    """Nothing of the person's own configuration takes part."""
    return load(
        Path(os.devnull),
        {
            "OTKLIK_TELEGRAM__TOKEN": token,
            "OTKLIK_TELEGRAM__API_URL": api_url,
            "OTKLIK_DATABASE__URL": f"sqlite:///{FOLDER}/otklik.db",
            "OTKLIK_BUSINESS__NAME": "Подсолнух",
            "OTKLIK_STAFF__OWNER_IDS": str(manager_id),
            "OTKLIK_HTTP__LISTEN": "127.0.0.1:0",
        },
    )


async def _fill(config: Config) -> None:
    async with open_database(config.database.url.get_secret_value()) as database:
        if await database.read(schema.version) is None:
            await database.write(schema.migrate)
            await database.write(fill, config.business.timezone, Clock().now())

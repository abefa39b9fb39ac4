"""`otklik invite`: a link for the first owner, manager or supporter, without the bot running."""

import asyncio
from datetime import UTC, datetime

from bot.cli.offline import in_database
from bot.config.schema import Config
from bot.delivery.bot_api_client import NotSent, Uncertain, client_of
from storage.ids import Ids
from storage.people import staff
from surveys.roles import INVITATION, Role


def link(config: Config, role: Role) -> str:
    """Store an invitation: its one-time link, or what to write to the bot where its name cannot be asked."""
    now = datetime.now(UTC)
    token = in_database(config, lambda found: staff.invite(found, Ids().next(), role, None, now), write=True)
    try:
        username = asyncio.run(_username(config))
    except (NotSent, Uncertain):
        return f"/start {INVITATION}{token}"
    return f"https://t.me/{username}?start={INVITATION}{token}"


async def _username(config: Config) -> str:
    client = client_of(config.telegram)
    try:
        return str((await client.ask("getMe"))["username"])
    finally:
        await client.close()

"""`otklik invite`: a link for the first owner, manager or supporter, without the bot running."""

import asyncio
from datetime import UTC, datetime

from bot.cli.offline import in_database
from bot.config.schema import Config
from bot.delivery.bot_api_client import InvalidToken, NotSent, Uncertain, client_of
from storage.ids import Ids
from storage.people import staff
from surveys.language.interface_text import InterfaceText
from surveys.roles import INVITATION, Role, invitation_link


def invitation(config: Config, role: Role) -> InterfaceText:
    """Store an invitation: its one-time link, or what to write to the bot where its name cannot be asked."""
    now = datetime.now(UTC)
    token = in_database(config, lambda found: staff.invite(found, Ids().next(), role, None, now), write=True)
    username = username_of(config)
    if username is None:
        return InterfaceText("invite-words", words=f"/start {INVITATION}{token}", role=role)
    return InterfaceText("invite-link", link=invitation_link(username, token), role=role)


def username_of(config: Config) -> str | None:
    """The bot's name, as Telegram tells it; None where it cannot be asked."""
    try:
        return asyncio.run(_username(config))
    except (NotSent, Uncertain, InvalidToken):
        return None


async def _username(config: Config) -> str | None:
    if not config.telegram.token.get_secret_value():
        return None
    client = client_of(config.telegram)
    try:
        return str((await client.ask("getMe"))["username"])
    finally:
        await client.close()

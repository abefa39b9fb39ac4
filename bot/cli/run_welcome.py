"""What `otklik run` says once it serves: which bot, where, who owns it, and what may surprise."""

import click

from bot.build import Components
from bot.cli.notices import notices
from bot.cli.terminal import in_words
from bot.config.schema import Config
from storage.people import staff
from surveys.language.interface_text import InterfaceText
from surveys.roles import Role, invitation_link


async def introduce(config: Config, parts: Components) -> None:
    """Print it; where nobody is an owner yet, with a fresh link that makes one."""
    members = await parts.database.read(staff.members)
    enrolled = {member.telegram_id for member in members if member.role == Role.OWNER}
    owners = sorted(enrolled | parts.contexts.current.owner_ids)
    username = parts.contexts.current.username
    texts = [_place(config, username)]
    if owners:
        texts.append(InterfaceText("run-owners", owners=", ".join(map(str, owners))))
    else:
        token = await parts.database.write(
            staff.invite, parts.ids.next(), Role.OWNER, None, parts.clock.now()
        )
        texts.append(InterfaceText("run-no-owner", link=invitation_link(username, token)))
    for text in (*texts, *notices(config)):
        click.echo(in_words(text))


def _place(config: Config, username: str) -> InterfaceText:
    is_polling = config.telegram.mode == "polling"
    address = config.http.admin_listen or config.http.listen
    host = f"[{address.host}]" if ":" in address.host else address.host
    return InterfaceText(
        "run-serving",
        username=username,
        mode=InterfaceText("run-polling" if is_polling else "run-webhook"),
        database="SQLite" if config.database.url.get_secret_value().startswith("sqlite") else "PostgreSQL",
        health=f"http://{host}:{address.port}/healthz",
    )

"""The list of commands that Telegram shows. Hiding a command is no protection; see handlers.filters."""

from bot.telegram import Telegram
from handlers.texts import Texts
from surveys.language import LANGUAGES

_CUSTOMER = ("rate", "help", "privacy")


async def publish(telegram: Telegram, texts: Texts) -> None:
    for language in (None, *LANGUAGES):
        commands = [
            {"command": name, "description": texts.say(language or "en", f"command-{name}")}
            for name in _CUSTOMER
        ]
        scope = {"type": "all_private_chats"}
        extra = {"language_code": language} if language else {}
        await telegram.ask("setMyCommands", commands=commands, scope=scope, **extra)

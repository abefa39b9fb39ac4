"""The bot's menus."""

from playground.errors import bad_request
from playground.methods.registry import method
from playground.params import Params
from playground.shapes import Json
from playground.state import Telegram


@method("setMyCommands")
def set_my_commands(telegram: Telegram, params: Params) -> Json:
    commands = params.array("commands")
    if commands is None:
        raise bad_request("commands are empty")
    telegram.commands.set(commands, params.object("scope"), params.text("language_code"))
    telegram.feed.publish("commands")
    return True


@method("getMyCommands")
def get_my_commands(telegram: Telegram, params: Params) -> Json:
    return telegram.commands.get(params.object("scope"), params.text("language_code"))


@method("deleteMyCommands")
def delete_my_commands(telegram: Telegram, params: Params) -> Json:
    telegram.commands.delete(params.object("scope"), params.text("language_code"))
    telegram.feed.publish("commands")
    return True

"""What the bot says of itself before anybody has written to it."""

from playground.errors import bad_request
from playground.methods.registry import method
from playground.params import Params
from playground.shapes import Json
from playground.state import Telegram

_LONGEST = {"description": 512, "short_description": 120}


@method("setMyDescription")
def set_my_description(telegram: Telegram, params: Params) -> Json:
    return _set(telegram, params, "description")


@method("setMyShortDescription")
def set_my_short_description(telegram: Telegram, params: Params) -> Json:
    return _set(telegram, params, "short_description")


@method("getMyDescription")
def get_my_description(telegram: Telegram, params: Params) -> Json:
    return _get(telegram, params, "description")


@method("getMyShortDescription")
def get_my_short_description(telegram: Telegram, params: Params) -> Json:
    return _get(telegram, params, "short_description")


def _set(telegram: Telegram, params: Params, field: str) -> Json:
    text = params.text(field)
    if len(text) > _LONGEST[field]:
        raise bad_request("the text is too long")
    telegram.descriptions[field, params.text("language_code")] = text
    return True


def _get(telegram: Telegram, params: Params, field: str) -> Json:
    """A language without a text of its own shows that of all others."""
    own = telegram.descriptions.get((field, params.text("language_code")), "")
    return {field: own or telegram.descriptions.get((field, ""), "")}

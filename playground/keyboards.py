"""Reply markups: what Telegram accepts, and the buttons as a thumb finds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.errors import bad_request
from playground.params import Params
from playground.shapes import Json, JsonObject

CALLBACK_DATA_BYTES = 64
COPIED_CHARACTERS = 256
MARKUPS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
STYLES = (None, "danger", "success", "primary")
ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None
    copied: str | None = None
    """What a press copies; nobody is told of it."""
    style: str | None = None
    """The colour; None for the ordinary one."""


def read_markup(params: Params) -> JsonObject | None:
    """The reply markup of a call. Raises Refusal for what Telegram would not show."""
    markup = params.object("reply_markup")
    if not markup:
        return None
    if not any(kind in markup for kind in MARKUPS):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {
            "inline_keyboard": [
                [_inline(button) for button in row] for row in _rows(markup["inline_keyboard"])
            ]
        }
    if "keyboard" in markup:
        keyboard = [[_plain(button) for button in row] for row in _rows(markup["keyboard"])]
        return {**markup, "keyboard": keyboard}
    return markup


def inline_rows(markup: JsonObject | None) -> list[list[Button]]:
    rows = (markup or {}).get("inline_keyboard")
    if not isinstance(rows, Sequence):
        return []
    return [
        [_button(button) for button in row if isinstance(button, dict)]
        for row in rows
        if isinstance(row, list)
    ]


def _button(fields: JsonObject) -> Button:
    data, url, copied = fields.get("callback_data"), fields.get("url"), _copied(fields)
    style = fields.get("style")
    return Button(
        text=str(fields["text"]),
        data=data if isinstance(data, str) else None,
        url=url if isinstance(url, str) else None,
        copied=copied if isinstance(copied, str) else None,
        style=style if isinstance(style, str) else None,
    )


def _copied(fields: JsonObject) -> Json:
    copy = fields.get("copy_text")
    return copy.get("text") if isinstance(copy, dict) else None


def _rows(value: Json) -> list[list[Json]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return [row for row in value if row]


def _plain(button: Json) -> JsonObject:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    return button


def _inline(button: Json) -> JsonObject:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    fields = {name: value for name, value in button.items() if value is not None}
    if not fields["text"]:
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    if ACTIONS.isdisjoint(fields):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = fields.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if fields.get("style") not in STYLES:
        raise bad_request("can't parse inline keyboard button: Invalid button style specified")
    if "copy_text" in fields:
        copied = _copied(fields)
        if not isinstance(copied, str) or not 1 <= len(copied) <= COPIED_CHARACTERS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return fields

"""Whatever a bot sends, the server answers with a result or a refusal, never with a crash."""

import random

import pytest

from playground import Person, Playground
from playground.bot_api import method_names
from playground.shapes import Json
from tests.playground.conftest import Api

NAMES = [
    "from_chat_id", "text", "caption", "entities", "caption_entities", "reply_markup", "reply_parameters",
    "message_thread_id", "photo", "document", "media", "action", "callback_query_id", "reaction", "commands",
    "scope", "language_code", "file_id", "user_id", "name", "icon_color", "url", "secret_token",
    "max_connections", "allowed_updates", "limit", "show_alert",
]  # fmt: skip
TRIES = 50
MARKUP = [
    "<b>",
    "<a href>x</a>",
    "<tg-time unix='x'>1</tg-time>",
    "<pre><code class='language-a'>x</code></pre>",
]
VALUES: list[Json] = [
    *MARKUP, None, True, -1, 0, 1, 2, 3.5, 10**30, "", " ", "0", "{", "[]", "[1]", "{}", "\ud800", "html",
    "👍" * 5000, [], [None], [[]], [[1]], [{}], [{"type": "emoji"}], [{"type": "photo", "media": "x"}],
    [{"type": "bold", "offset": "0", "length": True}], {}, {"type": None}, {"inline_keyboard": 1},
    {"inline_keyboard": [[{}]]}, {"inline_keyboard": []}, {"keyboard": [[1]]}, {"message_id": "x"},
    {"message_id": 1}, {"type": "photo", "media": {}}, {"inline_keyboard": [[{"text": "a", "url": 5}]]},
]  # fmt: skip


@pytest.mark.parametrize("method", sorted(method_names()))
async def test_nonsense_never_crashes_the_server(
    api: Api, telegram: Playground, anna: Person, method: str
) -> None:
    telegram.group("Support", forum=True, members=[anna])
    chances = random.Random(method)
    chats = [anna.id, *telegram.groups]
    for _ in range(TRIES):
        params = {name: chances.choice(VALUES) for name in chances.sample(NAMES, 6)}
        params |= {"chat_id": chances.choice([*chats, *VALUES[:12]])}
        params |= {"message_id": chances.choice([1, 2, 3, *VALUES[:12]])}
        if chances.random() < 0.5:
            params |= {"parse_mode": "HTML", "text": chances.choice(MARKUP)}
        answer = await api(method, **params)
        assert answer["ok"] in (True, False)
        assert answer.get("error_code") != 500

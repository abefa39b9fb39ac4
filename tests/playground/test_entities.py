"""Markup, entities and lengths, with Telegram's own sentences for what is wrong."""

import pytest

from playground import Person
from playground.errors import Refusal
from playground.html import parse_html
from playground.shapes import Json
from tests.playground.conftest import Api


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("<b>a</b> &lt;&amp;&gt;&quot; &nbsp;", 'a <&>" &nbsp;', [("bold", 0, 1)]),
        ("🏟<i>х</i>", "🏟х", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<STRONG>a</strong>", "a", [("bold", 0, 1)]),
        ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<a href='javascript:1'>x</a>", "x", []),
        ("&#1071;&#x42F;", "ЯЯ", []),
    ],
)
def test_html_becomes_text_and_entities(markup: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, parsed = parse_html(markup)
    assert found == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in parsed] == entities


def test_links_and_code_keep_their_details() -> None:
    _, links = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')
    _, code = parse_html('<pre><code class="language-py">x</code></pre>')
    assert links[0]["url"] == "https://example.org/?a=1&b=2"
    assert code[0]["language"] == "py"


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("🏟 🏟&lt;<abac aba>1", 'Unsupported start tag "abac" at byte offset 13'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("price <3", "Unclosed start tag at byte offset 6"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ю<i>a</b>", 'Unmatched end tag at byte offset 6, expected "</i>", found "</b>"'),
        ("<i>a</i  ", "Unclosed end tag at byte offset 4"),
        ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i  aba  =  ", "Unclosed start tag at byte offset 0"),
        ("<i aba=190azAz-.,", "Unexpected end of name token at byte offset 16"),
        ("<i aba='&lt;>", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(markup: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {sentence}"


async def test_explicit_entities_are_kept_and_trimmed_with_the_text(api: Api, anna: Person) -> None:
    entities: list[Json] = [{"type": "bold", "offset": 2, "length": 50}]
    await api("sendMessage", chat_id=anna.id, text="  <b> tail ", entities=entities)
    message = await anna.sees("<b> tail")
    assert message.text == "<b> tail"
    assert message.entities == ({"type": "bold", "offset": 0, "length": 8},)


async def test_telegram_finds_mentions_commands_and_links_by_itself(api: Api, anna: Person) -> None:
    text = "👍 @support see /cases and https://example.org, mail a@b.example #late"
    await api("sendMessage", chat_id=anna.id, text=text)
    found = (await anna.sees("see")).content.text
    assert found.quoted("mention") == ["@support"]
    assert found.quoted("bot_command") == ["/cases"]
    assert found.quoted("url") == ["https://example.org"]
    assert found.quoted("email") == ["a@b.example"]
    assert found.quoted("hashtag") == ["#late"]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "   "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "👍" * 2049}, "message is too long"),
        ({"text": "half \ud83d"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        (
            {"text": "x", "entities": [{"type": "shout", "offset": 0, "length": 1}]},
            "can't parse MessageEntity",
        ),
        ({"text": "x", "entities": "{"}, "can't parse entities JSON object"),
        ({"text": "x", "reply_markup": {"rows": []}}, "object expected as reply markup"),
    ],
)
async def test_texts_out_of_bounds_are_refused(
    api: Api, anna: Person, params: dict[str, str], refusal: str
) -> None:
    assert refusal in await api.refusal("sendMessage", chat_id=anna.id, **params)
    assert len(anna.chat.messages) == 1


async def test_the_limit_counts_after_parsing(api: Api, anna: Person) -> None:
    text = "<b>" + "&amp;" * 4096 + "</b>"
    assert (await api("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML"))["ok"]


async def test_the_toast_of_a_tap_has_its_own_limit(api: Api, anna: Person) -> None:
    await api("sendMessage", chat_id=anna.id, text="score", reply_markup=_button("9", "9"))
    tap = await anna.tap(await anna.sees("score"), "9")
    query = tap.payload["callback_query"]
    assert isinstance(query, dict)
    refused = await api.refusal("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert refused == "400 Bad Request: MESSAGE_TOO_LONG"
    assert (await api("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200))["ok"]


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "a", "callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, "Button text must be non-empty"),
    ],
)
async def test_buttons_that_telegram_would_not_show_are_refused(
    api: Api, anna: Person, button: dict[str, str], refusal: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert refusal in await api.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)


async def test_sixty_four_bytes_of_button_data_are_accepted(api: Api, anna: Person) -> None:
    markup = _button("a", "ж" * 32)
    assert (await api("sendMessage", chat_id=anna.id, text="x", reply_markup=markup))["ok"]


def _button(text: str, data: str) -> dict[str, list[list[dict[str, str]]]]:
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}

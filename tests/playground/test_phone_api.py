"""The people's side over HTTP, for the page and for tests in other processes."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from playground import Person, Playground
from playground.server import PAGE
from playground.shapes import Json
from tests.playground.conftest import Api

KEYS = {"inline_keyboard": [[{"text": "9", "callback_data": "score:9"}]]}


class Phone:
    def __init__(self, session: aiohttp.ClientSession, telegram: Playground) -> None:
        self.session = session
        self.base = f"{telegram.url}/phone"

    async def post(self, path: str, **fields: object) -> dict[str, object]:
        async with self.session.post(f"{self.base}/{path}", json=fields) as answer:
            body: dict[str, object] = await answer.json()
            return {**body, "status": answer.status}

    async def state(self) -> dict[str, list[dict[str, object]]]:
        async with self.session.get(f"{self.base}/state") as answer:
            body: dict[str, list[dict[str, object]]] = await answer.json()
            return body


@pytest.fixture
def phone(session: aiohttp.ClientSession, telegram: Playground) -> Phone:
    return Phone(session, telegram)


async def test_a_conversation_from_another_process(api: Api, phone: Phone, telegram: Playground) -> None:
    person = await phone.post("people", name="Anna", language="en")
    await phone.post("Anna/start", payload="abc")
    await api("sendMessage", chat_id=str(person["id"]), text="How likely?", reply_markup=KEYS)
    shown = telegram.people[int(str(person["id"]))].chat.messages[-1]
    update = await phone.post(f"{person['id']}/tap", message=shown.id, button="9")
    assert (update["status"], update["kind"]) == (200, "callback_query")
    await phone.post("Anna/say", text="because", reply_to=shown.id)
    (anna,) = (await phone.state())["people"]
    chat = anna["chat"]
    assert isinstance(chat, dict)
    assert [message["text"] for message in chat["messages"]] == ["/start abc", "How likely?", "because"]
    assert chat["messages"][1]["rows"] == [
        [{"text": "9", "data": "score:9", "url": None, "copied": None, "style": None}]
    ]
    assert chat["messages"][2]["reply_to"] == shown.id


async def test_reactions_of_people_and_of_the_bot_are_shown_and_told(
    api: Api, phone: Phone, anna: Person, telegram: Playground
) -> None:
    await api("sendMessage", chat_id=anna.id, text="How likely?")
    shown = anna.chat.messages[-1]
    assert (await phone.post(f"{anna.id}/react", message=shown.id, emoji="❤"))["kind"] == "message_reaction"
    assert telegram.updates.log[-1].dropped == "not allowed"
    await api.updates(allowed_updates=["message_reaction"])
    await phone.post(f"{anna.id}/react", message=shown.id, emoji="👍")
    *_, told = await api.updates()
    reaction = told["message_reaction"]
    assert isinstance(reaction, dict)
    assert reaction["old_reaction"] == [{"type": "emoji", "emoji": "❤"}]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    (person,) = (await phone.state())["people"]
    chat = person["chat"]
    assert isinstance(chat, dict)
    assert chat["messages"][-1]["reactions"] == [{"person": anna.id, "emoji": "👍"}]
    group = telegram.group("Support", members=[anna], bot_status="member")
    (said,) = [(await anna.say("/hello", to=group)).message]
    assert said is not None
    assert await anna.react(said, "👍") is None


async def test_a_button_that_copies_shows_what(api: Api, phone: Phone, anna: Person) -> None:
    def keys(copied: Json) -> Json:
        return {"inline_keyboard": [[{"text": "Copy", "copy_text": copied}]]}

    await api("sendMessage", chat_id=anna.id, text="10% off", reply_markup=keys({"text": "BACK-1"}))
    (shown,) = (await phone.state())["people"]
    chat = shown["chat"]
    assert isinstance(chat, dict)
    button = {"text": "Copy", "data": None, "url": None, "copied": "BACK-1", "style": None}
    assert chat["messages"][-1]["rows"] == [[button]]
    faults: list[Json] = [{}, {"text": ""}, {"text": "x" * 257}, "BACK-1"]
    for wrong in faults:
        refused = await api.refusal("sendMessage", chat_id=anna.id, text="10% off", reply_markup=keys(wrong))
        assert refused == "400 Bad Request: BUTTON_COPY_TEXT_INVALID"


async def test_a_photo_is_uploaded_and_shown(
    session: aiohttp.ClientSession, phone: Phone, telegram: Playground, anna: Person
) -> None:
    form = aiohttp.FormData()
    form.add_field("file", b"\x89PNG", filename="box.png", content_type="image/png")
    form.add_field("caption", "open")
    async with session.post(f"{phone.base}/Anna/photo", data=form) as answer:
        assert answer.status == 200
    media = anna.chat.messages[-1].media
    assert media is not None
    async with session.get(f"{phone.base}/file/{media.file.path}") as answer:
        assert await answer.read() == b"\x89PNG"
        assert answer.headers["Content-Security-Policy"] == "sandbox"


async def test_wrong_wishes_get_a_sentence(phone: Phone, anna: Person) -> None:
    assert (await phone.post("Anna/tap", message=999, button="9"))["error"] == "there is no such message"
    assert (await phone.post("Anna/say", text="x", chat=-5))["error"] == "there is no chat -5"
    await phone.post("Anna/block")
    assert "has blocked the bot" in str((await phone.post("Anna/say", text="x"))["error"])
    assert (await phone.post("clock", advance=-1))["status"] == 400
    assert (await phone.post("faults", fault="sleepy"))["status"] == 400


async def test_groups_faults_and_the_clock_obey(phone: Phone, telegram: Playground, anna: Person) -> None:
    group = await phone.post("groups", title="Support", members=["Anna"])
    successor = await phone.post(f"groups/{group['id']}/upgrade")
    assert telegram.groups[int(str(group["id"]))].migrated_to is telegram.groups[int(str(successor["id"]))]
    await phone.post("faults", fault="json_500", method="sendMessage", times=2, probability=0.5)
    assert (telegram.faults.rules[0].times, telegram.faults.rules[0].probability) == (2, 0.5)
    before = telegram.clock.now()
    await phone.post("clock", advance=3600, speed=10)
    assert telegram.clock.now() - before >= 3600
    assert telegram.clock.speed == 10


async def test_changes_stream_to_whoever_looks_on(
    session: aiohttp.ClientSession, api: Api, phone: Phone, telegram: Playground, anna: Person
) -> None:
    async with session.get(f"{phone.base}/events") as stream:
        assert await stream.content.readline() == b": welcome\n"
        await stream.content.readline()
        await api("sendMessage", chat_id=anna.id, text="news", reply_markup=KEYS)
        change = json.loads((await stream.content.readline()).removeprefix(b"data: "))
        assert (change["what"], change["chat"], change["message"]["text"]) == ("message", anna.id, "news")
        await telegram.stop()
        assert (await stream.content.read()).strip() == b""


async def test_pages_from_elsewhere_cannot_reach_the_phones(
    session: aiohttp.ClientSession, phone: Phone, anna: Person
) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        async with session.post(f"{phone.base}/Anna/say", json={"text": "x"}, headers=headers) as answer:
            assert answer.status == 403
    own = {"Origin": str(URL(phone.base).origin())}
    async with session.post(f"{phone.base}/Anna/say", json={"text": "x"}, headers=own) as answer:
        assert answer.status == 200


_NOT_OURS = (".woff2", ".txt")
"""A font and its licence."""


async def test_the_page_is_served_whole_and_needs_nothing_from_elsewhere(
    session: aiohttp.ClientSession, telegram: Playground
) -> None:
    async with session.get(telegram.url) as answer:
        assert "/page/page.js" in await answer.text()
    for file in PAGE.iterdir():
        async with session.get(f"{telegram.url}/page/{file.name}") as answer:
            assert answer.status == 200
        if file.suffix in _NOT_OURS:
            continue
        source = file.read_text(encoding="utf-8")
        assert "innerHTML" not in source
        addresses = source.replace('"http://www.w3.org/2000/svg"', "").replace("`http://${address}`", "")
        assert "http:" not in addresses
        assert "https:" not in addresses


def test_the_page_speaks_both_languages_in_full() -> None:
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    russian, english = words.split("  ru: {")[1].split("  en: {")
    names = [_names(part.split("\n  },")[0]) for part in (russian, english)]
    assert names[0] == names[1]
    used = "".join(
        file.read_text(encoding="utf-8") for file in PAGE.iterdir() if file.suffix not in _NOT_OURS
    )
    assert [name for name in names[0] if f'"{name}"' not in used] == []


async def test_the_command_prints_its_address_and_ends_on_sigterm() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--port", "0", stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    address = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address['url']}/bot{address['token']}/getMe") as answer,
    ):
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0


def _names(table: str) -> list[str]:
    return [line.strip().split(":")[0] for line in table.splitlines() if ":" in line]

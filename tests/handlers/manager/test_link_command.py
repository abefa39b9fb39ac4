"""`/link`: managers make a link in the chat and get it with its picture and a page to print."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from storage import tables
from storage.people import staff
from storage.rows import Customer, Order, Staff
from surveys.language.languages import Language
from surveys.roles import Role
from tests.handlers.customer.test_signed_links import keep
from tests.harness import NOON, Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, said
from tests.words import interface


async def ordered(harness: Harness, words: str) -> list[SentCall]:
    harness.contexts.introduce("shop_bot")
    return [call for call in await harness.deliver(said(BORIS, f"/link {words}")) if not call.is_menu]


async def files(harness: Harness) -> list[bytes]:
    return [row["content"] for row in await harness.rows(tables.files)]


def payload_of(call: SentCall) -> str:
    found = re.search(r"https://t\.me/shop_bot\?start=(\S+)", str(call.body["caption"]))
    assert found is not None
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", found[1])
    return found[1]


async def test_a_branch_gets_a_picture_and_a_page_and_its_answers_a_row(harness: Harness) -> None:
    photo, page = await ordered(harness, 'nps точка:"Северный <филиал>"')
    assert (photo.method, page.method) == ("sendPhoto", "sendDocument")
    picture, printed = await files(harness)
    assert picture.startswith(b"\x89PNG")
    shown = printed.decode()
    assert "<h1>Северный &lt;филиал&gt;</h1>" in shown
    assert interface("link-print") in shown
    assert payload_of(photo) in shown
    drawn = re.search(r"<svg.*</svg>", shown)
    assert drawn is not None
    ElementTree.fromstring(drawn[0])
    [asked] = await harness.deliver(said(ANNA, f"/start {payload_of(photo)}"))
    await harness.tap(ANNA, asked.buttons["9"])
    given = (await harness.rows(tables.answers))[-1]
    assert given["touchpoint"] == "Северный <филиал>"


async def test_a_link_to_one_customer_has_no_page_and_says_how_long_it_works(harness: Harness) -> None:
    belova = Customer(30, None, Language.RU, NOON, "Анна Белова", "A-007")
    await keep(harness, belova, Order(40, belova.id, NOON, "№1", 100, "RUB"))
    [photo] = await ordered(harness, "nps order:№1 days:7")
    assert "22.10.2026" in photo.body["caption"]
    [link] = await harness.rows(tables.links)
    assert (link["customer_id"], link["order_id"], link["created_by"]) == (belova.id, 40, BORIS.id)


async def test_a_touchpoint_is_named_by_its_button_too(harness: Harness) -> None:
    await ordered(harness, "complaint touchpoint:«При доставке»")
    [link] = await harness.rows(tables.links)
    assert link["touchpoint"] == "delivery"


WRONG: list[tuple[str, str, dict[str, Any]]] = [
    ("npss", "link-survey", {"surveys": "*"}),
    ("touchpoint:shop", "link-survey", {"surveys": "*"}),
    ("nps rate", "link-word", {"word": "rate"}),
    ("nps branch:x", "link-word", {"word": "branch:x"}),
    ("nps segment:a segment:b", "link-word", {"word": "segment:b"}),
    ("nps days:0", "link-days", {"most": "3650"}),
    ("nps days:-1", "link-days", {"most": "3650"}),
    ("nps days:99999999999999999999", "link-days", {"most": "3650"}),
    ("nps days:²", "link-days", {"most": "3650"}),
    (f"nps segment:{'x' * 101}", "link-long", {"most": "100"}),
    ("nps customer:A-1", "link-customer", {"customer": "A-1"}),
    ("nps order:1", "link-order", {"order": "1"}),
]


@pytest.mark.parametrize(("words", "text", "values"), WRONG)
async def test_what_cannot_be_is_told_in_a_sentence(
    harness: Harness, words: str, text: str, values: dict[str, Any]
) -> None:
    [told] = await ordered(harness, words)
    pattern = re.escape(interface(text, **values)).replace(re.escape("*"), ".+")
    assert re.fullmatch(pattern, told.text)
    assert await harness.rows(tables.links) == []


async def test_without_words_it_says_how_to_ask(harness: Harness) -> None:
    [told] = await ordered(harness, "")
    assert "nps" in told.text
    assert "/link" in told.text


async def test_neither_support_nor_customers_make_links(harness: Harness) -> None:
    await harness.say(ZOYA, "/start")
    await harness.database.write(staff.enroll, Staff(ZOYA.id, Role.SUPPORT, NOON))
    await harness.deliver(said(ZOYA, "/link nps"))
    await harness.deliver(said(ANNA, "/link nps"))
    assert await harness.rows(tables.links) == []

"""What people see and do on the page, in a real browser against a real playground and a small bot."""

import asyncio
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from playground import Playground
from tests.browser.bot import ScriptedBot
from tests.browser.chrome import Tab
from tests.browser.conftest import Cast

CUSTOMER = "[data-phone=customer]"
SUPPORT = "[data-phone=support]"
MANAGER = "[data-phone=manager]"
WITHIN = 20


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\x40\x90\xd0" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def say(page: Tab, phone: str, text: str) -> None:
    await page.type(f"{phone} [data-input]", text)
    await page.press("Enter")


async def test_an_empty_playground_gets_its_first_customer_who_starts_the_bot(
    tab: Tab, telegram: Playground, bot: ScriptedBot
) -> None:
    await tab.open(f"{telegram.url}/?lang=en")
    await tab.click(f"{CUSTOMER} [data-tool=start]")
    await tab.sees(f"{CUSTOMER} .bubble", "How likely?")
    assert await tab.count("[data-phone]") == 3
    await tab.misses(f"{SUPPORT}, {MANAGER}, [data-strip]")


async def test_three_phones_stand_side_by_side_and_everything_comes_from_the_playground(
    page: Tab, telegram: Playground
) -> None:
    await page.sees(f"{SUPPORT} .head", "Sunflower support")
    await page.sees(f"{SUPPORT} .head", "3 members")
    await page.sees("[data-part=customer] [data-person][aria-pressed=true]", "Anna")
    wide = "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    for width, height in ((1440, 900), (1280, 720)):
        await page.resize(width=width, height=height)
        assert await page.evaluate(wide) is True
    elsewhere = (
        "performance.getEntriesByType('resource').filter((one) => !one.name.startsWith(origin)).length"
    )
    assert await page.evaluate(elsewhere) == 0


async def test_a_button_spins_until_the_bot_answers_then_a_toast_is_seen(
    page: Tab, bot: ScriptedBot, cast: Cast
) -> None:
    await cast.anna.start()
    await page.click(f"{CUSTOMER} [data-button=Slow]")
    await page.sees(f"{CUSTOMER} [data-button=Slow].waiting")
    bot.may_answer.set()
    await page.sees(f"{CUSTOMER} .toast", "Noted")
    await page.misses(f"{CUSTOMER} .waiting")
    assert bot.heard == ["/start", "Anna slow"]


async def test_an_edited_message_is_shown_in_its_old_place(page: Tab, cast: Cast) -> None:
    await cast.anna.start()
    await page.click(f"{CUSTOMER} [data-button='9']")
    await page.sees(f"{CUSTOMER} .bubble", "Thank you for 9")
    await page.misses(f"{CUSTOMER} .bubble", "How likely?")
    shown = cast.anna.chat.messages[-1]
    await page.sees(f"{CUSTOMER} [data-message-id='{shown.id}'] .when", "edited")


async def test_an_alert_waits_for_its_button_and_the_keyboard_reaches_every_button(
    page: Tab, cast: Cast
) -> None:
    await cast.anna.start()
    await page.sees(f"{CUSTOMER} [data-button=Alert]")
    await page.evaluate(f"document.querySelector(\"{CUSTOMER} [data-button='10']\").focus()")
    await page.press("Tab")
    assert await page.evaluate("document.activeElement.dataset.button") == "Alert"
    await page.press("Enter")
    await page.sees(f"{CUSTOMER} [role=alert]", "Noted")
    await page.press("Enter")
    await page.misses(f"{CUSTOMER} [role=alert]")


async def test_a_tap_on_a_message_answers_it_and_the_answer_quotes_it(page: Tab, cast: Cast) -> None:
    await cast.anna.start()
    await page.click(f"{CUSTOMER} .theirs .text", "How likely?")
    await page.sees(f"{CUSTOMER} .answering", "How likely?")
    await say(page, CUSTOMER, "very")
    await page.sees(f"{CUSTOMER} .mine .quote", "How likely?")
    await page.sees(f"{CUSTOMER} .theirs .quote", "very")
    said = cast.anna.chat.messages[-2]
    assert said.reply_to is not None
    assert said.reply_to.text == "How likely?"


async def test_what_a_person_said_can_be_changed(page: Tab, cast: Cast) -> None:
    await say(page, CUSTOMER, "fivee")
    await page.sees(f"{CUSTOMER} .theirs", "Heard: fivee")
    await page.click(f"{CUSTOMER} .mine [data-tool=edit]")
    await say(page, CUSTOMER, "five")
    await page.sees(f"{CUSTOMER} .mine .when", "edited")
    assert cast.anna.chat.messages[0].text == "five"


async def test_markup_is_shown_and_links_lead_nowhere(page: Tab, bot: ScriptedBot, cast: Cast) -> None:
    await say(page, CUSTOMER, "/rich")
    for element, text in (("b", "bold"), ("i", "italic"), ("code", "code"), ("pre", "first\nsecond")):
        await page.sees(f"{CUSTOMER} .text {element}", text)
    await page.sees(f"{CUSTOMER} .text blockquote", "said before")
    await page.click(f"{CUSTOMER} .link", "link")
    await page.sees(f"{CUSTOMER} .toast", "https://shop.example")
    await bot.call("sendMessage", chat_id=cast.anna.id, text="<b> & <script>alert(1)</script>")
    await page.sees(f"{CUSTOMER} .text", "<b> & <script>alert(1)</script>")
    await cast.anna.start()
    await page.click(f"{CUSTOMER} [data-button='Our site']")
    await page.sees(f"{CUSTOMER} .toast", "https://shop.example/flowers")
    assert await page.count("a[href^=http], script:not([src*='/page/'])") == 0


async def test_a_link_that_starts_this_bot_does_so(
    page: Tab, bot: ScriptedBot, telegram: Playground, cast: Cast
) -> None:
    link = f"https://t.me/{telegram.bot_user['username']}?start=invited"
    await bot.call("sendMessage", chat_id=cast.emma.id, text=link)
    await page.sees("[data-person] .badge", "1")
    await page.click("[data-person]", "Emma")
    await page.click(f"{CUSTOMER} .link", link)
    await page.sees(f"{CUSTOMER} .mine", "/start invited")


async def test_a_photo_is_sent_with_a_caption_comes_back_and_is_enlarged(
    page: Tab, cast: Cast, tmp_path: Path
) -> None:
    picture = tmp_path / "box.png"
    picture.write_bytes(png(640, 480))
    await page.choose_file(f"{CUSTOMER} [data-file]", picture)
    await page.type(f"{CUSTOMER} [data-caption]", "crushed")
    await page.press("Enter")
    await page.sees(f"{CUSTOMER} .theirs .photo", "Got it: crushed")
    sent = cast.anna.chat.messages[0].media
    assert sent is not None
    assert (sent.kind, sent.file.data) == ("photo", png(640, 480))
    await page.click(f"{CUSTOMER} .theirs .shot")
    loaded = "document.querySelector('dialog.picture img')?.naturalWidth === 640"
    await page.until(loaded, "the photo is enlarged")
    await page.press("Escape")
    await page.misses("dialog.picture")


async def test_a_demo_needs_no_files(page: Tab, cast: Cast) -> None:
    await page.click(f"{CUSTOMER} [data-tool=attach]")
    await page.click(f"{CUSTOMER} [data-sample=box]")
    await page.type(f"{CUSTOMER} [data-caption]", "so it came")
    await page.press("Enter")
    await page.sees(f"{CUSTOMER} .theirs .photo", "Got it: so it came")
    await page.click(f"{CUSTOMER} [data-tool=attach]")
    await page.click(f"{CUSTOMER} [data-sample=voice]")
    await page.sees(f"{CUSTOMER} .theirs .voice .length", "0:03")
    photo, _, voice, _ = (message.media for message in cast.anna.chat.messages)
    assert photo is not None
    assert photo.file.data.startswith(b"\xff\xd8")
    assert voice is not None
    assert voice.file.data.startswith(b"RIFF")
    bars = f"[...document.querySelectorAll('{CUSTOMER} .theirs .wave i')]"
    heights = await page.evaluate(f"new Set({bars}.map((bar) => bar.style.height)).size")
    assert int(str(heights)) > 3
    await page.click(f"{CUSTOMER} .theirs [data-tool=play]")
    await page.sees(f"{CUSTOMER} .theirs .playing [aria-label=Pause]")
    await page.until(f"document.querySelector('{CUSTOMER} .theirs .heard') !== null", "the voice moves on")


async def test_a_document_goes_and_comes_back_under_its_name(page: Tab, cast: Cast, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("order_id,amount\n1,2\n")
    await page.choose_file(f"{CUSTOMER} [data-file]", table)
    await page.click(f"{CUSTOMER} .preview .main")
    await page.sees(f"{CUSTOMER} .theirs .file", "orders.csv")
    address = str(await page.evaluate(f"document.querySelector('{CUSTOMER} .theirs .file').href"))
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert await answer.text() == table.read_text()


async def test_a_topic_appears_unread_is_opened_and_answered_by_whom_was_chosen(
    page: Tab, bot: ScriptedBot, cast: Cast
) -> None:
    await say(page, CUSTOMER, "/complain")
    await page.sees(f"{SUPPORT} [data-topic]", "Otklik: Crushed box")
    await page.sees(f"{SUPPORT} [data-topic] .badge", "1")
    await page.click("[data-part=support] [data-person]", "Vera")
    await page.click(f"{SUPPORT} [data-topic]", "Case 17")
    await page.sees(f"{SUPPORT} .service", "Topic created: Case 17")
    await page.click(f"{SUPPORT} [data-button=Take]")
    await page.sees(f"{SUPPORT} .toast", "Noted")
    await say(page, SUPPORT, "on my way")
    await page.sees(f"{SUPPORT} .mine", "on my way")
    said = cast.group.messages[-1]
    assert said.sender["first_name"] == "Vera"
    assert said.thread_id == next(iter(cast.group.topics))
    await page.click(f"{SUPPORT} [data-tool=attach]")
    await page.click(f"{SUPPORT} [data-sample=flowers]")
    await page.type(f"{SUPPORT} [data-caption]", "this one instead?")
    await page.press("Enter")
    await page.sees(f"{SUPPORT} .mine .photo", "this one instead?")
    assert cast.group.messages[-1].thread_id == said.thread_id
    await page.click("[data-part=support] [data-person]", "Oleg")
    await page.sees(f"{SUPPORT} .theirs .sender", "Vera")
    await page.click(f"{SUPPORT} [data-tool=back]")
    await page.sees(f"{SUPPORT} [data-topic]", "Vera: this one instead?")
    await page.misses(f"{SUPPORT} .badge")
    assert "Vera take" in bot.heard


async def test_a_closed_topic_says_so_and_lets_only_administrators_write(
    page: Tab, bot: ScriptedBot, cast: Cast
) -> None:
    await say(page, CUSTOMER, "/complain")
    await page.click(f"{SUPPORT} [data-topic]", "Case 17")
    await page.sees(f"{SUPPORT} [data-input]")
    (thread,) = cast.group.topics
    await bot.call("closeForumTopic", chat_id=cast.group.id, message_thread_id=thread)
    await page.sees(f"{SUPPORT} .service", "Topic closed")
    await page.sees(f"{SUPPORT} [data-input]")
    await page.click("[data-part=support] [data-person]", "Vera")
    await page.sees(f"{SUPPORT} .foot", "This topic is closed")
    await bot.call("deleteForumTopic", chat_id=cast.group.id, message_thread_id=thread)
    await page.sees(f"{SUPPORT} .hint", "No topics yet")


async def test_a_group_without_topics_shows_its_messages(
    tab: Tab, telegram: Playground, bot: ScriptedBot
) -> None:
    oleg = telegram.person("Oleg", language="en")
    group = telegram.group("Shop floor", members=[oleg])
    await tab.open(f"{telegram.url}/?lang=en")
    await bot.call("sendMessage", chat_id=group.id, text="Case 3")
    await tab.sees(f"{SUPPORT} .theirs", "Case 3")
    await say(tab, SUPPORT, "taken")
    await tab.sees(f"{SUPPORT} .mine", "taken")
    telegram.group("Second shop", members=[oleg])
    await tab.click("[data-part=support] [data-group]", "Second shop")
    await tab.sees(f"{SUPPORT} .empty", "Nothing here yet")
    await tab.click("[data-part=support] [data-group]", "Shop floor")
    await tab.sees(f"{SUPPORT} .mine", "taken")


async def test_the_commands_are_those_of_the_chat_and_the_language(
    page: Tab, bot: ScriptedBot, cast: Cast
) -> None:
    await bot.call("setMyCommands", commands=[{"command": "rate", "description": "Rate us"}])
    own = {"type": "chat", "chat_id": cast.boris.id}
    await bot.call("setMyCommands", scope=own, commands=[{"command": "nps", "description": "Numbers"}])
    await page.click(f"{MANAGER} [data-tool=commands]")
    await page.sees(f"{MANAGER} [data-command=nps]", "Numbers")
    await page.misses(f"{MANAGER} [data-command=rate]")
    await page.click(f"{CUSTOMER} [data-tool=commands]")
    await page.misses(f"{MANAGER} [data-command]")
    await page.click(f"{CUSTOMER} [data-command=rate]")
    await page.sees(f"{CUSTOMER} .mine", "/rate")
    await page.type(f"{MANAGER} [data-input]", "/n")
    await page.sees(f"{MANAGER} [data-command=nps]")


async def test_a_day_passes_and_the_bot_is_told(page: Tab, telegram: Playground, cast: Cast) -> None:
    told: asyncio.Queue[timedelta] = asyncio.Queue()

    telegram.on_time = told.put
    before = telegram.clock.now()
    clock = await page.text("#clock")
    await page.click("[data-control=day]")
    await page.until(f"document.getElementById('clock').innerText !== {clock!r}", "the clock has moved")
    await page.click("[data-control=hour]")
    async with asyncio.timeout(WITHIN):
        assert [await told.get(), await told.get()] == [timedelta(days=1), timedelta(hours=1)]
    assert telegram.clock.now() - before >= 90_000


async def test_while_the_network_fails_the_bot_hears_nothing_and_the_phones_go_on(
    page: Tab, telegram: Playground, bot: ScriptedBot, cast: Cast
) -> None:
    telegram.show_strip([])
    await say(page, CUSTOMER, "before")
    await page.sees(f"{CUSTOMER} .theirs", "Heard: before")
    await page.click("[data-control=network]")
    await page.sees("[data-control=network][aria-pressed=true]", "Mend the network")
    await page.sees("#outage", "No way to Telegram")
    with pytest.raises(aiohttp.ClientError):
        await bot.once("getMe")
    async with asyncio.timeout(WITHIN):
        await bot.failed.wait()  # the poll that was waiting is cut too
    await say(page, CUSTOMER, "meanwhile")
    await page.sees(f"{CUSTOMER} .mine", "meanwhile")
    assert "meanwhile" not in bot.heard
    unread = f"{CUSTOMER} .mine:last-of-type .ticks:not(.two)"
    await page.sees(unread)
    await page.sees("[data-held]", "Telegram holds for the bot: 1")
    await page.click("[data-control=network]")
    await page.sees(f"{CUSTOMER} .theirs", "Heard: meanwhile")
    await page.misses(f"{CUSTOMER} .ticks:not(.two)")
    await page.misses("#outage, [data-held]")


async def test_the_language_of_the_page_is_switched_and_stays_in_its_address(page: Tab, cast: Cast) -> None:
    await page.sees("[data-part=customer] h2", "CUSTOMER")
    await page.click("[data-language=ru]")
    await page.sees("[data-part=customer] h2", "ПОКУПАТЕЛЬ")
    await page.sees("[data-control=day]", "Прошёл день")
    await page.sees(f"{SUPPORT} .head", "3 участника")
    address = str(await page.evaluate("location.href"))
    assert "lang=ru" in address
    await page.open(address)
    await page.sees("[data-part=manager] h2", "РУКОВОДИТЕЛЬ")


async def test_a_newcomer_joins_the_customers(page: Tab, telegram: Playground, cast: Cast) -> None:
    await page.click("[data-part=customer] [data-tool=add]")
    await page.type("#newcomer [name=name]", "Gleb")
    await page.press("Enter")
    await page.sees("[data-part=customer] [data-person][aria-pressed=true]", "Gleb")
    await page.click(f"{CUSTOMER} [data-tool=start]")
    await page.sees(f"{CUSTOMER} .theirs", "How likely?")
    await page.click(f"{CUSTOMER} [data-tool=block]")
    await page.click(f"{CUSTOMER} .sheet .main")
    await page.click(f"{CUSTOMER} [data-tool=unblock]")
    await page.sees(f"{CUSTOMER} [data-input]")
    (gleb,) = (person for person in telegram.people.values() if person.name == "Gleb")
    assert not gleb.blocked

"""What people say, send and press on a phone, in a real browser against a real playground and a small bot."""

from pathlib import Path

import aiohttp

from playground import Playground
from tests.browser.bot import ScriptedBot
from tests.browser.chrome import Tab
from tests.browser.conftest import Cast
from tests.browser.phones import CUSTOMER, MANAGER, png, say


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


async def test_a_reaction_is_set_and_taken_back_by_the_same_tap(page: Tab, cast: Cast) -> None:
    await cast.anna.start()
    await page.click(f"{CUSTOMER} .theirs [data-react]")
    await page.sees(f"{CUSTOMER} .theirs .reaction", "👍")
    assert [list(one.reactions) for one in cast.anna.chat.messages] == [[], [cast.anna.id]]
    await page.click(f"{CUSTOMER} .theirs [data-react]")
    await page.misses(f"{CUSTOMER} .reaction")


async def test_an_answer_to_a_long_message_stays_within_the_phone(page: Tab, cast: Cast) -> None:
    """What is quoted is cut to a line, which has no part in how wide the bubble may be."""
    await say(page, CUSTOMER, "so much to tell " * 12)
    await page.click(f"{CUSTOMER} .theirs .text", "Heard: so much")
    await page.sees(f"{CUSTOMER} .answering", "Heard: so much")
    await say(page, CUSTOMER, "it goes on")
    await page.sees(f"{CUSTOMER} .mine .quote", "Heard: so much")
    inside = "(box) => box.left >= phone.left && box.right <= phone.right"
    assert await page.evaluate(
        f"(() => {{ const phone = document.querySelector('{CUSTOMER} .messages').getBoundingClientRect();"
        f" return [...document.querySelectorAll('{CUSTOMER} .bubble')]"
        f".map((one) => one.getBoundingClientRect()).every({inside}); }})()"
    )


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

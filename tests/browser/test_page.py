"""The page around the phones: who plays which part, topics, the time, the network, the language."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from playground import Playground
from tests.browser.bot import ScriptedBot
from tests.browser.chrome import Tab
from tests.browser.conftest import Cast
from tests.browser.phones import CUSTOMER, MANAGER, SUPPORT, say

WITHIN = 20


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


async def test_a_day_passes_and_the_bot_is_told(page: Tab, telegram: Playground, cast: Cast) -> None:
    told: asyncio.Queue[timedelta] = asyncio.Queue()

    telegram.on_time = told.put
    before = telegram.clock.now()
    clock = await page.text("#clock")
    await page.click("[data-control=day]")
    await page.until(f"document.getElementById('clock').innerText !== {clock!r}", "the clock has moved")
    await page.click("[data-control=hour]")
    async with asyncio.timeout(WITHIN):
        assert sum([await told.get() for _ in range(25)], timedelta()) == timedelta(hours=25)
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


async def test_a_question_goes_with_the_person_it_was_about(
    page: Tab, telegram: Playground, bot: ScriptedBot, cast: Cast
) -> None:
    await page.click(f"{CUSTOMER} [data-tool=block]")
    await page.sees(f"{CUSTOMER} .sheet")
    await page.click("[data-part=customer] [data-person]", "Emma")
    await page.misses(f"{CUSTOMER} .sheet")
    await page.click("[data-part=customer] [data-person]", "Anna")
    await page.misses(f"{CUSTOMER} .sheet")
    assert not cast.anna.blocked
    assert not cast.emma.blocked


async def test_on_a_narrow_screen_every_control_can_be_touched(page: Tab, cast: Cast) -> None:
    await page.resize(width=400, height=800)
    reached = (
        "[...document.querySelectorAll('.bar button')].every((one) => {"
        " const box = one.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth"
        " && one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); })"
    )
    assert await page.evaluate(reached) is True
    for part in (SUPPORT, MANAGER):
        await page.evaluate(f"document.querySelector('{part}').scrollIntoView({{ inline: 'center' }})")
        await page.sees(f"{part} .head")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


async def test_emoji_are_shown_without_an_emoji_font_of_the_machine(page: Tab, cast: Cast) -> None:
    def fonts(text: str) -> str:
        return (
            f"document.fonts.load('16px Emoji', '{text}').then((found) => found.map(({{status}}) => status))"
        )

    assert await page.evaluate(fonts("👋")) == ["loaded"]
    assert await page.evaluate(fonts("0123456789#")) == []

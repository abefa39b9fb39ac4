"""The demo in a real browser: what a customer does on one phone is seen on the two others.

With OTKLIK_PICTURES=FOLDER the pages are kept, those of one day of the three phones by `make pictures`.
"""

import json
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import people as demo_people
from surveys.catalogue.files import load, load_reasons, load_support_texts
from tests.browser.chrome import Chrome, Tab
from tests.demo.command import ctrl_c, showing
from texts.catalogue import Texts

CUSTOMER, SUPPORT, MANAGER = (f"[data-phone={part}]" for part in ("customer", "support", "manager"))
WORDS = {
    "ru": ("Привезли разбитую банку, упаковка мокрая", "Очень жаль! Завтра привезём новую банку бесплатно"),
    "en": ("The jar arrived broken, the box is wet", "So sorry! We will bring a new jar tomorrow, free"),
}
LONG_S = 60.0
"""For a first picture on a busy machine."""


@dataclass
class Stage:
    """The three phones, in one language."""

    tab: Tab
    language: str

    def says(self, name: str) -> str:
        return Texts().text(self.language, name)

    async def write(self, phone: str, text: str) -> None:
        await self.tab.type(f"{phone} [data-input]", text)
        await self.tab.press("Enter")

    async def press(self, phone: str, label: str) -> None:
        await self.tab.click(f"{phone} [data-button]", label)

    async def sees(self, phone: str, text: str, within: float = 30.0) -> None:
        await self.tab.sees(f"{phone} .bubble", text, within)

    async def ask(self, command: str, head: str) -> str:
        """A report in the manager's words; whatever was said before is left behind."""
        reports = f"{MANAGER} [data-from=bot]:has([data-button])"
        before = await self.tab.count(reports)
        await self.write(MANAGER, command)
        more = f"document.querySelectorAll({json.dumps(reports)}).length > {before}"
        await self.tab.until(more, f"a report after {command}", LONG_S)
        report = await self.tab.text(f"{reports} .bubble")
        assert head in report
        return report

    async def sees_pictures(self, number: int) -> None:
        """So many of the manager's reports have been drawn."""
        drawn = f"[...document.querySelectorAll('{MANAGER} .bubble img')].filter(one => one.naturalWidth)"
        await self.tab.until(f"{drawn}.length === {number}", f"{number} pictures", LONG_S)

    async def picture(self, name: str) -> None:
        if folder := os.environ.get("OTKLIK_PICTURES"):
            await self.tab.screenshot(Path(folder) / f"{name}-{self.language}.jpg")


@pytest.fixture(params=["ru", "en"])
async def stage(request: pytest.FixtureRequest, chrome: Chrome, tmp_path: Path) -> AsyncIterator[Stage]:
    language: str = request.param
    async with (
        showing(tmp_path, "--fresh", language=language) as (url, process),
        Tab(chrome.address, language=language) as tab,
    ):
        await tab.open(f"{url}/?lang={language}")
        for phone in (CUSTOMER, MANAGER):
            await tab.click(f"{phone} [data-tool=start]")
            await tab.sees(f"{phone} [data-from=bot]")
        yield Stage(tab, language)
        await tab.close_page()
        assert tab.errors == []
        await ctrl_c(process)


@pytest.mark.timeout(300)  # a whole day of three phones, on a busy machine
async def test_one_day_of_the_three_phones(stage: Stage) -> None:
    await stage.tab.sees(f"{SUPPORT} [data-topic]", "#")
    await _a_nine_moves_the_managers_number(stage)
    await _a_complaint_goes_to_staff_and_comes_back(stage)
    await _whoever_leaves_in_two_taps_is_in_the_managers_report(stage)


@pytest.mark.timeout(300)
async def test_a_file_of_orders_is_seen_before_it_is_imported_and_in_the_rate_afterwards(
    stage: Stage,
) -> None:
    tab, bubbles = stage.tab, f"{MANAGER} .bubble"
    before = _orders(await stage.ask("/complaints 365d", ""))
    await stage.sees_pictures(1)
    await tab.click(f"{MANAGER} [data-tool=attach]")
    await tab.click(f"{MANAGER} [data-sample=orders]")
    await tab.sees(f"{MANAGER} .preview", "orders.csv")
    await tab.press("Enter")
    confirm = Texts().text(stage.language, "button-import-confirm", n=120)
    await tab.sees(f"{MANAGER} [data-button]", confirm, LONG_S)
    await stage.sees(MANAGER, Texts().text(stage.language, "import-lines", n=120, refused=1))
    await stage.picture("import-seen")
    await stage.press(MANAGER, confirm)
    counts = Texts().text(stage.language, "import-counts-done", created=120, changed=0, unchanged=0)
    await tab.sees(bubbles, counts, LONG_S)
    await tab.sees(bubbles, Texts().text(stage.language, "import-refused-file"))
    await stage.picture("import-done")
    assert _orders(await stage.ask("/complaints 365d", "")) == before + 120
    await stage.picture("import-rate")


@pytest.mark.timeout(300)
async def test_a_phone_is_shared_by_the_button_that_asks_for_it(stage: Stage) -> None:
    await stage.write(CUSTOMER, "/settings")
    await stage.press(CUSTOMER, stage.says("button-contact"))
    await stage.tab.sees(f"{CUSTOMER} .key", stage.says("button-contact-share"))
    await stage.picture("contact-asked")
    await stage.tab.click(f"{CUSTOMER} .key", stage.says("button-contact-share"))
    await stage.sees(CUSTOMER, stage.says("contact-stored"))
    await stage.tab.misses(f"{CUSTOMER} .key")
    await stage.picture("contact-shared")


@pytest.mark.timeout(300)
async def test_a_day_passes_and_people_are_called_in_order_each_once(stage: Stage) -> None:
    tab, (story, _) = stage.tab, WORDS[stage.language]
    category = load()["complaint"].questions[0].label("delivery").render(stage.language)
    oleg, boris = (name.render(stage.language) for name in (demo_people.SUPPORT[0], demo_people.MANAGER))
    await stage.write(CUSTOMER, "/complain")
    await stage.press(CUSTOMER, category)
    await stage.write(CUSTOMER, story)
    await tab.click(f"{SUPPORT} [data-topic]", category)
    await stage.sees(SUPPORT, story)
    await stage.press(SUPPORT, stage.says("button-take"))
    await stage.sees(SUPPORT, oleg)
    before = await _said(stage, oleg, boris)
    await _a_day_passes(stage)
    called = (await _said(stage, oleg, boris))[len(before) :]
    of_case = [(who, text) for _, who, text in called if story[:20] in text or who == "group"]
    late, free = (
        stage.says("case-first-reply-due"),
        Texts().text(stage.language, "overdue-released", name=oleg, phone="no"),
    )
    assert [who for who, _ in of_case] == ["group", oleg, "group", oleg, boris]
    assert late in of_case[0][1]
    assert of_case[2][1] == free
    await stage.sees(SUPPORT, free)
    await stage.sees(MANAGER, story[:20])
    await stage.picture("called")
    await _a_day_passes(stage)
    again = (await _said(stage, oleg, boris))[len(before) + len(called) :]
    assert [text for _, _, text in again if story[:20] in text or late in text] == [], "each once"
    await stage.press(MANAGER, "✋")
    await stage.sees(SUPPORT, boris)
    await stage.picture("taken-over")


async def _a_day_passes(stage: Stage) -> None:
    """Returns when the page says that the day is over, and what was posted has been sent."""
    day = "document.querySelector('[data-control=day]')"
    await stage.tab.click("[data-control=day]")
    await stage.tab.until(f"!{day}.disabled", "the day is over", LONG_S)


async def _said(stage: Stage, *people: str) -> list[tuple[float, str, str]]:
    """What the bot told these people, and the topic of the newest case, oldest first: when, whom, what."""
    read = "fetch('/phone/state').then(answer => answer.json())"
    state = await stage.tab.evaluate(read)
    assert isinstance(state, dict)
    [group] = state["groups"]
    of_cases = [topic for topic in group["topics"] if topic["name"].startswith("#")]
    newest = max(topic["message_thread_id"] for topic in of_cases)
    topic = [one for one in group["chat"]["messages"] if one["topic"] == newest]
    chats = [("group", topic), *((who["name"], who["chat"]["messages"]) for who in state["people"])]
    found = [
        (one["date"], name, one["text"])
        for name, messages in chats
        if name in ("group", *people)
        for one in messages
        if one["from_bot"] and not one["service"]
    ]
    return sorted(found, key=lambda one: one[0])


async def _a_nine_moves_the_managers_number(stage: Stage) -> None:
    before = _n(await stage.ask("/nps 90d", "NPS"))
    await stage.press(CUSTOMER, stage.says("button-rate"))
    await stage.press(CUSTOMER, "9")
    await stage.sees(CUSTOMER, Texts().text(stage.language, "score-given", answer="9"))
    assert _n(await stage.ask("/nps 90d", "NPS")) == before + 1
    await stage.sees_pictures(2)
    await stage.picture("nps")


async def _a_complaint_goes_to_staff_and_comes_back(stage: Stage) -> None:
    tab, (story, answer) = stage.tab, WORDS[stage.language]
    category = load()["complaint"].questions[0].label("delivery").render(stage.language)
    await stage.write(CUSTOMER, "/complain")
    await stage.press(CUSTOMER, category)
    await tab.click(f"{CUSTOMER} [data-tool=attach]")
    await tab.click(f"{CUSTOMER} [data-sample=box]")
    await tab.type(f"{CUSTOMER} [data-caption]", story)
    await tab.press("Enter")
    await tab.click(f"{SUPPORT} [data-topic]", category)
    await stage.sees(SUPPORT, story)
    await tab.sees(f"{SUPPORT} .bubble img")
    await stage.press(SUPPORT, stage.says("button-take"))
    await stage.write(SUPPORT, answer)
    await stage.sees(CUSTOMER, answer)
    await stage.picture("complaint")
    texts = load_support_texts()
    await stage.press(SUPPORT, stage.says("button-close"))
    for first in (texts.causes[0], texts.remedies[0]):
        await stage.press(SUPPORT, first.label.render(stage.language))
    await stage.sees(CUSTOMER, _beginning(stage, "closed"))


async def _whoever_leaves_in_two_taps_is_in_the_managers_report(stage: Stage) -> None:
    reasons = load_reasons()
    group = next(group for group in reasons.groups if group.id == "price")
    reason = next(reason for reason in group.reasons if reason.code == "PRICE_HIGH")
    label = reason.label.render(stage.language)
    before = _people(await stage.ask("/churn 365d", "🚪"), label)
    await stage.write(CUSTOMER, "/leave")
    await stage.press(CUSTOMER, group.label.render(stage.language))
    await stage.press(CUSTOMER, label)
    await stage.tab.sees(f"{CUSTOMER} [data-button]", "Пропустить" if stage.language == "ru" else "Skip")
    assert _people(await stage.ask("/churn 365d", "🚪"), label) == before + 1
    await stage.sees_pictures(4)
    await stage.picture("leaving")


def _beginning(stage: Stage, step: str) -> str:
    """What the customer is told of a step, up to the number."""
    told = {key.value: text for key, text in load_support_texts().notices.items()}
    return told[step].render(stage.language).partition("{")[0]


def _orders(report: str) -> int:
    found = re.search(
        r"([\d,\u00a0\u202f]+) (?:заказ|order)", report.replace("100 заказов", "").replace("100 orders", "")
    )
    assert found, report
    return int(re.sub(r"\D", "", found[1]))


def _n(report: str) -> int:
    found = re.search(r"([\d\u00a0\u202f,]+) (?:человек|people)", report)
    assert found, report
    return int(re.sub(r"\D", "", found[1]))


def _people(report: str, label: str) -> int:
    found = re.search(rf"^{re.escape(label[:8])}\D*?(\d+)\b(?!\s*%)", report, re.MULTILINE)
    assert found, report
    return int(found[1])

"""The page of reports in a real browser, from a file and without a network.

With OTKLIK_PICTURES=FOLDER, as `make pictures` gives it, two views of the demo's page are kept.
"""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from surveys.language.languages import LANGUAGES, Language
from surveys.statistics.scores import signed
from tests.browser.chrome import Tab
from tests.reports.page.company import DONE, HOSTILE, NORTH, made_page

WIDTHS = 360, 768, 1440
THEMES = "light", "dark"
KEPT = ("ru", "light", 1440), ("en", "dark", 360)
CARD = "[data-section=today] [data-card={}]"
FIGURE = "[data-section={}] .figure .value"
NO_WIDER = "document.documentElement.scrollWidth <= innerWidth"
BESIDE = """[...document.querySelectorAll('.counted')].every((number) => {
  const [left, right] = [number, number.parentElement.querySelector('.bar')]
    .map((one) => one.getBoundingClientRect());
  return right.left >= left.right && right.top < left.bottom;
})"""
QUOTES = """new Set([...document.querySelectorAll('[data-section=words] blockquote')].slice(0, 3)
  .map((one) => one.innerText)).size"""
CONTRAST = """(() => {
  const parse = (text) => {
    const found = text.match(/[\\d.]+/g).map(Number);
    return text.startsWith('color(') ? [...found.slice(0, 3).map((one) => 255 * one), found[3] ?? 1] : found;
  };
  const over = (top, under) => {
    const share = top[3] ?? 1;
    return [0, 1, 2].map((at) => top[at] * share + under[at] * (1 - share));
  };
  const behind = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one) => {
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const said = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility()
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return said.filter((one) => ratio(one) < 4.5).map((one) => [one.outerHTML.slice(0, 90), ratio(one)]);
})()"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("page")
    found = {}
    for language in LANGUAGES:
        found[language] = folder / f"{language}.html"
        found[language].write_bytes(made_page(folder, language, of_demo="OTKLIK_PICTURES" in os.environ))
    return found


@pytest.fixture
def rarely(tmp_path: Path) -> Path:
    """The page of the company in which some left for reasons that few named."""
    page = tmp_path / "page.html"
    page.write_bytes(made_page(tmp_path, rare_reasons=True))
    return page


@pytest.fixture
async def offline(tab: Tab) -> AsyncIterator[Tab]:
    await tab.call("Network.enable")
    away = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    await tab.call("Network.emulateNetworkConditions", **away)
    yield tab
    assert await tab.evaluate("performance.getEntriesByType('resource').length") == 0


def _row(page: Path, report: str, by: str | None, place: str | None = None) -> dict[str, Any]:
    """What the reports say of the last 90 days, from the JSON in the file."""
    data = re.search(r'id="data">(.*)</script>', page.read_text(encoding="utf-8"))
    assert data
    documents = json.loads(data[1])["documents"]
    rows: list[dict[str, Any]] = next(
        one["document"]["rows"]
        for one in documents
        if (one["report"], one["by"], one["period"], one["comparison"]) == (report, by, "90d", "before")
    )
    return next(row for row in rows if row.get("group") == place)


async def _picture(tab: Tab, *view: object) -> None:
    if (folder := os.environ.get("OTKLIK_PICTURES")) and view in KEPT:
        await tab.screenshot(Path(folder) / f"page-{'-'.join(map(str, view))}.png")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_fits_every_screen_in_both_themes_and_asks_nobody(
    offline: Tab, pages: dict[Language, Path], language: Language
) -> None:
    await offline.open(pages[language].as_uri())
    await offline.sees("[data-section=today] h2", {"ru": "Сегодня", "en": "Today"}[language])
    await offline.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for theme in THEMES:
        await offline.media(prefers_color_scheme=theme)
        for width in WIDTHS:
            await offline.resize(width=width, height=900)
            assert await offline.evaluate(NO_WIDER), (theme, width)
            assert await offline.evaluate(BESIDE), (theme, width)
            await _picture(offline, language, theme, width)
        assert await offline.evaluate(CONTRAST) == []
    assert await offline.count(".trend canvas") == 2


async def test_every_number_is_the_report_s_and_choosing_needs_no_network(
    offline: Tab, pages: dict[Language, Path]
) -> None:
    page = pages[Language.EN]
    await offline.open(f"{page.as_uri()}#period=90d")
    whole = _row(page, "nps", "touchpoint")
    await offline.sees(CARD.format("nps"), signed(whole["nps"]))
    await offline.sees(CARD.format("nps"), f"{signed(whole['low'])} to {signed(whole['high'])}")
    await offline.sees(CARD.format("nps"), f"people: {whole['n']}")
    rate = _row(page, "complaints", "touchpoint")
    await offline.sees(CARD.format("complaints"), f"{rate['per_100_orders']:.1f}")
    left = _row(page, "churn", "touchpoint")
    await offline.sees(CARD.format("churn"), f"{left['lost']} of {left['started']} left")
    north = _row(page, "nps", "touchpoint", NORTH)
    assert north["nps"] != whole["nps"]
    await offline.click("[data-table=branches] a", NORTH)
    await offline.sees(FIGURE.format("nps"), signed(north["nps"]))
    await offline.sees("[data-section=winback] .note", "The whole company")
    assert "touchpoint=North" in str(await offline.evaluate("location.hash"))
    assert await offline.evaluate("document.querySelector('[name=touchpoint]').value") == NORTH


async def test_what_takes_longer_than_the_period_leads_to_the_year_where_each_arm_stands_by_itself(
    offline: Tab, pages: dict[Language, Path]
) -> None:
    """In 30 days nobody's time to come back has passed and no cohort has a second month."""
    await offline.open(pages[Language.EN].as_uri())
    await offline.sees("[data-section=retention] .missing a", "A year")
    await offline.click("[data-section=winback] .missing a", "A year")
    await offline.sees(CARD.format("winback"), "came back: 12 of 12 invited, 12 of 12 left alone")
    assert await offline.evaluate("location.hash") == "#period=365d&against=before&section=winback"
    assert await offline.count("[data-table=cohorts]") == 1
    await offline.misses("[data-section=retention] .missing, [data-section=winback] .missing")


async def test_reasons_that_few_named_are_one_row_as_in_the_chat(offline: Tab, rarely: Path) -> None:
    """Eight said it is dear, three and four something else: of these only the sum is told."""
    await offline.open(f"{rarely.as_uri()}#period=90d")
    rows: Any = await offline.evaluate("""[...document.querySelectorAll('[data-table=reasons] tbody tr')]
      .map((row) => [...row.children].map((cell) => cell.innerText.trim().split('\\n')[0]))""")
    assert [row[0] for row in rows] == ["Too expensive", "Others, named by few"]
    assert [re.sub(r"\D", "", row[2]) for row in rows] == ["8", "7"]
    assert rows[1][3].startswith("47")


async def test_trends_show_targets_and_what_was_done_and_low_scores_what_became_of_them(
    offline: Tab, pages: dict[Language, Path]
) -> None:
    page = pages[Language.EN]
    await offline.open(f"{page.as_uri()}#period=90d")
    for kind, target in (("nps", "+45"), ("churn", "2.0%")):
        await offline.sees(f"[data-trend={kind}] .note", f"the target, {target}")
        await offline.sees(f"[data-trend={kind}] .actions li", f"Oct 5: {DONE}")
        assert await offline.count(f"[data-table=trend-{kind}] tbody tr") == 12
    assert await offline.count(".actions b") == 0, "what somebody wrote is text"
    became = _row(page, "nps", "touchpoint")["recovery"]["without_case"]
    await offline.sees("[data-table=recovery] tbody tr", f"{became['n'] - became['asked_again']}")


async def test_the_worst_branch_its_cause_and_three_quotes_are_four_clicks_away(
    offline: Tab, tmp_path: Path
) -> None:
    """In the demo's year, as docs/reference.md tells it: the year, the branch, its words.

    Long Russian names of reasons leave every bar beside its number.
    """
    page = tmp_path / "demo.html"
    page.write_bytes(await asyncio.to_thread(made_page, tmp_path, Language.RU, of_demo=True))
    await offline.open(f"{page.as_uri()}#period=365d")  # the first click: the year
    await offline.sees("[data-section=today] .facts", "Ниже остальных")
    for width in WIDTHS:
        await offline.resize(width=width, height=900)
        assert await offline.evaluate(BESIDE), width
    await offline.click("[data-section=today] .facts a", "Ниже остальных")
    await offline.sees(".days", "При доставке")
    await offline.sees("[data-table=branches] .chosen", "ниже")
    await offline.click("nav a", "Слова клиентов")
    await offline.sees("[data-table=themes] tbody tr:first-child", "Ожидание")
    assert await offline.evaluate(QUOTES) == 3


async def test_a_hostile_name_is_shown_and_does_nothing(offline: Tab, pages: dict[Language, Path]) -> None:
    await offline.open(pages[Language.EN].as_uri())
    await offline.sees("[data-table=branches]", HOSTILE[:40])
    assert "run" not in str(await offline.evaluate("document.title"))
    await offline.click("[data-table=branches] a", HOSTILE[:20])
    await offline.sees(".days", HOSTILE[:40])


async def test_a_keyboard_is_enough(offline: Tab, pages: dict[Language, Path]) -> None:
    await offline.open(pages[Language.EN].as_uri())
    await offline.sees("nav a", "Leaving")
    focused = "document.activeElement.getAttribute('name') ?? document.activeElement.innerText"
    reached = []
    for _ in range(8):
        await offline.press("Tab")
        reached.append(str(await offline.evaluate(focused)))
    assert reached[:8] == [
        "period",
        "against",
        "touchpoint",
        "theme",
        "Today",
        "NPS",
        "Complaints",
        "Leaving",
    ]
    await offline.evaluate("document.querySelectorAll('nav a')[3].focus()")
    await offline.press("Enter")
    await offline.until("document.activeElement.id === 'leaving-heading'", "the section has the focus")


async def test_on_paper_it_is_light_and_has_no_controls(offline: Tab, pages: dict[Language, Path]) -> None:
    await offline.media(prefers_color_scheme="dark")
    await offline.open(pages[Language.EN].as_uri())
    await offline.sees("[data-section=today]")
    await offline.evaluate("dispatchEvent(new Event('beforeprint'))")
    await offline.until("document.documentElement.dataset.theme === 'light'", "the page is light")
    await offline.call("Emulation.setEmulatedMedia", media="print")
    await offline.misses("form, nav, details")
    printed = await offline.call("Page.printToPDF")
    assert len(str(printed["data"])) > 10_000

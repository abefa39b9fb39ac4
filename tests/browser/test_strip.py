"""The strip: letters pass every station at a pace that an eye can follow."""

from itertools import pairwise

from playground import Playground, StripItem
from tests.browser.chrome import Tab
from tests.browser.conftest import Cast

DWELL_MS = 250  # about half of what is meant: a loaded machine draws late
WATCH = """
(() => {
  window.seen = [];
  const note = () => {
    for (const card of document.querySelectorAll('[data-card]')) {
      const step = `${card.dataset.card} ${card.closest('[data-station]').dataset.station}`;
      if (!window.seen.some((one) => one.step === step)) window.seen.push({ step, at: performance.now() });
    }
  };
  new MutationObserver(note).observe(document.getElementById('strip'), { childList: true, subtree: true });
})()
"""


async def steps(page: Tab, card: str) -> list[tuple[str, float]]:
    seen = await page.evaluate("window.seen")
    assert isinstance(seen, list)
    return [
        (station, one["at"])
        for one in seen
        for name, _, station in [one["step"].partition(" ")]
        if name == card
    ]


async def test_what_was_answered_at_once_still_passes_every_station(
    page: Tab, telegram: Playground, cast: Cast
) -> None:
    telegram.show_strip([])
    await page.sees("[data-strip]")
    await page.evaluate(WATCH)
    telegram.show_strip(
        [StripItem("in", "tap", "handled", at=1.0), StripItem("out", "sendMessage", "sent", at=1.01)]
    )
    await page.sees("[data-station=sent] [data-card=out]", "sendMessage")
    letter, call = await steps(page, "in"), await steps(page, "out")
    assert [station for station, _ in letter] == ["inbox", "handler"]
    assert [station for station, _ in call] == ["outbox", "sent"]
    times = [at for _, at in (*letter, *call)]
    assert all(after - before >= DWELL_MS for before, after in pairwise(times))
    await page.misses("[data-card]")


async def test_what_waits_piles_up_at_the_outbox_and_leaves_it_when_it_is_sent(
    page: Tab, telegram: Playground, cast: Cast
) -> None:
    telegram.show_strip([StripItem(f"row{n}", "sendMessage", "waiting", at=n) for n in range(9)])
    await page.sees("[data-station=outbox] .count", "×9")
    telegram.show_strip([StripItem(f"row{n}", "sendMessage", "sent", at=n) for n in range(9)])
    await page.sees("[data-station=sent] .count", "×9")
    await page.misses("[data-card]")


async def test_what_failed_is_red_and_what_had_ended_before_is_no_news(
    tab: Tab, telegram: Playground, cast: Cast
) -> None:
    old = StripItem("old", "sendPhoto", "sent", at=1)
    telegram.show_strip([old])
    await tab.open(f"{telegram.url}/?lang=ru")
    await tab.sees("[data-station=inbox]", "Входящие")
    telegram.show_strip(
        [old, StripItem("bad", "sendMessage", "failed", at=2), StripItem("new", "photo", "received", at=3)]
    )
    await tab.sees("[data-station=outbox] .failed")
    await tab.sees("[data-station=inbox] [data-kind=photo]", "фото")
    assert await tab.count("[data-card=old]") == 0

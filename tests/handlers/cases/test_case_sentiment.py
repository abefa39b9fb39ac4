"""The colour of a case: found by another process, and shown a moment after the case."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handlers.shared.content import Content
from storage import tables
from storage.rows import Job
from surveys.questions.message_kind import MessageKind
from tests.bot.jobs.running import order
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
ROOT = Path(__file__).parents[3]
PRAISE = "Спасибо большое, всё отлично и вкусно"


async def test_until_the_sentiment_is_known_a_card_claims_none(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    assert support.card().text.startswith("⚪ #1 · 🚚 Доставка\n")
    await support.analyze_sentiment()
    assert support.card().text.startswith("🔴 #1 · 🚚 Доставка · негативный тон\n")
    assert len(support.said()) == 2


async def test_a_case_that_was_taken_meanwhile_stays_taken_on_its_coloured_card(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await support.complain(STORY)
    [topic] = group.topics.values()
    await support.deliver(await support.vera.say("/take", to=group, topic=topic))
    await support.analyze_sentiment()
    assert "🔴" in support.card().text
    assert "✋ В работе: Вера" in support.card().text


async def test_the_words_under_a_picture_count(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(None, Content(MessageKind.PHOTO, STORY, "file"))
    await support.analyze_sentiment()
    assert "🔴 #1 · 🚚 Доставка · негативный тон" in support.card().text


async def test_what_is_written_later_changes_no_colour(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    support.harness.fake_clock.move(seconds=1)
    await support.write(Content(MessageKind.PHOTO, f"{PRAISE}! " * 20, "file"))
    await support.analyze_sentiment()
    assert "🔴" in support.card().text


async def test_a_case_without_words_has_no_sentiment_to_look_for(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(None, Content(MessageKind.VOICE, None, "file"))
    assert "⚪ #1 · 🚚 Доставка · без слов" in support.card().text
    assert "case_sentiment" not in {job["kind"] for job in await support.harness.rows(tables.jobs)}


async def test_the_sentiment_of_a_case_is_stored_and_shown_once(support: SupportHarness) -> None:
    await support.reload(forum=True)
    case = await support.complain(STORY)
    await support.analyze_sentiment()
    calls = len(await support.outbox())
    again = Job(
        support.harness.ids.next(), "case_sentiment", {"case": case.id}, support.harness.fake_clock.now
    )
    await order(support.harness.database, again)
    await support.analyze_sentiment()
    assert len(await support.outbox()) == calls


async def test_owners_see_the_colour_too_while_there_is_no_group(support: SupportHarness) -> None:
    await support.reload(forum=True)
    support.harness.contexts.current = support.context_without_support()
    await support.complain(STORY)
    [before] = [message for message in support.boris.chat.messages if STORY in message.text]
    assert before.text.startswith("⚪ #1")
    await support.analyze_sentiment()
    [notice] = [message for message in support.boris.chat.messages if STORY in message.text]
    assert notice.text.startswith("🔴 #1 · 🚚 Доставка · негативный тон\n")


SERVES = """
import asyncio, sys
from playground import Playground
from storage.engines.factory import open_database
from tests.handlers.support_harness import SupportHarness

async def complain(url):
    async with (
        open_database(url) as database,
        Playground(limits=False, seed=1) as telegram,
        SupportHarness(database, telegram).working() as support,
    ):
        await support.reload(forum=True)
        await support.complain("Awful service, it was terrible!")
        await support.analyze_sentiment()
        return support.card().text

if __name__ == "__main__":
    shown = asyncio.run(complain(sys.argv[1]))
    print(shown[0], *{"numpy", "nltk", "textblob"} & set(sys.modules))
"""


def test_the_serving_process_handles_complaints_without_the_libraries_that_find_their_sentiment(
    sqlite_model: Path, tmp_path: Path
) -> None:
    """They take more than 40 MiB, and only the interactive process needs them."""
    script, file = tmp_path / "serves.py", shutil.copy(sqlite_model, tmp_path / "otklik.db")
    script.write_text(SERVES, encoding="utf-8")
    command: list[str | Path] = [sys.executable, script, f"sqlite:///{file}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    served = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert served.stdout == "🔴\n"

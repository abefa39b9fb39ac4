"""A survey of stars through the worker: its file stands beside this one."""

from dataclasses import replace
from pathlib import Path

from storage import tables
from surveys.catalogue import files
from tests.harness import Harness, app_context
from tests.updates import ANNA, tapped


async def test_stars_are_tapped_and_written_stored_and_read_back(harness: Harness) -> None:
    harness.contexts.current = replace(app_context(), catalogue=files.load(Path(__file__).parent))
    asked = await harness.say(ANNA, "/start s_stars")
    assert list(asked.buttons) == ["★", "★★", "★★★", "★★★★", "★★★★★"]

    [receipt] = await harness.deliver(tapped(ANNA, asked.buttons["★★★★"], 77))
    given = app_context().texts.text("ru", "answer-given", answer="★★★★")
    assert receipt.text == f"{given}\n\nА посылка?"

    hint = await harness.say(ANNA, "пять")
    assert hint.text == app_context().texts.text("ru", "stars-not-understood")
    assert (await harness.say(ANNA, "2")).text.endswith("Спасибо!")

    stored = [(row["question_id"], row["kind"], row["score"]) for row in await harness.rows(tables.answers)]
    assert stored == [("courier", "stars", 4), ("parcel", "stars", 2)]
    [conversation] = await harness.rows(tables.conversations)
    assert conversation["given"] == {"courier": 4, "parcel": 2}
    assert await harness.scores() == {2: 1, 4: 1}

    same = await harness.tap(ANNA, asked.buttons["★★★★"], 77)
    assert same == app_context().texts.text("ru", "answer-same")

"""Conversations finish on the version that they began, whatever becomes of the file meanwhile."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from storage import tables
from storage.surveys import versions
from surveys.catalogue import files
from tests.handlers.customer.survey_talk import taps
from tests.harness import Harness, app_context
from tests.surveys.samples import SMALL
from tests.updates import ANN, ANNA, said

LINK: Final = "/start s_small"
EDITED: Final = (
    SMALL.replace('text.ru = "Почему?"', 'text.ru = "Что поправить?"')
    .replace("Спасибо!", "Благодарим!")
    .replace('id = "why"', 'id = "reason"')
    .replace('to = "why"', 'to = "reason"')
)


async def publish(harness: Harness, folder: Path, content: str | None) -> None:
    """The process starts with this file, as it is or without it."""
    file = folder / "own.toml"
    file.write_text(content, encoding="utf-8") if content else file.unlink()
    harness.contexts.current = replace(app_context(), catalogue=files.load(folder))
    await harness.contexts.settle_versions(harness.database, harness.fake_clock.now)


@pytest.mark.parametrize("later", [EDITED, EDITED.replace("version = 1", "version = 2"), None])
async def test_a_survey_that_is_edited_in_the_middle_is_finished_as_it_began(
    harness: Harness, tmp_path: Path, later: str | None
) -> None:
    await publish(harness, tmp_path, SMALL)
    asked = await harness.say(ANNA, LINK)
    told = await taps(harness, ANNA, asked, "3")
    assert told.text.endswith("Почему?")
    await publish(harness, tmp_path, later)
    [*_, told] = await harness.deliver(said(ANNA, "Долго везли"))
    found = [(row["question_id"], row["words"]) for row in await harness.rows(tables.answers)]
    assert found == [("score", None), ("why", "Долго везли")]
    [talk] = await harness.rows(tables.conversations)
    assert (talk["survey_version"], talk["finished_at"] is not None) == (1, True)


async def test_whoever_begins_afterwards_is_asked_the_new_version(harness: Harness, tmp_path: Path) -> None:
    await publish(harness, tmp_path, SMALL)
    await harness.say(ANNA, LINK)
    await publish(harness, tmp_path, EDITED)
    asked = await harness.say(ANN, LINK)
    await taps(harness, ANN, asked, "3")
    talks = await harness.rows(tables.conversations)
    assert [talk["survey_version"] for talk in talks] == [1, 2]
    assert [talk["awaiting"] for talk in talks] == ["score", "reason"]


async def test_the_buttons_and_the_question_once_more_are_those_of_the_version_begun(
    harness: Harness, tmp_path: Path
) -> None:
    await publish(harness, tmp_path, SMALL)
    await harness.say(ANNA, LINK)
    await publish(harness, tmp_path, EDITED.replace("Сколько?", "Насколько?"))
    again = await harness.say(ANNA, LINK)
    assert again.text == "Сколько?"
    assert (await taps(harness, ANNA, again, "3")).text.endswith("Почему?")


async def test_a_correction_after_the_edit_follows_the_branches_of_its_own_version(
    harness: Harness, tmp_path: Path
) -> None:
    await publish(harness, tmp_path, SMALL)
    asked = await harness.say(ANNA, LINK)
    told = await taps(harness, ANNA, asked, "9")
    await publish(harness, tmp_path, EDITED)
    shown = await taps(harness, ANNA, told, "change")
    assert (await taps(harness, ANNA, shown, "3")).text.endswith("Почему?")


async def test_the_same_file_keeps_its_number_and_an_old_one_that_comes_back_gets_its_own(
    harness: Harness, tmp_path: Path
) -> None:
    for content, number in ((SMALL, 1), (SMALL, 1), (EDITED, 2), (SMALL, 1), (EDITED, 2)):
        await publish(harness, tmp_path, content)
        assert harness.contexts.current.catalogue["small"].version == number


async def test_every_version_of_a_built_in_survey_is_read_back_as_it_was(harness: Harness) -> None:
    catalogue = files.load()
    now = harness.fake_clock.now
    await harness.database.write(versions.settle, catalogue, now)
    kept = await harness.database.write(versions.settle, catalogue, now)
    assert {one.id: one for one in kept.earlier.values()} == dict(catalogue.surveys)

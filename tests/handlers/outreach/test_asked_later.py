"""Whoever would rather be asked later is asked on that day, or never; it is an answer and no score."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from storage import tables
from storage.engines.database import Database
from storage.surveys import answers
from tests.handlers.customer.test_own_surveys import use_survey
from tests.outreach_harness import OutreachHarness, begun
from tests.surveys.samples import SMALL
from tests.updates import ANNA, BORIS, Person

LATER: Final = SMALL.replace('kind = "score"', 'kind = "score"\nlater = true').replace(
    "[title]", '[reminder]\nafter = "3d"\ntext.ru = "Одно нажатие"\ntext.en = "One tap"\n\n[title]', 1
)
LINK: Final = "/start s_small"


@pytest.fixture
async def asked(harness_database: Database, tmp_path: Path) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as outreach:
        use_survey(outreach.harness, tmp_path, LATER)
        await outreach.say(ANNA, LINK)
        yield outreach


def buttons(outreach: OutreachHarness, person: Person = ANNA) -> dict[str, str]:
    """Labels by what the buttons stand for, of what came last."""
    bodies = [body for _, body in outreach.fake_bot_api.calls if body.get("chat_id") == person.id]
    rows = bodies[-1]["reply_markup"]["inline_keyboard"]
    return {one["callback_data"].rpartition(":")[2]: one["callback_data"] for row in rows for one in row}


async def tap(outreach: OutreachHarness, option: str, person: Person = ANNA) -> None:
    await outreach.tap(person, buttons(outreach, person)[option])


async def put_off(outreach: OutreachHarness, option: str, person: Person = ANNA) -> None:
    await tap(outreach, "later", person)
    await tap(outreach, option, person)


async def states(outreach: OutreachHarness) -> dict[str, str]:
    return {row["journey"]: row["state"] for row in await outreach.harness.rows(tables.plans)}


@pytest.mark.parametrize(("option", "days"), [("later-tomorrow", 1), ("later-week", 7)])
async def test_the_question_comes_once_more_on_the_day_that_was_wished(
    asked: OutreachHarness, option: str, days: int
) -> None:
    await put_off(asked, option)
    assert await states(asked) == {"reminder": "dropped", "asked_later": "waiting"}
    before = len(asked.heard(ANNA))
    await asked.wait(days=days, minutes=-5)
    assert len(asked.heard(ANNA)) == before
    await asked.wait(minutes=10)
    again = asked.heard(ANNA)[-1]
    assert again["text"] == "Вы просили спросить позже. Если сейчас удобно:\n\nСколько?"
    await tap(asked, "9")
    [talk] = await asked.harness.rows(tables.conversations)
    assert talk["given"] == {"score": 9}
    assert await states(asked) == {"reminder": "dropped", "asked_later": "sent"}
    await asked.wait(days=20)
    assert asked.heard(ANNA)[-1]["text"].endswith("Спасибо!")


async def test_it_is_an_answer_in_itself_and_no_score(asked: OutreachHarness) -> None:
    await put_off(asked, "later-week")
    [answer] = await asked.harness.rows(tables.answers)
    assert (answer["question_id"], answer["kind"], answer["option"]) == ("later", "later", "later-week")
    assert (answer["score"], answer["superseded_at"]) == (None, None)
    assert await asked.harness.scores() == {}
    [talk] = await asked.harness.rows(tables.conversations)
    assert (talk["given"], talk["answered_at"]) == ({}, None)


async def test_never_is_never(asked: OutreachHarness) -> None:
    await put_off(asked, "later-never")
    assert asked.heard(ANNA)[-1]["text"] == "Сколько?\n\nХорошо, больше об этом не спросим."
    before = len(asked.heard(ANNA))
    await asked.wait(days=30)
    assert len(asked.heard(ANNA)) == before
    assert await states(asked) == {"reminder": "dropped"}


async def never_again(outreach: OutreachHarness) -> bool:
    customer = (await outreach.customer(ANNA))["id"]
    found = await outreach.harness.database.read(answers.never_again, [customer], ["small", "nps"])
    assert found <= {(customer, "small")}
    return bool(found)


async def test_never_is_known_to_whatever_would_begin_that_survey_again(asked: OutreachHarness) -> None:
    assert not await never_again(asked)
    await put_off(asked, "later-week")
    assert not await never_again(asked)
    await tap(asked, "back")
    await put_off(asked, "later-never")
    assert await never_again(asked)
    await tap(asked, "back")
    await tap(asked, "9")
    assert not await never_again(asked)


async def test_after_never_words_are_no_answer_to_it(asked: OutreachHarness) -> None:
    await put_off(asked, "later-never")
    await asked.say(ANNA, "10")
    assert [row["kind"] for row in await asked.harness.rows(tables.answers)] == ["later"]


async def test_whoever_changes_their_mind_answers_at_once_and_is_not_asked_again(
    asked: OutreachHarness,
) -> None:
    await put_off(asked, "later-tomorrow")
    await tap(asked, "back")
    await tap(asked, "8")
    before = len(asked.heard(ANNA))
    await asked.wait(days=2)
    assert len(asked.heard(ANNA)) == before
    assert await asked.harness.scores() == {8: 1}


async def test_whoever_said_never_may_answer_after_all(asked: OutreachHarness) -> None:
    await put_off(asked, "later-never")
    await tap(asked, "back")
    await tap(asked, "8")
    assert await asked.harness.scores() == {8: 1}
    [talk] = await asked.harness.rows(tables.conversations)
    assert talk["awaiting"] is None


async def test_it_can_be_put_off_once_more(asked: OutreachHarness) -> None:
    await put_off(asked, "later-tomorrow")
    await asked.wait(days=1, minutes=1)
    await put_off(asked, "later-week")
    before = len(asked.heard(ANNA))
    await asked.wait(days=6)
    assert len(asked.heard(ANNA)) == before
    await asked.wait(days=1, minutes=1)
    assert len(asked.heard(ANNA)) == before + 1
    stored = [
        (row["option"], row["superseded_at"] is None) for row in await asked.harness.rows(tables.answers)
    ]
    assert stored == [("later-tomorrow", False), ("later-week", True)]


async def test_after_stop_nobody_is_asked_later(asked: OutreachHarness) -> None:
    await put_off(asked, "later-tomorrow")
    await asked.say(ANNA, "/stop")
    before = len(asked.heard(ANNA))
    await asked.wait(days=3)
    assert len(asked.heard(ANNA)) == before


async def test_the_words_of_the_button_put_it_off_too(asked: OutreachHarness) -> None:
    await asked.say(ANNA, "спросите позже")
    await asked.say(ANNA, "завтра")
    assert await states(asked) == {"reminder": "dropped", "asked_later": "waiting"}


async def test_a_forged_tap_puts_nothing_off(asked: OutreachHarness) -> None:
    await asked.say(BORIS, "/help")
    await tap(asked, "later")
    data = buttons(asked)["later-week"]
    await asked.tap(BORIS, data)
    assert await states(asked) == {"reminder": "waiting"}


async def test_in_a_preview_nothing_is_put_off(harness_database: Database, tmp_path: Path) -> None:
    async with begun(harness_database) as outreach:
        use_survey(outreach.harness, tmp_path, LATER)
        await outreach.say(BORIS, LINK)
        await put_off(outreach, "later-tomorrow", BORIS)
        assert await states(outreach) == {}
        assert await outreach.harness.rows(tables.answers) == []

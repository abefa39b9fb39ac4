"""Everything that a customer told about a matter stands in its case, whenever and however they said it."""

from collections.abc import Mapping
from typing import Any

from handlers.shared.app_context import SUPPORT_CHAT
from storage import tables
from storage.people import settings
from tests.groups import PLAIN
from tests.harness import Harness
from tests.updates import ANN, ANNA, Person, Raw, said, sent, tapped

QUESTION = 5123
STICKER: Raw = {
    **{"file_id": "sticker", "file_unique_id": "unique", "type": "regular", "width": 512, "height": 512},
    **{"is_animated": False, "is_video": False},
}


def photo(file_id: str, **content: Any) -> Raw:
    return {"photo": [{"file_id": file_id, "file_unique_id": "u", "width": 10, "height": 10}], **content}


async def say(harness: Harness, person: Person, *texts: str) -> None:
    for text in texts:
        await harness.deliver(said(person, text))


async def the_case(harness: Harness) -> Mapping[str, Any]:
    [case] = await harness.rows(tables.cases)
    return case


async def in_its_thread(harness: Harness, case: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Words and files of the messages of a case."""
    rows = await harness.rows(tables.messages)
    return [(row["words"], row["file_id"]) for row in rows if row["case_id"] == case["id"]]


async def test_words_behind_complain_begin_the_story(harness: Harness) -> None:
    asking, received = await harness.deliver(said(ANNA, "/complain Кофе холодный"))
    assert "О чём речь?" in asking.text
    assert "номер 1" in received.text
    await say(harness, ANNA, "Качество", "И кассир грубил")
    case = await the_case(harness)
    assert (case["category"], case["words"]) == ("quality", "Кофе холодный")
    assert await in_its_thread(harness, case) == [("И кассир грубил", None)]


async def test_words_behind_leave_reach_the_case_that_the_reason_opens(harness: Harness) -> None:
    await say(harness, ANN, "/leave your courier shouted at me", "Poor quality")
    case = await the_case(harness)
    assert (case["source"], case["words"]) == ("leaving", "your courier shouted at me")


async def test_what_was_sent_before_a_button_was_tapped_belongs_to_the_story(harness: Harness) -> None:
    await harness.database.write(settings.store_setting, SUPPORT_CHAT, {"id": PLAIN["id"], "is_forum": False})
    await harness.contexts.reload(harness.database)
    await say(harness, ANNA, "/complain", "Кофе <b>холодный</b>")
    told = await harness.deliver(sent(ANNA, **photo("cup")))
    await say(harness, ANNA, "Качество", "Третий раз")
    case = await the_case(harness)
    assert (case["category"], case["words"]) == ("quality", "Кофе <b>холодный</b>")
    assert await in_its_thread(harness, case) == [(None, "cup"), ("Третий раз", None)]
    assert [one.body["photo"] for one in told if one.method == "sendPhoto"] == ["cup"]
    assert len(await harness.rows(tables.messages)) == 2


async def test_whoever_told_it_before_choosing_what_it_is_about_is_not_asked_for_it_again(
    harness: Harness,
) -> None:
    about = (await harness.say(ANNA, "/complain")).buttons
    await say(harness, ANNA, "Разбили чашку", "И не извинились")
    [where] = await harness.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert "где это случилось" in where.text
    case = await the_case(harness)
    assert (case["category"], case["words"]) == ("quality", "Разбили чашку")
    assert await in_its_thread(harness, case) == [("И не извинились", None)]
    await harness.deliver(tapped(ANNA, where.buttons["В магазине"], QUESTION))
    assert (await the_case(harness))["touchpoint"] == "shop"


async def test_a_picture_sent_before_choosing_what_it_is_about_is_the_story(harness: Harness) -> None:
    about = (await harness.say(ANNA, "/complain")).buttons
    await harness.deliver(sent(ANNA, **photo("cup")))
    await harness.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert await in_its_thread(harness, await the_case(harness)) == [(None, "cup")]
    stored = [(row["question_id"], row["file_id"]) for row in await harness.rows(tables.answers)]
    assert sorted(stored) == [("category", None), ("story", "cup")]


async def test_a_second_tap_on_what_it_is_about_answers_nothing_more(harness: Harness) -> None:
    about = (await harness.say(ANNA, "/complain")).buttons
    await harness.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    await harness.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert await harness.rows(tables.cases) == []
    await say(harness, ANNA, "Совсем холодный")
    assert (await the_case(harness))["words"] == "Совсем холодный"


async def test_a_sticker_tells_nothing_and_the_story_is_asked_for(harness: Harness) -> None:
    about = (await harness.say(ANNA, "/complain")).buttons
    await harness.deliver(sent(ANNA, sticker=STICKER))
    [receipt] = await harness.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert "Расскажите, что случилось" in receipt.text
    assert await harness.rows(tables.cases) == []


async def test_a_wish_is_no_part_of_a_complaint(harness: Harness) -> None:
    await say(harness, ANNA, "/complain", "/wish больше света", "Качество", "Холодный")
    assert (await the_case(harness))["words"] == "Холодный"


async def test_words_after_a_photo_at_the_low_score_reach_its_case(harness: Harness) -> None:
    await say(harness, ANNA, "/rate", "2")
    await harness.deliver(sent(ANNA, **photo("cup")))
    case = await the_case(harness)
    await say(harness, ANNA, "Вот такой кофе")
    assert await in_its_thread(harness, case) == [(None, "cup"), ("Вот такой кофе", None)]
    words = [row["words"] for row in await harness.rows(tables.answers) if row["question_id"] == "why-low"]
    assert words == ["Вот такой кофе"]


async def test_complaining_again_while_only_the_place_is_asked_for_begins_a_new_complaint(
    harness: Harness,
) -> None:
    await say(harness, ANNA, "/complain", "Качество", "Холодный кофе")
    again = await harness.say(ANNA, "/complain")
    assert "О чём речь?" in again.text
    await say(harness, ANNA, "Доставка", "Не привезли")
    stored = [(case["category"], case["words"]) for case in await harness.rows(tables.cases)]
    assert stored == [("quality", "Холодный кофе"), ("delivery", "Не привезли")]


async def test_a_complaint_that_is_not_told_yet_goes_on_when_it_is_begun_again(harness: Harness) -> None:
    await say(harness, ANNA, "/complain", "Качество")
    again, received, where = await harness.deliver(said(ANNA, "/complain Холодный"))
    assert "Расскажите, что случилось" in again.text
    assert "номер 1" in received.text
    assert "где это случилось" in where.text
    case = await the_case(harness)
    assert (case["category"], case["words"]) == ("quality", "Холодный")


async def test_the_place_of_an_earlier_complaint_can_still_be_told_after_a_new_one_began(
    harness: Harness,
) -> None:
    await say(harness, ANNA, "/complain", "Качество")
    _, where = await harness.deliver(said(ANNA, "Холодный кофе"))
    await say(harness, ANNA, "/complain")
    await harness.deliver(tapped(ANNA, where.buttons["В магазине"], QUESTION))
    assert (await the_case(harness))["touchpoint"] == "shop"

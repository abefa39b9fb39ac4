"""Everything that a customer told about a matter stands in its case, whenever and however they said it."""

from collections.abc import Mapping
from typing import Any

from handlers.house import SUPPORT_CHAT
from storage import settings, tables
from tests.desk import Office
from tests.groups import PLAIN
from tests.updates import ANN, ANNA, Person, Raw, said, sent, tapped

QUESTION = 5123
STICKER: Raw = {
    **{"file_id": "sticker", "file_unique_id": "unique", "type": "regular", "width": 512, "height": 512},
    **{"is_animated": False, "is_video": False},
}


def photo(file_id: str, **content: Any) -> Raw:
    return {"photo": [{"file_id": file_id, "file_unique_id": "u", "width": 10, "height": 10}], **content}


async def say(office: Office, person: Person, *texts: str) -> None:
    for text in texts:
        await office.deliver(said(person, text))


async def the_case(office: Office) -> Mapping[str, Any]:
    [case] = await office.rows(tables.cases)
    return case


async def in_its_thread(office: Office, case: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Words and files of the messages of a case."""
    rows = await office.rows(tables.messages)
    return [(row["words"], row["file_id"]) for row in rows if row["case_id"] == case["id"]]


async def test_words_behind_complain_begin_the_story(office: Office) -> None:
    asking = await office.say(ANNA, "/complain Кофе холодный")
    assert "О чём речь?" in asking.text
    await say(office, ANNA, "Качество", "И кассир грубил")
    assert (await the_case(office))["words"] == "Кофе холодный\n\nИ кассир грубил"


async def test_words_behind_leave_reach_the_case_that_the_reason_opens(office: Office) -> None:
    await say(office, ANN, "/leave your courier shouted at me", "Poor quality")
    case = await the_case(office)
    assert (case["source"], case["words"]) == ("leaving", "your courier shouted at me")


async def test_what_was_sent_before_a_button_was_tapped_belongs_to_the_story(office: Office) -> None:
    await office.database.write(settings.put, SUPPORT_CHAT, {"id": PLAIN["id"], "is_forum": False})
    await office.premises.furnish(office.database)
    await say(office, ANNA, "/complain", "Кофе <b>холодный</b>")
    await office.deliver(sent(ANNA, **photo("cup")))
    await say(office, ANNA, "Качество")
    told = await office.deliver(said(ANNA, "Третий раз"))
    case = await the_case(office)
    assert case["words"] == "Кофе <b>холодный</b>\n\nТретий раз"
    assert await in_its_thread(office, case) == [(None, "cup")]
    assert [one.body["photo"] for one in told if one.method == "sendPhoto"] == ["cup"]
    assert len(await office.rows(tables.messages)) == 2


async def test_whoever_told_it_before_choosing_what_it_is_about_is_not_asked_for_it_again(
    office: Office,
) -> None:
    about = (await office.say(ANNA, "/complain")).buttons
    await say(office, ANNA, "Разбили чашку", "И не извинились")
    received, where = await office.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert "номер 1" in received.text
    assert "где это случилось" in where.text
    case = await the_case(office)
    assert (case["category"], case["words"]) == ("quality", "Разбили чашку\n\nИ не извинились")
    await office.deliver(tapped(ANNA, where.buttons["В магазине"], QUESTION))
    assert (await the_case(office))["touchpoint"] == "shop"


async def test_a_picture_sent_before_choosing_what_it_is_about_is_the_story(office: Office) -> None:
    about = (await office.say(ANNA, "/complain")).buttons
    await office.deliver(sent(ANNA, **photo("cup")))
    await office.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert await in_its_thread(office, await the_case(office)) == [(None, "cup")]
    stored = [(row["question_id"], row["file_id"]) for row in await office.rows(tables.answers)]
    assert stored == [("category", None), ("story", "cup")]


async def test_a_second_tap_on_what_it_is_about_answers_nothing_more(office: Office) -> None:
    about = (await office.say(ANNA, "/complain")).buttons
    await office.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    await say(office, ANNA, "/complain Холодный")
    await office.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert await office.rows(tables.cases) == []
    await say(office, ANNA, "Совсем")
    assert (await the_case(office))["words"] == "Холодный\n\nСовсем"


async def test_a_sticker_tells_nothing_and_the_story_is_asked_for(office: Office) -> None:
    about = (await office.say(ANNA, "/complain")).buttons
    await office.deliver(sent(ANNA, sticker=STICKER))
    [receipt] = await office.deliver(tapped(ANNA, about["📦 Качество"], QUESTION))
    assert "Расскажите, что случилось" in receipt.text
    assert await office.rows(tables.cases) == []


async def test_a_wish_is_no_part_of_a_complaint(office: Office) -> None:
    await say(office, ANNA, "/complain", "/wish больше света", "Качество", "Холодный")
    assert (await the_case(office))["words"] == "Холодный"


async def test_words_after_a_photo_at_the_low_score_reach_its_case(office: Office) -> None:
    await say(office, ANNA, "/rate", "2")
    await office.deliver(sent(ANNA, **photo("cup")))
    case = await the_case(office)
    await say(office, ANNA, "Вот такой кофе")
    assert await in_its_thread(office, case) == [(None, "cup"), ("Вот такой кофе", None)]
    words = [row["words"] for row in await office.rows(tables.answers) if row["question_id"] == "why-low"]
    assert words == ["Вот такой кофе"]


async def test_complaining_again_while_only_the_place_is_asked_for_begins_a_new_complaint(
    office: Office,
) -> None:
    await say(office, ANNA, "/complain", "Качество", "Холодный кофе")
    again = await office.say(ANNA, "/complain")
    assert "О чём речь?" in again.text
    await say(office, ANNA, "Доставка", "Не привезли")
    stored = [(case["category"], case["words"]) for case in await office.rows(tables.cases)]
    assert stored == [("quality", "Холодный кофе"), ("delivery", "Не привезли")]


async def test_a_complaint_that_is_not_told_yet_goes_on_when_it_is_begun_again(office: Office) -> None:
    await say(office, ANNA, "/complain", "Качество")
    again = await office.say(ANNA, "/complain Холодный")
    assert "Расскажите, что случилось" in again.text
    await say(office, ANNA, "Совсем")
    assert (await the_case(office))["words"] == "Холодный\n\nСовсем"


async def test_the_place_of_an_earlier_complaint_can_still_be_told_after_a_new_one_began(
    office: Office,
) -> None:
    await say(office, ANNA, "/complain", "Качество")
    _, where = await office.deliver(said(ANNA, "Холодный кофе"))
    await say(office, ANNA, "/complain")
    await office.deliver(tapped(ANNA, where.buttons["В магазине"], QUESTION))
    assert (await the_case(office))["touchpoint"] == "shop"

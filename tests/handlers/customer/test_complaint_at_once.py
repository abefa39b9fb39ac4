"""A complaint that is told before it is asked for is a case at once; the rest is asked afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from storage import tables
from surveys.cases.support_texts import CustomerNotice
from surveys.questions.question import Rule
from surveys.questions.survey import Catalogue
from tests.handlers.customer.stray_input import (
    DOCUMENT,
    PHOTO,
    PLACE,
    STICKER,
    VIDEO,
    VOICE,
    asks,
    says,
    tells,
)
from tests.harness import Harness, SentCall
from tests.updates import ANN, ANNA, Person, Raw, said, sent, tapped

QUESTION = 5123
STORY = "Торт привезли разбитым, верните 4500 рублей! Заказ 551"
PEOPLE = pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])


async def told(harness: Harness, person: Person, *contents: str | Raw) -> list[SentCall]:
    """What is said to the last of these messages."""
    answers: list[SentCall] = []
    for content in contents:
        update = said(person, content) if isinstance(content, str) else sent(person, **content)
        answers = await harness.deliver(update)
    return answers


async def cases(harness: Harness) -> Sequence[Mapping[str, Any]]:
    return await harness.rows(tables.cases)


async def about(harness: Harness) -> list[str | None]:
    """Everything of the customer's that their case holds, in order."""
    [case] = await cases(harness)
    added = [row for row in await harness.rows(tables.messages) if row["case_id"] == case["id"]]
    later = [row["words"] or row["file_id"] for row in added if row["forwarding"] != "story"]
    return [*filter(None, [case["words"]]), *later]


@PEOPLE
async def test_the_story_before_any_button_is_a_case_and_its_category_fills_it(
    harness: Harness, person: Person
) -> None:
    language = (person.language or "")[:2]
    received, question = await told(harness, person, "/complain", STORY)
    assert tells(CustomerNotice.RECEIVED)(language) in received.text
    assert question.text == says("complaint-about")(language)
    [case] = await cases(harness)
    assert (case["source"], case["category"], case["words"]) == ("complaint", None, STORY)

    quality = next(data for data in question.buttons.values() if data.endswith(":quality"))
    [receipt] = await harness.deliver(tapped(person, quality, QUESTION))
    assert asks("complaint", "touchpoint")(language) in receipt.text
    [case] = await cases(harness)
    assert (case["category"], case["words"]) == ("quality", STORY)


@pytest.mark.parametrize(
    ("content", "file_id"),
    [(PHOTO | {"caption": "Вот"}, "large"), (VOICE, "vo"), (VIDEO, "vi"), (DOCUMENT, "do")],
    ids=["photo", "voice", "video", "document"],
)
async def test_a_file_that_tells_what_happened_is_a_case_before_any_button(
    harness: Harness, content: Raw, file_id: str
) -> None:
    received, _ = await told(harness, ANNA, "/complain", content)
    assert "номер 1" in received.text
    [case] = await cases(harness)
    [message] = await harness.rows(tables.messages)
    assert (message["file_id"], message["case_id"]) == (file_id, case["id"])


async def test_the_rest_of_an_album_joins_the_case_that_its_first_picture_opened(harness: Harness) -> None:
    album = PHOTO | {"media_group_id": "7"}
    assert len(await told(harness, ANNA, "/complain", album)) == 2
    assert await told(harness, ANNA, album) == []
    assert await about(harness) == ["large", "large"]


async def test_whoever_sorts_it_out_after_a_low_score_tells_it_at_once(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/rate")
    [receipt] = await harness.deliver(tapped(ANNA, asked.buttons["2"], QUESTION))
    sort_out = receipt.buttons[says("button-sort-out")("ru")]
    await harness.deliver(tapped(ANNA, sort_out, QUESTION))
    await told(harness, ANNA, STORY)
    assert await about(harness) == [STORY]


async def test_what_stands_behind_the_command_is_the_complaint(harness: Harness) -> None:
    answers = await told(harness, ANNA, f"/complain {STORY}")
    assert any("номер 1" in one.text for one in answers)
    assert await about(harness) == [STORY]


async def test_a_story_in_pieces_is_one_case_and_one_conversation_with_little_between(
    harness: Harness,
) -> None:
    [hello] = await told(harness, ANNA, "/complain", "Здравствуйте!")
    assert hello.text == says("complaint-greeted")("ru")
    assert "🚚 Доставка" in hello.buttons
    assert await cases(harness) == []
    assert len(await told(harness, ANNA, "я заказывал у вас")) == 2
    assert len(await told(harness, ANNA, "торт")) == 1
    assert (
        await told(
            harness,
            ANNA,
            "и он приехал",
        )
        == []
    )
    assert await told(harness, ANNA, "разбитый") == []
    said_so_far = ["Здравствуйте!\n\nя заказывал у вас", "торт", "и он приехал", "разбитый"]
    assert await about(harness) == said_so_far
    assert all(row["case_id"] for row in await harness.rows(tables.messages))


@pytest.mark.parametrize("hello", ["Добрый день", "Привет, здравствуйте )", "Hello!", "👋", "ок", "???"])
async def test_a_greeting_is_no_story_even_where_one_is_awaited(harness: Harness, hello: str) -> None:
    [answer] = await told(harness, ANNA, "/complain", "Качество", hello)
    assert answer.text == says("complaint-greeted")("ru")
    assert await cases(harness) == []
    await told(harness, ANNA, "Чашка треснула")
    assert await about(harness) == [f"{hello}\n\nЧашка треснула"]


async def test_a_greeting_before_the_category_is_not_taken_as_the_story(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/complain")
    await told(harness, ANNA, "Здравствуйте")
    [receipt] = await harness.deliver(tapped(ANNA, asked.buttons["📦 Качество"], QUESTION))
    assert asks("complaint", "story")("ru") in receipt.text
    assert await cases(harness) == []


@pytest.mark.parametrize("content", [PLACE, STICKER], ids=["place", "sticker"])
async def test_what_tells_nothing_by_itself_becomes_part_of_the_case(harness: Harness, content: Raw) -> None:
    await told(harness, ANNA, "/complain", content, "Курьер стоял здесь")
    [case] = await cases(harness)
    assert [row["case_id"] for row in await harness.rows(tables.messages)] == [case["id"]]


async def test_a_button_typed_is_the_button_and_no_story(harness: Harness) -> None:
    await told(harness, ANNA, "/complain", "доставка")
    assert await cases(harness) == []
    assert [row["option"] for row in await harness.rows(tables.answers)] == ["delivery"]


async def test_a_second_complaint_is_a_second_case_also_when_the_first_has_no_category(
    harness: Harness,
) -> None:
    await told(harness, ANNA, "/complain", STORY, "/complain", "И кассир накричал")
    assert [case["words"] for case in await cases(harness)] == [STORY, "И кассир накричал"]


async def test_a_category_that_is_tapped_later_belongs_to_the_complaint_it_was_asked_for(
    harness: Harness,
) -> None:
    _, first = await told(harness, ANNA, "/complain", STORY)
    await told(harness, ANNA, "/complain", "И кассир накричал")
    await harness.deliver(tapped(ANNA, first.buttons["📦 Качество"], QUESTION))
    assert [case["category"] for case in await cases(harness)] == ["quality", None]


async def test_words_told_before_a_low_score_are_its_case(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/rate")
    await told(harness, ANNA, "Привезли разбитый торт!")
    assert await cases(harness) == []
    await harness.deliver(tapped(ANNA, asked.buttons["2"], QUESTION))
    [case] = await cases(harness)
    assert (case["source"], case["score"], case["words"]) == ("score", 2, "Привезли разбитый торт!")


async def test_words_told_before_a_low_score_that_is_typed_are_its_case(harness: Harness) -> None:
    await told(harness, ANNA, "/rate", "Привезли разбитый торт!", "2")
    assert [case["words"] for case in await cases(harness)] == ["Привезли разбитый торт!"]


async def test_words_told_before_a_high_score_stay_what_was_kept(harness: Harness) -> None:
    await told(harness, ANNA, "/rate", "Спасибо за торт", "9")
    assert await cases(harness) == []
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["Спасибо за торт"]


async def test_a_reason_to_leave_that_needs_a_person_has_its_words(harness: Harness) -> None:
    await told(harness, ANNA, "/leave", "Качество подвело", "Торт был чёрствый")
    [case] = await cases(harness)
    assert case["category"] == "QUALITY"
    assert await about(harness) == ["Торт был чёрствый"]


async def test_a_company_s_complaint_without_a_story_question_is_a_case_at_once_too(
    harness: Harness,
) -> None:
    app = harness.contexts.current
    complaint = app.catalogue["complaint"]
    bare = replace(complaint, questions=(replace(complaint.first, next=(Rule("end"),)),))
    harness.contexts.current = replace(app, catalogue=Catalogue({**app.catalogue.surveys, "complaint": bare}))
    await told(harness, ANNA, "/complain", STORY, "И коробка мокрая")
    assert await about(harness) == [STORY, "И коробка мокрая"]


async def test_the_first_word_of_a_stranger_can_be_a_complaint(harness: Harness) -> None:
    await told(harness, ANN, f"/complain {STORY}", f"/complain {STORY}")
    assert [case["words"] for case in await cases(harness)] == [STORY, STORY]

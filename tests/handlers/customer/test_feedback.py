"""Every word of a customer is an answer, in a case, or on the list that staff read: exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from storage import tables
from surveys.questions.callback import pack
from tests.handlers.customer.stray_input import (
    ALBUM,
    COMPLAINED,
    FORWARD,
    PHOTO,
    STICKER,
    VOICE,
    says,
    thanks,
)
from tests.harness import Harness, SentCall
from tests.updates import ANN, ANNA, BORIS, Raw, edited, said, sent, tapped, update

PRAISE, WISH, QUESTION = "Бариста – чудо", "больше мест у окна", "Здравствуйте! Где мой заказ 551?"


async def listed(harness: Harness) -> str:
    """What an owner reads at `/inbox`."""
    return (await harness.say(BORIS, "/inbox")).text


async def do(harness: Harness, *steps: str | Raw) -> list[SentCall]:
    """What the customer writes, sends or taps, one after the other; a label of the last buttons is a tap."""
    told: list[SentCall] = []
    buttons: dict[str, str] = {}
    for step in steps:
        if isinstance(step, str) and (data := _data(buttons, step)) is not None:
            told = await harness.deliver(tapped(ANNA, data))
        else:
            told = await harness.deliver(said(ANNA, step) if isinstance(step, str) else step)
        buttons = next((call.buttons for call in reversed(told) if call.buttons), buttons)
    return told


def _data(buttons: dict[str, str], label: str) -> str | None:
    return next((data for text, data in buttons.items() if text == label or text.endswith(f" {label}")), None)


def photo(**content: object) -> Raw:
    return sent(ANNA, **PHOTO, **content)


LISTED: Mapping[str, tuple[Sequence[str | Raw], str]] = {
    # The cases as they were found.
    "a question that nobody asked for": ([QUESTION], QUESTION),
    "a wish": ([f"/wish {WISH}"], WISH),
    "praise after a high score": (["/rate", "9", PRAISE], PRAISE),
    # Their siblings.
    "words behind a command": (["/help где заказ 551"], "где заказ 551"),
    "words behind a command that nobody knows": (["/заказ так и не пришёл"], "так и не пришёл"),
    "a comment to a middling score": (["/rate", "8", "Дорого у вас"], "Дорого у вас"),
    "a comment in a leaving interview": (["/leave", "Цена и выгода", "Дорого", "У соседей"], "У соседей"),
    "a reason in one's own words": (["/leave", "Просто надоел этот кофе"], "Просто надоел этот кофе"),
    "a correction of what was kept": ([QUESTION, edited(ANNA, "Где заказ 552?")], "Где заказ 552?"),
    "words where a score was asked": (["/rate", "отлично всё у вас"], "отлично всё у вас"),
    "what was said after the thanks": (["/rate", "8", "Долго", "И ещё холодно"], "И ещё холодно"),
    "the caption of a stray picture": ([photo(caption="Вот такой торт")], "Вот такой торт"),
    "words behind the command of a survey": (["/rate кофе был холодный"], "кофе был холодный"),
    # What random conversations found.
    "a reason in one's own words in place of another": (
        ["/leave", "Цена и выгода", "Дорого", "Изменить ответ", "Надоел этот кофе"],
        "Надоел этот кофе",
    ),
    "a reason that is edited into one's own words": (
        ["/leave", "Дорого", edited(ANNA, "Надоел этот кофе")],
        "Надоел этот кофе",
    ),
    "words that waited for a score, and what was passed on beside them": (
        ["/rate", "3 коробки мятые", sent(ANNA, **FORWARD), "8"],
        FORWARD["text"],
    ),
    "words beside the same score": (["/rate", "9", "Изменить оценку", "9, но очередь"], "но очередь"),
    "own words where other ones were a reason": (
        ["/leave", "Надоел этот кофе", "Изменить ответ", "И далеко до вас"],
        "И далеко до вас",
    ),
    "own words after a reason that has no name": (
        ["/leave", "Другое / Я не ухожу", "Другое", "Пропустить", "Изменить ответ", "Надоел этот кофе"],
        "Надоел этот кофе",
    ),
}


async def written_beside(harness: Harness, case_id: int) -> list[str | None]:
    """The words of a case's messages, but for those that stand in the words of the case itself."""
    rows = await harness.rows(tables.messages)
    return [row["words"] for row in rows if row["case_id"] == case_id and row["forwarding"] != "story"]


@pytest.mark.parametrize("name", LISTED)
async def test_what_opened_no_case_is_read_by_staff_exactly_once(harness: Harness, name: str) -> None:
    steps, words = LISTED[name]
    await do(harness, *steps)
    assert (await listed(harness)).count(words) == 1
    assert await harness.rows(tables.cases) == []


@pytest.mark.parametrize(
    ("content", "label"), [(VOICE, "file-voice"), (PHOTO, "file-photo"), (ALBUM[1], "file-video")]
)
async def test_a_file_without_words_is_listed_by_its_name(harness: Harness, content: Raw, label: str) -> None:
    await do(harness, sent(ANNA, **content))
    assert says(label)("ru") in await listed(harness)


async def test_a_score_stands_beside_its_comment(harness: Harness) -> None:
    await do(harness, "/rate", "9", PRAISE)
    text = await listed(harness)
    [head] = [line for line in text.splitlines() if ANNA.name in line]
    assert says("inbox-comment", score="9", scale="10")("ru") in head


async def test_what_a_customer_writes_in_one_go_is_one_entry(harness: Harness) -> None:
    await do(harness, "Здравствуйте!", "У меня вопрос", "Где мой заказ?")
    text = await listed(harness)
    assert text.count(ANNA.name) == 1
    assert "У меня вопрос\nГде мой заказ?" in text
    harness.fake_clock.move(hours=3)
    await do(harness, "Вы здесь?")
    assert (await listed(harness)).count(ANNA.name) == 2


IN_A_CASE = {
    "a low score with words": ["/rate", "2", "Кофе был холодный"],
    "a complaint": [*COMPLAINED[:2], "Кофе был холодный"],
    "a story that was told before its category": ["/complain", "Кофе был холодный", "Качество"],
    "a comment whose score became a low one": [
        "/rate",
        "8",
        "Кофе был холодный",
        "Изменить оценку",
        "2",
        "Да",
    ],
}


@pytest.mark.parametrize("name", IN_A_CASE)
async def test_what_is_in_a_case_is_not_listed_too(harness: Harness, name: str) -> None:
    await do(harness, *IN_A_CASE[name])
    [case] = await harness.rows(tables.cases)
    written = await written_beside(harness, case["id"])
    assert "Кофе был холодный" in "\n".join(filter(None, [case["words"], *written]))
    assert "Кофе был холодный" not in await listed(harness)


async def test_words_that_became_the_answer_are_listed_once(harness: Harness) -> None:
    await do(harness, "/rate всё понравилось у вас", "9")
    assert (await listed(harness)).count("всё понравилось у вас") == 1


@pytest.mark.parametrize(
    "step",
    ["Спасибо!", "Здравствуйте! Спасибо большое 🙏", "Ок", "Добрый день!", "/nps", sent(ANNA, **STICKER)],
)
async def test_what_asks_for_nothing_is_kept_and_rings_nowhere(harness: Harness, step: str | Raw) -> None:
    await do(harness, step)
    assert len(await harness.rows(tables.messages)) == 1
    assert says("inbox-none")("ru") in await listed(harness)


@pytest.mark.parametrize("steps", [["/leave", "Дорого"], ["/rate", "10!!!"], ["/complain", "Качество"]])
async def test_a_button_or_a_score_in_words_is_counted_and_not_listed(
    harness: Harness, steps: list[str]
) -> None:
    await do(harness, steps[0])
    await harness.deliver(said(ANNA, steps[1]))
    assert says("inbox-none")("ru") in await listed(harness)


@pytest.mark.parametrize("words", ["Спасибо, а когда откроетесь?", "Здравствуйте, вы где?", "👎", "??"])
async def test_what_says_more_than_thanks_is_listed(harness: Harness, words: str) -> None:
    await do(harness, words)
    assert words in await listed(harness)


async def test_a_changed_comment_is_to_be_read_anew(harness: Harness) -> None:
    await do(harness, "/leave", "Дорого", "У соседей дешевле")
    shown = await harness.say(BORIS, "/inbox")
    await harness.tap(BORIS, shown.buttons[says("button-inbox-all")("ru")])
    await harness.read_work_done()
    await harness.told()
    assert says("inbox-none")("ru") in await listed(harness)
    [answer] = [row for row in await harness.rows(tables.answers) if row["words"] == "У соседей дешевле"]
    change = edited(ANNA, "На рынке дешевле")
    change["edited_message"]["message_id"] = answer["telegram_message_id"]
    await harness.deliver(change)
    assert "На рынке дешевле" in await listed(harness)


# What the customer is told -------------------------------------------------------------------------


async def test_a_question_is_not_answered_by_asking_for_a_score(harness: Harness) -> None:
    [told] = await do(harness, QUESTION)
    assert told.text == says("message-kept")("ru")
    assert "/rate" not in told.text
    assert list(told.buttons) == [says("button-complain-words")("ru")]


async def test_one_tap_makes_a_complaint_of_what_was_written(harness: Harness) -> None:
    await do(harness, "Здравствуйте!", QUESTION, says("button-complain-words")("ru"))
    [case] = await harness.rows(tables.cases)
    assert QUESTION in case["words"]
    assert says("inbox-none")("ru") in await listed(harness)


async def test_a_second_tap_makes_no_second_case(harness: Harness) -> None:
    [told] = await do(harness, QUESTION)
    [data] = told.buttons.values()
    assert await harness.tap(ANNA, data) == says("complaint-opened", number="1")("ru")
    for _ in range(2):
        assert await harness.tap(ANNA, data) == says("complaint-already", number="1")("ru")
    assert len(await harness.rows(tables.cases)) == 1


TOLD = "Пять дней жду возврат"
STRAIGHT_ON: Mapping[str, Sequence[str | Raw]] = {
    "complaining by the command": [TOLD, "/complain", "Верните 5000"],
    "complaining by the button": [TOLD, tapped(ANNA, "complain"), "Верните 5000"],
    "complaining behind the command": [TOLD, "/complain верните деньги"],
    "a low score": [TOLD, "/rate", "2", "Верните 5000"],
    "several pieces": ["Безобразие!", TOLD, "/complain", "Верните 5000"],
    "after an earlier survey": ["/rate", "9", "Вкусно", TOLD, "/complain", "Верните 5000"],
    "a picture with words": [photo(caption=TOLD), "/complain", "Верните 5000"],
}


@pytest.mark.parametrize("name", STRAIGHT_ON)
async def test_what_was_said_right_before_complaining_is_part_of_the_case(
    harness: Harness, name: str
) -> None:
    await do(harness, *STRAIGHT_ON[name])
    [case] = await harness.rows(tables.cases)
    written = await written_beside(harness, case["id"])
    assert "\n".join(filter(None, [case["words"], *written])).count(TOLD) == 1
    assert TOLD not in await listed(harness)


async def test_the_button_of_words_that_are_part_of_a_case_says_so(harness: Harness) -> None:
    [told] = await do(harness, TOLD)
    await do(harness, "/complain", "Верните 5000")
    [data] = told.buttons.values()
    assert await harness.tap(ANNA, data) == says("complaint-already", number="1")("ru")
    assert len(await harness.rows(tables.cases)) == 1


async def test_what_was_said_long_before_complaining_stays_on_the_list(harness: Harness) -> None:
    await do(harness, TOLD)
    harness.fake_clock.move(minutes=30)
    await do(harness, "/complain", "Кофе был холодный")
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "Кофе был холодный"
    assert TOLD in await listed(harness)


@pytest.mark.parametrize("command", ["wish", "help"])
async def test_another_matter_is_no_part_of_a_case(harness: Harness, command: str) -> None:
    await do(harness, f"/{command} {WISH}", "/complain", "Кофе был холодный")
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "Кофе был холодный"
    assert WISH in await listed(harness)


async def test_the_words_of_another_are_no_part_of_a_case(harness: Harness) -> None:
    await harness.deliver(said(ANN, TOLD))
    await do(harness, "/complain", "Кофе был холодный")
    [case] = await harness.rows(tables.cases)
    assert case["words"] == "Кофе был холодный"


async def test_nobody_complains_with_the_words_of_another(harness: Harness) -> None:
    [told] = await do(harness, QUESTION)
    [data] = told.buttons.values()
    assert await harness.tap(BORIS, data) == says("question-unknown")("ru")
    assert await harness.rows(tables.cases) == []


@pytest.mark.parametrize(("steps", "name"), [([QUESTION], "message-kept"), ([f"/wish {WISH}"], "wish-kept")])
async def test_nobody_is_said_to_read_where_there_is_nobody(
    harness: Harness, steps: list[str], name: str
) -> None:
    harness.contexts.current = replace(harness.contexts.current, owner_ids=frozenset())
    [told] = await do(harness, *steps)
    assert says("nobody-reads-yet")("ru") in told.text
    assert told.text != says(name)("ru")


def test_the_words_about_privacy_name_who_reads() -> None:
    for language, words in (
        ("ru", ("поддержк", "руководител", "владел")),
        ("en", ("support", "manager", "owner")),
    ):
        kept = dict.fromkeys(("answers", "complaints", "files", "orders"), "7")
        text = says("privacy", business="X", id="1", **kept)(language)
        assert all(word in text for word in words)


def test_the_thanks_for_praise_promise_what_happens() -> None:
    assert "Передадим" not in thanks("nps", score=10)("ru")
    assert "pass them on" not in thanks("nps", score=10)("en")


# What becomes part of a case, and what does not ------------------------------------------------------


def rewritten(first: str, last: str) -> Sequence[Raw]:
    """Something that was said, and its edit."""
    begun = said(ANNA, first)
    return [begun, update(edited_message={**begun["message"], "text": last, "edit_date": 1_790_000_060})]


ASIDE: Mapping[str, tuple[Sequence[str | Raw], str]] = {
    "words behind a command": (
        ["/complain", "/help где заказ 551", "Здравствуйте!", "Качество", "Разбито"],
        "где заказ 551",
    ),
    "words behind a command, edited": (
        [
            "/complain",
            *rewritten("/help где заказ 551", "/help где заказ 552"),
            "Здравствуйте!",
            "Качество",
            "Разбито",
        ],
        "где заказ 552",
    ),
    "a wish": (["/complain", f"/wish {WISH}", "Здравствуйте!", "Качество", "Разбито"], WISH),
}


@pytest.mark.parametrize("name", ASIDE)
async def test_what_is_another_matter_stays_on_the_list_beside_a_case(harness: Harness, name: str) -> None:
    steps, words = ASIDE[name]
    await do(harness, *steps)
    [case] = await harness.rows(tables.cases)
    assert words not in case["words"]
    assert (await listed(harness)).count(words) == 1


TAKEN: Mapping[str, tuple[Sequence[str | Raw], str]] = {
    "words behind the command of a survey right before": (
        ["/rate кофе был холодный", "/complain", "Качество", "Разбито"],
        "кофе был холодный",
    ),
    "words of before": (["/rate", "Привезли не то", "2"], "Привезли не то"),
    "words of before, edited": (
        ["/rate", *rewritten("Привезли не то", "Привезли чужое"), "2"],
        "Привезли чужое",
    ),
    "a greeting that was edited": (
        ["/complain", *rewritten("Здравствуйте!", "Здравствуйте, чашка разбита"), "Качество", "Разбито"],
        "чашка разбита",
    ),
}


@pytest.mark.parametrize("name", TAKEN)
async def test_what_a_case_tells_is_on_no_list_in_any_version(harness: Harness, name: str) -> None:
    steps, words = TAKEN[name]
    await do(harness, *steps)
    [case] = await harness.rows(tables.cases)
    assert case["words"].count(words) == 1
    assert words not in await listed(harness)


async def test_words_that_waited_for_another_category_are_in_the_case_that_they_open(
    harness: Harness,
) -> None:
    await do(harness, QUESTION, "Это жалоба", "/complain", "Цена, оплата", "Изменить ответ")
    await do(harness, "Верните деньги, пожалуйста")
    row = (await harness.rows(tables.conversations))[-1]
    await harness.deliver(tapped(ANNA, pack(row["id"], "category", "delivery")))
    assert [case["words"] for case in await harness.rows(tables.cases)] == [
        QUESTION,
        "Верните деньги, пожалуйста",
    ]
    messages = [row["words"] for row in await harness.rows(tables.messages)]
    assert "Верните деньги, пожалуйста" not in messages

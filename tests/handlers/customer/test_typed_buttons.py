"""A button's label, typed, is the button, wherever the bot has shown it lately."""

import pytest

from handlers.shared.app_context import AppContext
from storage import tables
from tests.handlers.customer.survey_talk import answers, current, options, says
from tests.harness import Harness
from tests.updates import ANN, ANNA, BORIS, Person, said


async def leaving(harness: Harness, person: Person = ANNA) -> None:
    """The question of consent stands in the chat."""
    await says(harness, person, "/leave", "Дорого", "У соседей дешевле")


async def consents(harness: Harness) -> list[bool]:
    return [row["given"] for row in await harness.rows(tables.consents)]


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("Да, можно", True),
        ("да можно", True),
        ("ДА, МОЖНО!", True),
        ("Yes, you may", True),
        ("Нет, не нужно", False),
        ("no, thank you", False),
    ],
)
async def test_a_typed_answer_to_the_question_of_consent_is_the_consent(
    harness: Harness, typed: str, given: bool
) -> None:
    app = harness.contexts.current
    if typed == "no, thank you":
        typed = app.texts.text("en", "button-consent-no")
    await leaving(harness)
    told = await harness.deliver(said(ANNA, typed))
    assert await consents(harness) == [given]
    assert await harness.rows(tables.cases) == []
    assert told[0].text == app.texts.text("ru", "consent-given" if given else "consent-refused")


def say(app: AppContext, name: str, language: str = "ru") -> str:
    return app.texts.text(language, name)


async def test_the_buttons_of_the_greeting(harness: Harness) -> None:
    app = harness.contexts.current
    await says(harness, ANNA, "/start", say(app, "button-rate"))
    await says(harness, ANNA, "/start", "пожаловаться")
    asked = [row["survey_id"] for row in await harness.rows(tables.conversations)]
    assert asked == ["nps", "complaint"]


async def test_the_button_that_takes_stop_back(harness: Harness) -> None:
    app = harness.contexts.current
    told = await says(harness, ANNA, "/stop", say(app, "button-resume").lower())
    [anna] = await harness.customers()
    assert anna["stopped_at"] is None
    assert told.text == say(app, "stop-undone")


async def test_the_settings(harness: Harness) -> None:
    app = harness.contexts.current
    await says(harness, ANNA, "/settings", say(app, "button-offers-on"))
    assert await consents(harness) == [True]
    await says(harness, ANNA, "english")
    [anna] = await harness.customers()
    assert anna["language"] == "en"


async def test_the_buttons_of_a_receipt(harness: Harness) -> None:
    app = harness.contexts.current
    await says(harness, ANNA, "/rate", "2")
    choosing = await says(harness, ANNA, "изменить оценку")
    assert "keep" in options(choosing)
    assert await answers(harness, "why-low") == []
    await says(harness, ANNA, "3", say(app, "button-sort-out"))
    assert [row["survey_id"] for row in await harness.rows(tables.conversations)] == ["nps", "complaint"]


@pytest.mark.parametrize("typed", ["Пропустить", "пропустить!", "Skip"])
async def test_a_typed_skip_is_no_answer_in_words(harness: Harness, typed: str) -> None:
    await says(harness, ANNA, "/leave", "Переезд, туда не доставляете", typed)
    area = await current(harness, "area")
    assert (area["option"], area["words"]) == ("skip", None)


async def test_the_label_of_a_group_opens_the_group(harness: Harness) -> None:
    shown = await says(harness, ANNA, "/leave", "Цена и выгода")
    assert "PRICE_HIGH" in options(shown)
    assert "PRICE_HIGH" not in options(await says(harness, ANNA, "Назад"))
    assert await answers(harness, "why") == []


async def test_a_reply_to_a_message_counts_by_its_own_buttons(harness: Harness) -> None:
    await leaving(harness)
    for _ in range(6):
        await says(harness, ANNA, "/start")
    harness.fake_clock.move(days=20)
    keyboard = [[{"text": "Да, можно", "callback_data": "offers:yes"}]]
    under = {
        "message_id": 77,
        "from": {"id": 42, "is_bot": True, "first_name": "Otklik"},
        "chat": ANNA.chat,
        "date": 1_790_000_000,
        "text": "?",
        "reply_markup": {"inline_keyboard": keyboard},
    }
    await harness.deliver(said(ANNA, "да, можно", reply_to_message=under))
    assert await consents(harness) == [True]


async def test_a_label_of_long_ago_is_words(harness: Harness) -> None:
    await leaving(harness)
    harness.fake_clock.move(days=20)
    await says(harness, ANNA, "Да, можно")
    assert await consents(harness) == []


async def test_a_label_that_answers_a_colleague_is_for_the_colleague(harness: Harness) -> None:
    await says(harness, ANNA, "/complain", "Качество", "Разбито", "В магазине")
    await leaving(harness)
    [case] = await harness.rows(tables.cases)
    harness.fake_clock.move(minutes=1)

    def answered(connection: object) -> None:
        statement = tables.cases.update().values(last_reply_at=harness.fake_clock.now)
        connection.execute(statement)  # type: ignore[attr-defined]  # a connection

    await harness.database.write(answered)
    await says(harness, ANNA, "Да, можно")
    assert await consents(harness) == []
    assert ("Да, можно", case["id"]) in [
        (row["words"], row["case_id"]) for row in await harness.rows(tables.messages)
    ]


async def test_words_that_are_no_label_stay_words(harness: Harness) -> None:
    await leaving(harness, ANN)
    await says(harness, ANN, "Yes, you may call me about it")
    assert await consents(harness) == []


async def test_an_owners_menu(harness: Harness) -> None:
    team = await says(harness, BORIS, "/team")
    label = next(label for label, data in team.buttons.items() if data.startswith("invite:"))
    told = await says(harness, BORIS, label)
    assert "start=" in told.text

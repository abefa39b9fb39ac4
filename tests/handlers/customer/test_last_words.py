"""One bubble says one thing: the receipt of a case takes the place of other last words; no favours."""

import tomllib
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

import surveys.catalogue
from storage import tables
from surveys.cases.support_texts import CustomerNotice
from surveys.questions.reason_file import ReasonFile
from tests.handlers.customer.stray_input import PHOTO, VOICE, asks, says, tells, thanks
from tests.harness import Harness, SentCall
from tests.updates import ANN, ANNA, Person, Raw, said, sent, tapped

QUESTION = 5123
CATALOGUE = Path(surveys.catalogue.__file__).parent
PEOPLE = pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])


def tongue(person: Person) -> str:
    return (person.language or "")[:2]


async def told(harness: Harness, person: Person, *contents: str | Raw) -> list[SentCall]:
    """What is said to the last of these messages."""
    answers: list[SentCall] = []
    for content in contents:
        update = said(person, content) if isinstance(content, str) else sent(person, **content)
        answers = await harness.deliver(update)
    return answers


# One bubble -----------------------------------------------------------------------------------------


@PEOPLE
async def test_a_low_score_with_words_is_answered_by_the_receipt_of_its_case_alone(
    harness: Harness, person: Person
) -> None:
    [received] = await told(harness, person, "/rate", "2", "Everything was cold")
    assert tells(CustomerNotice.RECEIVED)(tongue(person)) in received.text


@pytest.mark.parametrize("content", [PHOTO, VOICE], ids=["photo", "voice"])
async def test_a_picture_of_what_went_wrong_is_answered_by_the_receipt_alone(
    harness: Harness, content: Raw
) -> None:
    [received] = await told(harness, ANNA, "/rate", "2", content)
    assert tells(CustomerNotice.RECEIVED)("ru") in received.text


@PEOPLE
async def test_words_that_join_the_case_of_a_low_score_are_passed_on_and_nobody_will_think(
    harness: Harness, person: Person
) -> None:
    [added] = await told(harness, person, "/rate", "2", PHOTO, "Всё холодное")
    assert added.text == says("case-added")(tongue(person))


@PEOPLE
async def test_a_score_without_a_case_keeps_its_last_words(harness: Harness, person: Person) -> None:
    [last] = await told(harness, person, "/rate", "8", "Долго")
    assert last.text == thanks("nps", score=8)(tongue(person))


@PEOPLE
async def test_a_delivery_is_not_asked_where_it_was(harness: Harness, person: Person) -> None:
    asked = await harness.say(person, "/complain")
    delivery = next(data for data in asked.buttons.values() if data.endswith(":delivery"))
    await harness.deliver(tapped(person, delivery, QUESTION))
    [received] = await told(harness, person, "Три часа опоздания")
    assert tells(CustomerNotice.RECEIVED)(tongue(person)) in received.text
    [case] = await harness.rows(tables.cases)
    assert (case["category"], case["touchpoint"]) == ("delivery", "delivery")


@pytest.mark.parametrize(
    ("category", "touchpoint"), [("Доставка", "delivery"), ("Сайт, приложение", "online")]
)
async def test_a_category_that_comes_after_the_story_says_where_it_was_as_well(
    harness: Harness, category: str, touchpoint: str
) -> None:
    [receipt] = await told(harness, ANNA, "/complain", "Не приехал заказ 551", category)
    assert asks("complaint", "touchpoint")("ru") not in receipt.text
    [case] = await harness.rows(tables.cases)
    assert case["touchpoint"] == touchpoint


async def test_a_corrected_category_takes_the_place_it_implied_with_it(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/complain")
    await harness.deliver(tapped(ANNA, asked.buttons["🚚 Доставка"], QUESTION))
    await told(harness, ANNA, "Разбито")
    await harness.deliver(tapped(ANNA, asked.buttons["📱 Сайт, приложение"], QUESTION))
    [case] = await harness.rows(tables.cases)
    assert (case["category"], case["touchpoint"]) == ("app", "online")


async def test_a_place_that_was_told_stays_when_the_category_says_nothing_of_it(harness: Harness) -> None:
    await told(harness, ANNA, "/complain", "Качество", "Разбито", "В магазине")
    [case] = await harness.rows(tables.cases)
    assert (case["category"], case["touchpoint"]) == ("quality", "shop")


@PEOPLE
@pytest.mark.parametrize("reason", ["QUALITY", "DELIVERY", "SERVICE", "PAY_FAIL", "TECH"])
async def test_a_farewell_beside_the_receipt_of_a_case_says_nothing_of_who_answers(
    harness: Harness, person: Person, reason: str
) -> None:
    label = harness.contexts.current.reasons.get(reason)
    assert label is not None
    answers = await told(harness, person, "/leave", label.label.render(tongue(person)))
    written = {"ru": "напиш", "en": "write"}[tongue(person)]
    assert sum(written in one.text for one in answers) == 1  # "… if anything is to be added, just write"
    assert sum("1" in one.text for one in answers) == 1


# No favour ------------------------------------------------------------------------------------------


async def farewell(harness: Harness, person: Person, reason: str) -> str:
    label = harness.contexts.current.reasons.get(reason)
    assert label is not None
    first, *_ = await told(harness, person, "/leave", label.label.render(tongue(person)))
    return first.text


def own_words(harness: Harness, person: Person, reason: str) -> str:
    found = harness.contexts.current.reasons.get(reason)
    assert found is not None
    return found.answer.render(tongue(person))


@PEOPLE
async def test_no_favour_is_asked_of_whoever_waits_for_us_but_the_promise_is_made(
    harness: Harness, person: Person
) -> None:
    await told(harness, person, "/rate", "2", "Everything was cold")
    last = await farewell(harness, person, "NEED_GONE")
    assert own_words(harness, person, "NEED_GONE") not in last
    assert says("leaving-thanks-muted")(tongue(person)) in last
    assert [row["given"] for row in await harness.rows(tables.consents)] == [False]


@PEOPLE
@pytest.mark.parametrize("reason", ["TEMP_CAR", "PRICE_HIGH"])
async def test_nobody_is_congratulated_or_offered_something_over_an_open_case(
    harness: Harness, person: Person, reason: str
) -> None:
    await told(harness, person, "/complain", "Everything was cold")
    await told(harness, person, "/leave")
    label = harness.contexts.current.reasons.get(reason)
    assert label is not None
    answers = await told(harness, person, label.label.render(tongue(person)))
    if reason == "PRICE_HIGH":
        answers = await told(harness, person, "x")
    assert says("leaving-thanks")(tongue(person)) in "\n".join(one.text for one in answers)
    assert own_words(harness, person, reason) not in "\n".join(one.text for one in answers)


async def test_a_new_home_is_not_celebrated_over_an_open_case(harness: Harness) -> None:
    await told(harness, ANNA, "/complain", "Всё холодное")
    await told(harness, ANNA, "/leave", "Переезд, туда не доставляете")
    [last] = await told(harness, ANNA, "Казань")
    assert says("leaving-thanks")("ru") in last.text


@PEOPLE
async def test_without_a_case_the_favour_may_be_asked(harness: Harness, person: Person) -> None:
    assert own_words(harness, person, "NEED_GONE") in await farewell(harness, person, "NEED_GONE")


async def test_once_the_case_is_closed_the_farewell_is_that_of_the_reason(harness: Harness) -> None:
    await told(harness, ANNA, "/complain", "Всё холодное")

    def close(connection: Connection) -> None:
        connection.execute(update(tables.cases).values(closed_at=harness.fake_clock.now))

    await harness.database.write(close)
    assert own_words(harness, ANNA, "NEED_GONE") in await farewell(harness, ANNA, "NEED_GONE")


def test_a_favour_after_an_avoidable_reason_is_a_fault_of_the_file() -> None:
    content = tomllib.loads((CATALOGUE / "reasons.toml").read_text(encoding="utf-8"))
    for reason in content["reasons"]:
        reason["favour"] = True
    found = [key for key, _ in ReasonFile.model_validate(content).faults()]
    avoidable = [one["code"] for one in content["reasons"] if one["class"] == "avoidable"]
    assert found == [f"reasons.{code}.favour" for code in avoidable]

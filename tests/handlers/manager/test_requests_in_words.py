"""Staff write in their own words: the report or the list that is meant, else a choice of buttons."""

from typing import Any

import pytest

from reports.catalogue import REPORTS
from storage import tables
from surveys.roles import Role
from tests.handlers.manager.test_report_commands import BELLA, SIMA, enrolled
from tests.handlers.records import Past
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANNA, BORIS, edited, said, sent, tapped


def text(name: str, language: str = "ru", **values: Any) -> str:
    return app_context().texts.text(language, name, **values)


async def an_open_case(harness: Harness) -> None:
    past = Past()
    past.case("delivery")
    await past.write(harness.database)


async def ready(harness: Harness) -> None:
    """A set-up company with an owner, a manager and somebody of support."""
    await enrolled(harness)
    for words in ("/start", "русский", "Булочная", "Москва"):
        await harness.deliver(said(BORIS, words))
    await harness.told()


def offered(told: SentCall) -> set[str]:
    """The reports to which its buttons lead."""
    return {data.split(":")[1] for data in told.buttons.values() if data.startswith("r:")}


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("какой у нас nps?", "NPS 16 сент. – 15 окт. 2026"),
        ("сколько жалоб за месяц", "Жалобы, 16 сент. – 15 окт. 2026"),
        ("сколько жалоб вчера?", "Жалобы, 14 октября 2026"),
        ("жалобы с 5 по 10 октября", "Жалобы, 5–10 октября 2026"),
        ("отток за третий квартал", "Отток, 1 июл. – 30 сент. 2026"),
        ("жалобы за октябрь", "1–15 октября 2026, идёт"),
        ("Жалобы за сентябрь 2026", "сентябрь 2026"),
        ("жалобы в сентябре", "сентябрь 2026"),
        ("сколько ушло клиентов?", "Отток, 16 сент. – 15 окт. 2026"),
        ("отток", "Отток, 16 сент. – 15 окт. 2026"),
        ("отток за прошлый месяц", "Отток, сентябрь 2026"),
        ("как там возврат клиентов", "Возврат"),
        ("НПС за последние 3 месяца", "2026"),
        ("оценки за неделю", "2026"),
    ],
)
async def test_an_owner_is_shown_the_report_that_was_named(harness: Harness, words: str, head: str) -> None:
    await ready(harness)
    told = await harness.say(BORIS, words)
    assert told.body["parse_mode"] == "HTML"
    assert head in told.text
    assert await harness.rows(tables.messages) == []


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("show me complaints last month", "September 2026"),
        ("what is our NPS?", "NPS 16 Sep – 15 Oct 2026"),
        ("how many complaints", "Complaints, 16 Sep – 15 Oct 2026"),
        ("how many complaints this month", "1–15 October 2026, so far"),
        ("churn 2026-09", "Churn, September 2026"),
        ("how many customers left in September?", "Churn, September 2026"),
    ],
)
async def test_a_manager_is_shown_the_report_in_english(harness: Harness, words: str, head: str) -> None:
    await ready(harness)
    assert head in (await harness.say(BELLA, words)).text


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("жалобы north", "north"),
        ("жалобы за октябрь, North?", "north"),
        ("сколько жалоб при доставке", "При доставке"),
        ("complaints old town", "old town"),
    ],
)
async def test_a_touchpoint_that_is_named_is_the_report_s(harness: Harness, words: str, where: str) -> None:
    past = Past()
    for touchpoint in ("north", "delivery", "old town", "town"):
        past.case("quality", touchpoint=touchpoint)
    await past.write(harness.database)
    await ready(harness)
    told = await harness.say(BORIS, words)
    assert f"точка: {where} ·" in told.text
    assert [label for label in told.buttons if where in label] == [f"• {where}"]


@pytest.mark.parametrize(
    "words", ["жалобы", "жалобы northern", "жалобы на доставку", "complaints in old towns"]
)
async def test_a_touchpoint_is_not_guessed(harness: Harness, words: str) -> None:
    past = Past()
    for touchpoint in ("north", "delivery", "old town"):
        past.case("quality", touchpoint=touchpoint)
    await past.write(harness.database)
    await ready(harness)
    assert "точка:" not in (await harness.say(BORIS, words)).text


@pytest.mark.parametrize("words", ["привет", "Где мой заказ 551?", "что нового", "9", "hello", "отчёт"])
async def test_unclear_words_of_a_manager_get_the_choice(harness: Harness, words: str) -> None:
    await ready(harness)
    told = await harness.say(BORIS, words)
    assert told.text == text("staff-choose")
    assert offered(told) == set(REPORTS)
    assert await harness.rows(tables.messages) == []
    [report] = await harness.deliver(tapped(BORIS, next(iter(told.buttons.values())), 77))
    assert report.body["message_id"] == 77


async def test_two_reports_at_once_are_a_choice_of_two_of_the_period_that_was_named(harness: Harness) -> None:
    await ready(harness)
    told = await harness.say(BORIS, "nps и отток за сентябрь")
    assert offered(told) == {"nps", "churn"}
    assert all(":2026-09:" in data for data in told.buttons.values() if data.startswith("r:"))


@pytest.mark.parametrize("words", ["жалобы с 10 по 5 октября", "nps 32.13.2026", "отток в пятницу"])
async def test_a_period_that_is_not_understood_is_not_guessed(harness: Harness, words: str) -> None:
    await ready(harness)
    told = await harness.say(BORIS, words)
    assert "parse_mode" not in told.body or told.body["parse_mode"] is None
    assert len(offered(told)) == 1


@pytest.mark.parametrize("words", ["открытые обращения", "обращения", "кто ждёт ответа", "open cases"])
async def test_everybody_of_the_team_asks_for_the_open_cases(harness: Harness, words: str) -> None:
    await ready(harness)
    await an_open_case(harness)
    for person in (SIMA, BORIS):
        assert "#1" in (await harness.say(person, words)).text


@pytest.mark.parametrize("words", ["обращение 1", "покажи дело №1", "case 1", "#1"])
async def test_a_case_is_named_by_its_number(harness: Harness, words: str) -> None:
    await ready(harness)
    await an_open_case(harness)
    told = await harness.say(SIMA, words)
    assert "#1" in told.text
    assert "Клиент:" in told.text


@pytest.mark.parametrize("words", ["какой у нас nps?", "отток", "привет", "жалобы за октябрь"])
async def test_support_learns_no_numbers_and_is_offered_what_it_may(harness: Harness, words: str) -> None:
    await ready(harness)
    told = await harness.say(SIMA, words)
    assert offered(told) == set()
    assert await harness.rows(tables.messages) == []
    assert text("button-staff-cases") in told.buttons


async def test_a_customer_who_asks_for_numbers_is_a_customer(harness: Harness) -> None:
    await ready(harness)
    assert [*(await harness.say(ANNA, "какой у вас nps?")).buttons] == [text("button-complain-words")]
    assert "НПС" not in (await harness.say(ANNA, "отток за октябрь")).text


async def test_staff_may_look_at_it_as_a_customer_does(harness: Harness) -> None:
    await ready(harness)
    told = await harness.say(BORIS, "привет")
    [greeting] = await harness.deliver(tapped(BORIS, told.buttons[text("button-as-customer")]))
    assert text("button-rate") in greeting.buttons
    await harness.deliver(tapped(BORIS, greeting.buttons[text("button-rate")]))
    [*_, receipt] = await harness.deliver(said(BORIS, "9"))
    assert text("score-given", answer="9") in receipt.text


async def test_words_that_answer_an_open_question_are_the_answer(harness: Harness) -> None:
    await ready(harness)
    for words in ("/complain", "Доставка", "отток кофе из стакана"):
        told = await harness.deliver(said(BORIS, words))
    assert text("preview-end") in told[-1].text


async def test_a_report_may_be_asked_for_while_a_score_is_awaited(harness: Harness) -> None:
    await ready(harness)
    await harness.deliver(said(BORIS, "/rate"))
    assert "Отток" in (await harness.say(BORIS, "отток")).text
    [*_, receipt] = await harness.deliver(said(BORIS, "9"))
    assert text("score-given", answer="9") in receipt.text


async def test_what_staff_correct_or_send_is_no_word_of_a_customer(harness: Harness) -> None:
    await ready(harness)
    await harness.deliver(edited(BORIS, "отток"), sent(BORIS, sticker=STICKER))
    assert await harness.rows(tables.messages) == []


async def test_what_staff_forward_was_said_by_somebody_else(harness: Harness) -> None:
    await ready(harness)
    origin = {"type": "user", "sender_user": ANNA.user, "date": 1_790_000_000}
    for words in ("отток", "Не пишите мне больше", "/nps"):
        [told] = await harness.deliver(said(BORIS, words, forward_origin=origin))
        assert told.text == text("staff-choose")


async def test_staff_stop_as_everybody_does(harness: Harness) -> None:
    await ready(harness)
    assert (await harness.say(BELLA, "stop")).text == text("stop-done", "en")


STICKER = {
    "file_id": "sticker-1",
    "file_unique_id": "s1",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}


# The first words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["/start", "/start qr-17_table"])
async def test_staff_are_greeted_as_staff(harness: Harness, start: str) -> None:
    await ready(harness)
    customers = text("start", business="Булочная")
    for person, language, role in (
        (BORIS, "ru", Role.OWNER),
        (BELLA, "en", Role.MANAGER),
        (SIMA, "ru", Role.SUPPORT),
    ):
        told, *_ = await harness.deliver(said(person, start))
        assert told.text != customers
        assert text("button-as-customer", language) in told.buttons
        assert offered(told) == (set(REPORTS) if role.reads_numbers else set())
        assert text("button-rate", language) not in told.buttons


async def test_a_link_that_begins_a_survey_begins_it_for_staff_too(harness: Harness) -> None:
    await ready(harness)
    told, *_ = await harness.deliver(said(BELLA, "/start rate"))
    assert "9" in told.buttons


async def test_a_command_of_staff_is_suggested_to_staff(harness: Harness) -> None:
    await ready(harness)
    assert (await harness.say(BORIS, "/complants")).text == text("command-guess", command="/complaints")
    assert (await harness.say(SIMA, "/casse")).text == text("command-guess", command="/case")

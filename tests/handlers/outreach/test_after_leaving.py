"""After somebody has said why they leave: what they agreed to, what we promised, and the day they named."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, update

from handlers.shared.app_context import AppContext
from storage import tables
from storage.people.addresses import with_telegram
from surveys.questions.question import CHANGE, SKIPPED
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANN, ANNA, Person, said, tapped

QUESTION = 5123


async def told(harness: Harness, person: Person, *texts: str) -> list[SentCall]:
    """What is said to the last of these texts."""
    answers: list[SentCall] = []
    for text in texts:
        answers = await harness.deliver(said(person, text))
    return answers


async def decisions(harness: Harness) -> list[bool]:
    return [row["given"] for row in await harness.rows(tables.consents)]


async def plans(harness: Harness) -> list[tuple[str, str | None]]:
    rows = await harness.rows(tables.plans)
    return [(row["journey"], row["about"]) for row in rows if row["journey"] == "winback"]


def words(app: AppContext, person: Person, name: str) -> str:
    return app.texts.text((person.language or "")[:2], name)


@pytest.mark.parametrize("reason", ["Слишком много сообщений", "Больше не нужно", "Бизнес закрыт"])
async def test_a_reason_that_mutes_ends_the_consent_and_is_not_asked_about_offers(
    harness: Harness, reason: str
) -> None:
    page = await harness.say(ANNA, "/settings")
    await harness.deliver(tapped(ANNA, page.buttons["Присылать предложения"], QUESTION))
    [farewell] = await told(harness, ANNA, "/leave", reason)
    assert "рекл" in farewell.text.lower()
    assert await decisions(harness) == [True, False]
    assert await plans(harness) == []


async def test_who_was_never_asked_and_is_promised_silence_is_not_asked_either(harness: Harness) -> None:
    assert len(await told(harness, ANN, "/leave", "Too many messages")) == 1
    assert await decisions(harness) == [False]


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_yes_to_offers_after_leaving_plans_the_invitation(harness: Harness, person: Person) -> None:
    app = harness.contexts.current
    assert len(await told(harness, person, "/leave", "Дорого")) == 1  # our own question is still open
    _, consent = await told(harness, person, "55")
    assert consent.text == words(app, person, "consent-question")
    yes = consent.buttons[words(app, person, "button-consent-yes")]
    thanks, zone = await harness.deliver(tapped(person, yes, QUESTION))
    assert (thanks.method, thanks.text) == ("editMessageText", words(app, person, "consent-given"))
    assert zone.text == words(app, person, "zone-question")
    assert await decisions(harness) == [True]
    assert await plans(harness) == [("winback", "PRICE_HIGH")]


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_no_to_offers_after_leaving_is_kept_and_never_asked_again(
    harness: Harness, person: Person
) -> None:
    app = harness.contexts.current
    _, consent = await told(harness, person, "/leave", "Дорого", "Всё")
    no = consent.buttons[words(app, person, "button-consent-no")]
    [understood] = await harness.deliver(tapped(person, no, QUESTION))
    assert understood.text == words(app, person, "consent-refused")
    harness.fake_clock.move(days=2)
    await told(harness, person, "/leave", "Дорого", "Всё ещё")
    harness.fake_clock.move(days=2)
    assert len(await told(harness, person, "/leave", "Неудобно пользоваться")) == 1
    assert await decisions(harness) == [False]
    assert await plans(harness) == []


async def test_skipping_our_question_asks_about_offers_all_the_same(harness: Harness) -> None:
    [asked] = await told(harness, ANNA, "/leave", "Дорого")
    receipt, consent = await harness.deliver(tapped(ANNA, asked.buttons["Пропустить"], QUESTION))
    assert "подскажем" in receipt.text
    assert consent.text == words(harness.contexts.current, ANNA, "consent-question")


async def lives_in(harness: Harness, person: Person, zone: str) -> None:
    def move(connection: Connection) -> None:
        here = tables.customers.c.id.in_(with_telegram([person.id]))
        connection.execute(update(tables.customers).where(here).values(timezone=zone))

    await harness.database.write(move)


@pytest.mark.parametrize(
    ("zone", "person", "word", "day"),
    [
        (None, ANNA, "завтра", date(2026, 10, 16)),
        ("Asia/Vladivostok", ANNA, "завтра", date(2026, 10, 17)),
        ("Asia/Vladivostok", ANN, "tomorrow", date(2026, 10, 17)),
        ("Asia/Vladivostok", ANN, "In a month", date(2026, 11, 16)),
    ],
)
async def test_tomorrow_is_that_of_the_customer_after_their_midnight(
    harness: Harness, zone: str | None, person: Person, word: str, day: date
) -> None:
    harness.fake_clock.now = datetime(
        2026, 10, 15, 15, 30, tzinfo=UTC
    )  # 18:30 in Moscow, 01:30 in Vladivostok
    await named(harness, person, zone, word, day)


@pytest.mark.parametrize(
    ("zone", "person", "word", "day"),
    [
        (None, ANN, "tomorrow", date(2026, 10, 17)),
        ("America/New_York", ANN, "tomorrow", date(2026, 10, 16)),
        ("America/New_York", ANNA, "послезавтра", date(2026, 10, 17)),
        ("Nowhere/Atlantis", ANNA, "завтра", date(2026, 10, 17)),
    ],
)
async def test_tomorrow_is_that_of_the_customer_before_their_midnight(
    harness: Harness, zone: str | None, person: Person, word: str, day: date
) -> None:
    harness.fake_clock.now = datetime(
        2026, 10, 16, 2, 0, tzinfo=UTC
    )  # 05:00 in Moscow, the evening before in New York
    await named(harness, person, zone, word, day)


async def named(harness: Harness, person: Person, zone: str | None, word: str, day: date) -> None:
    """Somebody who lives there and is asked when to be reminded names the day with this word."""
    await told(harness, person, "/start")
    if zone is not None:
        await lives_in(harness, person, zone)
    answer, *_ = await told(harness, person, "/leave", "Стало меньше денег", word)
    assert f"{day.day}" in answer.text.partition("\n")[0]
    [session] = await harness.rows(tables.churn_sessions)
    assert session["return_on"] == day
    stored = [row["option"] for row in await harness.rows(tables.answers)]
    assert stored == ["FINANCE", day.isoformat()]


# The day is taken back in words ----------------------------------------------------------------------


SEASONAL = ("/leave", "Нужно только в сезон")


async def reminders(harness: Harness) -> list[date]:
    """The days on which the customer is reminded."""
    rows = [row for row in await harness.rows(tables.plans) if row["journey"] == "requested_reminder"]
    return [row["planned_at"].date() for row in rows if row["state"] == "waiting"]


@pytest.mark.parametrize("said_then", ["нет, 20 ноября", "Ой, лучше 20 ноября", "no, on 20 November"])
async def test_another_day_right_after_the_day_takes_its_place(harness: Harness, said_then: str) -> None:
    [receipt, *_] = await told(harness, ANNA, *SEASONAL, "15 октября", said_then)
    assert "20 ноября" in receipt.text
    assert [(day.month, day.day) for day in await reminders(harness)] == [(11, 20)]
    assert await harness.rows(tables.messages) == []


@pytest.mark.parametrize("said_then", ["нет, верните деньги до 20 ноября", "нет", "20 ноября жду курьера"])
async def test_words_that_name_no_other_day_leave_the_day_and_are_kept(
    harness: Harness, said_then: str
) -> None:
    await told(harness, ANNA, *SEASONAL, "15 октября", said_then)
    assert [(day.month, day.day) for day in await reminders(harness)] == [(10, 15)]
    assert [row["words"] for row in await harness.rows(tables.messages)] == [said_then]


async def test_a_day_named_long_after_the_day_is_kept_for_staff(harness: Harness) -> None:
    await told(harness, ANNA, *SEASONAL, "15 октября")
    harness.fake_clock.move(hours=1)
    await told(harness, ANNA, "нет, 20 ноября")
    assert [(day.month, day.day) for day in await reminders(harness)] == [(10, 15)]
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["нет, 20 ноября"]


async def test_a_pause_of_somebody_silent_is_reminded_of_on_its_day_and_is_no_loss(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/start s_silent")
    [until] = await harness.deliver(tapped(ANNA, asked.buttons["⏸ Пауза, вернусь позже"], QUESTION))
    assert "не беспокоить" in until.text
    await harness.deliver(tapped(ANNA, until.buttons["Через месяц"], QUESTION))
    [plan] = await harness.rows(tables.plans)
    assert (plan["journey"], plan["about"], plan["state"]) == ("requested_reminder", "STILL_HERE", "waiting")
    [session] = await harness.rows(tables.churn_sessions)
    assert (session["reason"], session["reason_class"]) == ("STILL_HERE", None)
    [customer] = await harness.customers()
    assert customer["left_at"] is None


async def test_somebody_silent_who_left_is_a_loss_with_its_reason(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/start s_silent")
    [why] = await harness.deliver(tapped(ANNA, asked.buttons["👋 Больше не заказываю"], QUESTION))
    group = next(data for data in why.buttons.values() if data.endswith(":life"))
    [group_of] = await harness.deliver(tapped(ANNA, group, QUESTION))
    moved = next(data for data in group_of.buttons.values() if data.endswith(":MOVED"))
    await harness.deliver(tapped(ANNA, moved, QUESTION))
    [session] = await harness.rows(tables.churn_sessions)
    assert (session["reason"], session["reason_class"]) == ("MOVED", "natural")
    [customer] = await harness.customers()
    assert customer["left_at"] is not None


@pytest.mark.parametrize(
    ("survey", "question", "words"),
    [
        ("silent", "return", "Сам напишу"),
        ("leaving", "return", "Не нужно"),
        ("after-order", None, "Пропустить"),
    ],
)
def test_an_answer_that_was_skipped_is_said_in_the_words_of_its_button(
    survey: str, question: str | None, words: str
) -> None:
    asked = app_context().catalogue[survey]
    skipped = next(one for one in asked.questions if one.skip and question in (None, one.id))
    assert skipped.render(SKIPPED, "ru") == words


async def test_an_old_button_that_changes_a_day_works_after_the_day_was_skipped(harness: Harness) -> None:
    asked = await harness.say(ANNA, "/start s_silent")
    [until] = await harness.deliver(tapped(ANNA, asked.buttons["⏸ Пауза, вернусь позже"], QUESTION))
    await harness.deliver(tapped(ANNA, until.buttons["Сам напишу"], QUESTION))
    conversation, name, _ = until.buttons["Сам напишу"].removeprefix("s:").split(":")
    [offered] = await harness.deliver(tapped(ANNA, f"s:{conversation}:{name}:{CHANGE}", QUESTION))
    assert any("Сам напишу" in label for label in offered.buttons)

"""After somebody has said why they leave: what they agreed to, what we promised, and the day they named."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, update

from handlers.house import House
from storage import tables
from tests.desk import Office, Told
from tests.updates import ANN, ANNA, Person, said, tapped

QUESTION = 5123


async def told(office: Office, person: Person, *texts: str) -> list[Told]:
    """What is said to the last of these texts."""
    answers: list[Told] = []
    for text in texts:
        answers = await office.deliver(said(person, text))
    return answers


async def decisions(office: Office) -> list[bool]:
    return [row["given"] for row in await office.rows(tables.consents)]


async def plans(office: Office) -> list[tuple[str, str | None]]:
    rows = await office.rows(tables.plans)
    return [(row["journey"], row["about"]) for row in rows if row["journey"] == "winback"]


def words(house: House, person: Person, name: str) -> str:
    return house.texts.say((person.language or "")[:2], name)


@pytest.mark.parametrize("reason", ["Слишком много сообщений", "Больше не нужно", "Бизнес закрыт"])
async def test_a_reason_that_mutes_ends_the_consent_and_is_not_asked_about_offers(
    office: Office, reason: str
) -> None:
    page = await office.say(ANNA, "/settings")
    await office.deliver(tapped(ANNA, page.buttons["Присылать предложения"], QUESTION))
    [farewell] = await told(office, ANNA, "/leave", reason)
    assert "рекл" in farewell.text.lower()
    assert await decisions(office) == [True, False]
    assert await plans(office) == []


async def test_who_was_never_asked_and_is_promised_silence_is_not_asked_either(office: Office) -> None:
    assert len(await told(office, ANN, "/leave", "Too many messages")) == 1
    assert await decisions(office) == [False]


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_yes_to_offers_after_leaving_plans_the_invitation(office: Office, person: Person) -> None:
    house = office.premises.house
    assert len(await told(office, person, "/leave", "Дорого")) == 1  # our own question is still open
    _, consent = await told(office, person, "55")
    assert consent.text == words(house, person, "consent-question")
    yes = consent.buttons[words(house, person, "button-consent-yes")]
    [thanks] = await office.deliver(tapped(person, yes, QUESTION))
    assert (thanks.method, thanks.text) == ("editMessageText", words(house, person, "consent-given"))
    assert await decisions(office) == [True]
    assert await plans(office) == [("winback", "PRICE_HIGH")]


@pytest.mark.parametrize("person", [ANNA, ANN], ids=["ru", "en"])
async def test_no_to_offers_after_leaving_is_kept_and_never_asked_again(
    office: Office, person: Person
) -> None:
    house = office.premises.house
    _, consent = await told(office, person, "/leave", "Дорого", "Всё")
    no = consent.buttons[words(house, person, "button-consent-no")]
    [understood] = await office.deliver(tapped(person, no, QUESTION))
    assert understood.text == words(house, person, "consent-refused")
    office.hands.move(days=2)
    await told(office, person, "/leave", "Дорого", "Всё ещё")
    office.hands.move(days=2)
    assert len(await told(office, person, "/leave", "Неудобно пользоваться")) == 1
    assert await decisions(office) == [False]
    assert await plans(office) == []


async def test_skipping_our_question_asks_about_offers_all_the_same(office: Office) -> None:
    [asked] = await told(office, ANNA, "/leave", "Дорого")
    receipt, consent = await office.deliver(tapped(ANNA, asked.buttons["Пропустить"], QUESTION))
    assert "подскажем" in receipt.text
    assert consent.text == words(office.premises.house, ANNA, "consent-question")


async def lives_in(office: Office, person: Person, zone: str) -> None:
    def move(connection: Connection) -> None:
        here = tables.customers.c.telegram_id == person.id
        connection.execute(update(tables.customers).where(here).values(timezone=zone))

    await office.database.write(move)


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
    office: Office, zone: str | None, person: Person, word: str, day: date
) -> None:
    office.hands.now = datetime(2026, 10, 15, 15, 30, tzinfo=UTC)  # 18:30 in Moscow, 01:30 in Vladivostok
    await named(office, person, zone, word, day)


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
    office: Office, zone: str | None, person: Person, word: str, day: date
) -> None:
    office.hands.now = datetime(
        2026, 10, 16, 2, 0, tzinfo=UTC
    )  # 05:00 in Moscow, the evening before in New York
    await named(office, person, zone, word, day)


async def named(office: Office, person: Person, zone: str | None, word: str, day: date) -> None:
    """Somebody who lives there and is asked when to be reminded names the day with this word."""
    await told(office, person, "/start")
    if zone is not None:
        await lives_in(office, person, zone)
    answer, *_ = await told(office, person, "/leave", "Стало меньше денег", word)
    assert f"{day.day}" in answer.text.partition("\n")[0]
    [session] = await office.rows(tables.churn_sessions)
    assert session["return_on"] == day
    stored = [row["option"] for row in await office.rows(tables.answers)]
    assert stored == ["FINANCE", day.isoformat()]

"""First words, help, privacy, people who block us and return, and the places where the bot keeps silent."""

import pytest

from storage import tables
from tests.harness import Harness
from tests.updates import (
    ANN,
    ANNA,
    BORIS,
    GROUP,
    ZOYA,
    Person,
    customers,
    membership,
    message,
    said,
    sent,
    update,
)

ANONYMOUS = Person(1_087_968_824, "Group", None)
CHANNEL = {"id": -1_001_000_000_888, "type": "channel", "title": "Новости"}


async def test_a_person_becomes_a_customer_once_with_the_language_of_their_telegram(harness: Harness) -> None:
    german = Person(500_000_401, "Jürgen", "de")
    silent = Person(500_000_402, "Без языка", None)
    await harness.deliver(*(said(person, "/start") for person in (ANNA, ANN, german, silent)))
    await harness.deliver(said(ANNA, "/start"), said(ANNA, "/help"))
    customers = {row["telegram_id"]: row for row in await harness.customers()}
    spoken = {telegram_id: row["language"] for telegram_id, row in customers.items()}
    assert spoken == {ANNA.id: "ru", ANN.id: "en", german.id: "ru", silent.id: "ru"}
    assert customers[ANNA.id]["name"] == "Анна"
    assert customers[ANNA.id]["joined_at"] == harness.fake_clock.now


async def test_start_with_a_payload_is_a_start(harness: Harness) -> None:
    assert (await harness.say(ANNA, "/start qr-17_table")).text.startswith("Здравствуйте!")


async def test_a_link_from_a_group_begins_what_was_meant_there(harness: Harness) -> None:
    begun = {
        "rate": "насколько вероятно",
        "complain": "О чём речь?",
        "leave": "главной причиной",
        "wish": "Напишите своё пожелание",
    }
    people = customers(len(begun))
    told = await harness.deliver(
        *(said(person, f"/start {payload}") for person, payload in zip(people, begun, strict=True))
    )
    for one, words in zip(told, begun.values(), strict=True):
        assert words in one.text


async def test_start_in_the_middle_reminds_of_the_open_question_and_keeps_it(harness: Harness) -> None:
    nine = (await harness.say(ANNA, "/rate")).buttons["9"]
    assert "ждём вашего ответа" in (await harness.say(ANNA, "/start")).text
    assert await harness.tap(ANNA, nine) == "Записали: 9"
    await harness.told()
    assert "ждём вашего ответа" not in (await harness.say(ANNA, "/start")).text


async def test_help_tells_managers_commands_to_owners_only(harness: Harness) -> None:
    assert "/nps" in (await harness.say(BORIS, "/help")).text
    for person in (ANNA, ZOYA):
        told = await harness.say(person, "/help")
        assert "/rate" in told.text
        assert "nps" not in told.text.lower()


@pytest.mark.parametrize(("person", "words"), [(ANNA, "Что мы храним"), (ANN, "What we keep")])
async def test_privacy_is_told_in_the_persons_language(harness: Harness, person: Person, words: str) -> None:
    told = await harness.say(person, "/privacy")
    assert words in told.text
    assert "Подсолнух" in told.text


async def test_blocking_ends_our_reach_and_returning_restores_it(harness: Harness) -> None:
    async def blocked() -> bool:
        [anna] = await harness.customers()
        return anna["blocked_at"] is not None

    await harness.say(ANNA, "/start")
    assert await harness.deliver(membership(ANNA, "member", "kicked")) == []
    assert await blocked()
    assert await harness.deliver(membership(ANNA, "kicked", "member")) == []
    assert not await blocked()


async def test_whoever_writes_can_be_reached_even_if_telegram_forgot_to_say_that_they_returned(
    harness: Harness,
) -> None:
    await harness.deliver(membership(ANNA, "member", "kicked"))
    await harness.say(ANNA, "Привет")
    [anna] = await harness.customers()
    assert anna["blocked_at"] is None


async def test_blocking_by_somebody_unknown_makes_a_customer_who_cannot_be_reached(harness: Harness) -> None:
    await harness.deliver(membership(ZOYA, "member", "kicked"))
    [zoya] = await harness.customers()
    assert (zoya["telegram_id"], zoya["blocked_at"]) == (ZOYA.id, harness.fake_clock.now)


async def test_in_groups_the_bot_says_nothing_and_makes_nobody_a_customer(harness: Harness) -> None:
    group = {"chat": GROUP}
    anonymous = {"chat": GROUP, "sender_chat": GROUP}
    channel = {"chat": GROUP, "sender_chat": CHANNEL, "is_automatic_forward": True}
    told = await harness.deliver(
        said(ANNA, "/start", **group),
        said(BORIS, "/nps", **group),
        said(ZOYA, "плохо", **group),
        said(ANONYMOUS, "/nps", **anonymous),
        said(Person(777_000, "Telegram", None), "Новость", **channel),
        update(edited_message=message(ANNA, text="ой", chat=GROUP, edit_date=1_790_000_001)),
        membership(ANNA, "kicked", "member", chat=GROUP),
        membership(ANNA, "member", "kicked", chat=GROUP),
    )
    assert told == []
    assert await harness.customers() == []
    assert await harness.rows(tables.messages) == []
    assert {row["state"] for row in await harness.rows(tables.inbox)} == {"done"}


async def test_a_group_does_not_block_a_customer_by_removing_the_bot(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await harness.deliver(membership(ANNA, "member", "kicked", chat=GROUP))
    [anna] = await harness.customers()
    assert anna["blocked_at"] is None


async def test_posts_of_a_channel_do_nothing(harness: Harness) -> None:
    post = {"message_id": 1, "date": 1_790_000_000, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "/nps"}
    assert await harness.deliver(update(channel_post=post), update(message=post)) == []
    assert await harness.customers() == []


async def test_a_stranger_in_two_places_at_once_becomes_one_customer(harness: Harness) -> None:
    await harness.deliver(
        said(ZOYA, "привет", chat=GROUP), said(ZOYA, "/rate"), sent(ZOYA, text="эй", chat=GROUP)
    )
    assert len(await harness.customers()) == 1


@pytest.mark.parametrize(
    ("person", "how", "kept"),
    [(ANNA, "Напишите своё пожелание", "Записали"), (ANN, "Write your wish", "noted")],
)
async def test_a_wish_is_kept_and_thanked_for(harness: Harness, person: Person, how: str, kept: str) -> None:
    assert how in (await harness.say(person, "/wish")).text
    assert await harness.rows(tables.messages) == []
    assert kept in (await harness.say(person, "/wish <b>больше</b> мест у окна\nи света")).text
    [wish] = await harness.rows(tables.messages)
    assert (wish["kind"], wish["words"]) == ("wish", "<b>больше</b> мест у окна\nи света")


async def test_a_wish_leaves_an_open_question_and_an_open_case_alone(harness: Harness) -> None:
    for text in ("/complain", "Качество", "Холодный кофе", "/rate", "/wish больше света", "9"):
        await harness.deliver(said(ANNA, text))
    kept = [(row["kind"], row["case_id"]) for row in await harness.rows(tables.messages)]
    assert kept == [("wish", None)]
    assert await harness.scores() == {9: 1}

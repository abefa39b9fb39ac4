"""How much of one customer's files is kept: what is more is left with Telegram, and staff are told."""

import json

from storage import tables
from tests.harness import Harness
from tests.updates import ANN, ANNA, Person, Raw, said, sent
from texts.catalogue import Texts

MEGABYTE = 1024 * 1024


def photo(person: Person, number: int, size: int | None, **content: object) -> Raw:
    described = {"file_id": f"AgAC{number}", "file_unique_id": f"AQ{number}", "width": 90, "height": 90}
    return sent(person, photo=[described | ({"file_size": size} if size else {})], **content)


async def fetched(harness: Harness) -> list[str]:
    """The photos whose fetching was ordered, in the order in which they are due."""
    jobs = [row for row in await harness.rows(tables.jobs) if row["kind"] == "fetch_file"]
    return [row["args"]["file_id"] for row in sorted(jobs, key=lambda row: (row["due_at"], row["id"]))]


async def complain(harness: Harness) -> None:
    for words in ("/complain", "Доставка", "Курьер опоздал на три часа"):
        await harness.deliver(said(ANNA, words))


async def test_of_twenty_five_large_photos_as_many_are_fetched_as_a_day_allows(harness: Harness) -> None:
    await complain(harness)
    await harness.deliver(*[photo(ANNA, number, 19 * MEGABYTE) for number in range(25)])
    assert await fetched(harness) == [f"AgAC{number}" for number in range(5)]
    states = [row["state"] for row in await harness.rows(tables.files)]
    assert states == ["ordered"] * 5 + ["left"] * 20
    messages = [row["file_id"] for row in await harness.rows(tables.messages) if row["file_id"]]
    assert messages == [f"AgAC{number}" for number in range(25)]


async def test_of_two_hundred_small_photos_fifty_are_fetched(harness: Harness) -> None:
    await harness.deliver(*[photo(ANNA, number, 1000) for number in range(200)])
    assert len(await fetched(harness)) == 50


async def test_the_next_day_photos_are_fetched_again(harness: Harness) -> None:
    await harness.deliver(*[photo(ANNA, number, 60 * MEGABYTE) for number in range(2)])
    harness.fake_clock.move(hours=25)
    await harness.deliver(photo(ANNA, 3, 60 * MEGABYTE))
    assert await fetched(harness) == ["AgAC0", "AgAC3"]


async def test_photos_of_another_customer_are_fetched_before_the_rest_of_a_flood(harness: Harness) -> None:
    await harness.deliver(*[photo(ANNA, number, 1000) for number in range(40)])
    await harness.deliver(photo(ANN, 99, 1000))
    assert (await fetched(harness)).index("AgAC99") <= 2


async def test_the_same_photo_sent_again_and_again_is_fetched_once(harness: Harness) -> None:
    await harness.deliver(*[photo(ANNA, 1, 1000) for _ in range(20)])
    assert await fetched(harness) == ["AgAC1"]


async def test_staff_see_a_photo_that_is_not_kept_and_that_it_is_not(harness: Harness) -> None:
    harness.contexts.current = harness.contexts.current.with_overrides(
        {"support_chat": {"id": -1001, "is_forum": True}}
    )
    await complain(harness)
    await harness.deliver(photo(ANNA, 1, 99 * MEGABYTE))
    [*_, shown] = [
        json.loads(row["body"]) for row in await harness.rows(tables.outbox) if row["method"] == "sendPhoto"
    ]
    label = Texts().text("ru", "file-not-kept", file="фото", megabytes=100, n=50)
    assert label not in shown["caption"]
    await harness.deliver(photo(ANNA, 2, 2 * MEGABYTE, caption="И ещё"))
    [*_, shown] = [
        json.loads(row["body"]) for row in await harness.rows(tables.outbox) if row["method"] == "sendPhoto"
    ]
    assert shown["photo"] == "AgAC2"
    assert shown["caption"] == f"💬 Анна:\nИ ещё\n{label}"

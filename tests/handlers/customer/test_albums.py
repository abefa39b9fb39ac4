"""All pictures of an album go where the first one went."""

from storage import tables
from tests.handlers.cases.test_case_conversation import in_topic, told
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"


async def of_photos(support: SupportHarness) -> list[int | None]:
    """The numbers of the cases that the photos are in."""
    numbers = {row["id"]: row["number"] for row in await support.all_cases()}
    rows = await support.harness.rows(tables.messages)
    return [numbers.get(row["case_id"]) for row in rows if row["kind"] == "photo"]


async def test_they_stay_in_their_case_although_another_was_opened(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    first, *rest = await support.anna.album([b"1", b"2", b"3"], "Вот")
    await support.deliver(first)
    await support.complain("И кассир грубил")
    await support.deliver(*rest)
    assert await of_photos(support) == [1, 1, 1]


async def test_they_stay_with_their_case_although_another_was_spoken_of(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("И кассир грубил")
    await support.complain(STORY)
    first, second = await support.anna.album([b"1", b"2"])
    await support.deliver(first)
    await in_topic(support, 1, "Как звали кассира?")
    await support.deliver(second)
    assert await of_photos(support) == [2, 2]


async def test_they_stay_without_a_case_although_one_was_opened(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Вкусно")
    first, second = await support.anna.album([b"1", b"2"])
    await support.deliver(first)
    support.harness.fake_clock.move(minutes=30)
    await told(support, "/complain", "Доставка", STORY)
    await support.deliver(second)
    assert await of_photos(support) == [None, None]


async def test_the_story_told_by_an_album_is_one_case_with_all_of_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("И кассир грубил")
    await told(support, "/complain", "Доставка")
    first, second, third = await support.anna.album([b"1", b"2", b"3"], STORY)
    await support.deliver(first)
    await in_topic(support, 1, "Как звали кассира?")
    await support.deliver(second, third)
    assert await of_photos(support) == [2, 2, 2]


async def test_they_follow_the_first_one_that_opened_a_case_again(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/close delivery")
    pictures = await support.anna.album([b"1", b"2"])
    await support.deliver(*pictures)
    assert await of_photos(support) == [1, 1]
    assert (await support.case(1)).reopened == 1

"""Whoever has three open cases gets no fourth: what they complain of joins the latest; nothing is lost."""

from handlers.shared.content import Content
from storage import tables
from surveys.questions.message_kind import MessageKind
from tests.handlers.support_harness import SupportHarness

OPEN_AT_MOST = 3


async def told(support: SupportHarness, *words: str) -> None:
    for one in words:
        await support.deliver(await support.anna.say(one))


async def with_three_cases(support: SupportHarness) -> None:
    await support.reload(forum=True)
    for number in range(OPEN_AT_MOST):
        await support.complain(f"жалоба-{number}.")
    support.harness.fake_clock.move(minutes=2)


async def close(support: SupportHarness, number: int) -> None:
    topic = next(one for one in support.group.topics.values() if one.name.startswith(f"#{number} "))
    await support.deliver(await support.vera.say("/close delivery", to=support.group, topic=topic))


async def test_thirty_complaints_of_one_person_are_three_topics_and_every_word_is_in_them(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    for number in range(30):
        await support.complain(f"жалоба-{number}.")
    await support.pass_on_digests()
    assert len(support.group.topics) == OPEN_AT_MOST
    shown = "\n".join(support.said())
    assert [shown.count(f"жалоба-{number}.") for number in range(30)] == [1] * 30
    assert len(support.shown()) <= 20


async def test_a_fourth_complaint_says_what_it_is_about_and_its_author_which_case_has_it(
    support: SupportHarness,
) -> None:
    await with_three_cases(support)
    photo = (await support.anna.photo(b"picture")).message
    assert photo is not None
    assert photo.media is not None
    picture = Content(MessageKind.PHOTO, "Вот чек", photo.media.file.id)
    await support.complain("Списали дважды", picture, category="payment", touchpoint="online")
    assert support.said()[-2:] == [
        "💬 Анна:\n🆕 Ещё одна жалоба: 💳 Цена, оплата · На сайте\nСписали дважды",
        "💬 Анна:\nВот чек",
    ]
    assert "обращению 3" in support.heard()[-1]
    assert [case["category"] for case in await support.all_cases()] == ["delivery"] * OPEN_AT_MOST


async def test_a_fourth_complaint_that_is_told_in_the_chat_is_passed_on_once_with_what_is_added_to_it(
    support: SupportHarness,
) -> None:
    await with_three_cases(support)
    await told(support, "/complain", "Возврат", "Деньги не вернули", "На сайте", "Совсем")
    await support.pass_on_digests()
    shown = "\n".join(support.said())
    assert [shown.count(words) for words in ("Деньги не вернули", "На сайте", "Совсем")] == [1, 1, 1]
    assert len(support.group.topics) == OPEN_AT_MOST
    third = await support.case(3)
    assert (third.category, third.touchpoint) == ("delivery", None)


async def test_files_that_were_sent_before_the_fourth_complaint_was_finished_come_with_it(
    support: SupportHarness,
) -> None:
    await with_three_cases(support)
    await told(support, "/complain")
    await support.deliver(await support.anna.photo(b"picture", "Вот коробка"))
    await told(support, "Возврат", "Деньги не вернули")
    await support.pass_on_digests()
    shown = "\n".join(support.said())
    assert shown.count("Вот коробка") == shown.count("Деньги не вернули") == 1
    assert len([message for message in support.shown() if message.media]) == 1


async def test_once_a_case_is_closed_a_complaint_is_a_case_again(support: SupportHarness) -> None:
    await with_three_cases(support)
    await close(support, 2)
    await support.complain("жалоба-4.")
    assert len(support.group.topics) == OPEN_AT_MOST + 1
    assert (await support.case(4)).words == "жалоба-4."


async def test_without_a_support_chat_a_fourth_complaint_is_kept_for_staff(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    support.harness.contexts.current = support.context_without_support()
    for number in range(5):
        await support.complain(f"жалоба-{number}.")
    await support.choose(group)
    await support.announce()
    await support.pass_on_digests()
    shown = "\n".join(support.said())
    assert len(support.group.topics) == OPEN_AT_MOST
    assert [shown.count(f"жалоба-{number}.") for number in range(5)] == [1] * 5
    assert len(await support.harness.rows(tables.cases)) == OPEN_AT_MOST

"""More than a week after the end what is said about a case is a new one that knows the old."""

import pytest

from storage import tables
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"
STILL = "Деньги так и не вернули!"


async def closed_long_ago(support: SupportHarness, days: int = 8) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги")
    await in_topic(support, 1, "/close delivery")
    support.harness.fake_clock.move(days=days)


async def assert_goes_on(support: SupportHarness, words: str) -> None:
    case = await support.case(2)
    assert (case.words, case.earlier_number, case.category) == (words, 1, "delivery")
    assert says("case-earlier", number="1")("ru") in support.card(2).text
    assert "номер 2" in support.heard()[-1]
    assert (await support.case(1)).reopened == 0


async def test_words_that_nobody_asked_for_are_a_new_case(support: SupportHarness) -> None:
    await closed_long_ago(support)
    await told(support, STILL)
    await assert_goes_on(support, STILL)


@pytest.mark.parametrize("to", ["Мы закрыли обращение", "Вернём деньги"])
async def test_a_reply_to_its_messages_is_a_new_case(support: SupportHarness, to: str) -> None:
    await closed_long_ago(support, 60)
    await support.deliver(await support.anna.say(STILL, reply_to=await support.anna.sees(to)))
    await assert_goes_on(support, STILL)


async def test_a_reply_to_own_words_about_it_is_a_new_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "Доставка")
    story = await support.anna.say(STORY)
    await support.deliver(story)
    await in_topic(support, 1, "/close delivery")
    support.harness.fake_clock.move(days=8)
    assert story.message is not None
    await support.deliver(await support.anna.say(STILL, reply_to=story.message))
    await assert_goes_on(support, STILL)


async def test_a_photo_is_a_new_case_with_the_photo(support: SupportHarness) -> None:
    await closed_long_ago(support)
    await support.deliver(await support.anna.photo(b"p", "Опять"))
    case = await support.case(2)
    assert case.earlier_number == 1
    [photo] = [row for row in await support.harness.rows(tables.messages) if row["kind"] == "photo"]
    assert photo["case_id"] == case.id


@pytest.mark.parametrize("words", ["Спасибо!", "ок", "👍"])
async def test_thanks_are_none(support: SupportHarness, words: str) -> None:
    await closed_long_ago(support)
    closing = await support.anna.sees("Мы закрыли обращение")
    await support.deliver(await support.anna.say(words, reply_to=closing))
    await told(support, words)
    assert len(await support.all_cases()) == 1


async def test_what_comes_after_the_new_case_belongs_to_it(support: SupportHarness) -> None:
    await closed_long_ago(support)
    await told(support, STILL, "Заказ 5512")
    assert len(await support.all_cases()) == 2
    assert (await support.harness.rows(tables.messages))[-1]["case_id"] == (await support.case(2)).id


async def test_months_later_words_are_no_case_by_themselves(support: SupportHarness) -> None:
    await closed_long_ago(support, 60)
    await told(support, "Вы работаете завтра?")
    assert len(await support.all_cases()) == 1


async def test_what_is_added_to_an_answer_given_since_is_no_case(support: SupportHarness) -> None:
    await closed_long_ago(support)
    await told(support, "/rate", "9", "Вкусно", "И торты хороши")
    assert len(await support.all_cases()) == 1


@pytest.mark.parametrize("to", ["Мы закрыли обращение 1", "Вернём деньги"])
async def test_a_reply_to_it_joins_the_case_that_goes_on_with_it(support: SupportHarness, to: str) -> None:
    await closed_long_ago(support)
    await told(support, STILL)
    await support.deliver(await support.anna.say("Это про него", reply_to=await support.anna.sees(to)))
    assert len(await support.all_cases()) == 2
    assert (await support.case(2)).words == STILL
    topic = topic_of(support, 2)
    assert any(one.thread_id == topic.id and "Это про него" in one.text for one in support.shown())


async def test_a_reply_to_it_is_a_new_case_once_that_one_is_over_too(support: SupportHarness) -> None:
    await closed_long_ago(support)
    closing = await support.anna.sees("Мы закрыли обращение 1")
    await told(support, STILL)
    await in_topic(support, 2, "/close delivery")
    support.harness.fake_clock.move(days=8)
    await support.deliver(await support.anna.say("Опять", reply_to=closing))
    assert (await support.case(3)).earlier_number == 1


async def test_a_reply_to_it_does_not_join_another_open_case(support: SupportHarness) -> None:
    await closed_long_ago(support)
    closing = await support.anna.sees("Мы закрыли обращение 1")
    await told(support, "/complain", "Качество", "Кофе горький")
    await support.deliver(await support.anna.say(STILL, reply_to=closing))
    assert (await support.case(3)).earlier_number == 1

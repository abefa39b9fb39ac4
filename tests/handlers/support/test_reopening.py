"""Whoever was not helped is offered their case again; whoever was is asked how content, how easy."""

from playground import Message
from storage import tables
from tests.handlers.support.test_support_path import FORUM, STORY, in_case
from tests.handlers.support_harness import SupportHarness

AGAIN = "🔁 Вернуться к обращению"


async def closed(support: SupportHarness) -> None:
    """A case from its opening to its end, and the question about it."""
    await support.reload(**FORUM)
    await support.complain(STORY)
    await in_case(support, "Привезём новую")
    await in_case(support, "/close Подвела доставка")
    await support.deliver(await support.anna.start("s_after-case"))


def latest(support: SupportHarness) -> Message:
    return [message for message in support.anna.chat.messages if message.from_bot][-1]


async def tap(support: SupportHarness, button: str) -> None:
    await support.deliver(await support.anna.tap(latest(support), button))


async def test_no_offers_the_case_again_and_a_tap_opens_it(support: SupportHarness) -> None:
    await closed(support)
    await tap(support, "👎 Нет")
    assert latest(support).text == "Жаль, что помочь не вышло. Хотите, вернёмся к обращению 1?"
    await tap(support, AGAIN)
    case = await support.case(1)
    assert (case.status, case.reopened, case.closed_at) == ("taken", 1, None)
    assert case.has_priority, "they said that it did not help, as under the closing message"
    assert "Снова открыли" in latest(support).text
    assert "💬 Анна:\nВопрос не решён" in support.said()


async def test_a_second_tap_opens_nothing_more(support: SupportHarness) -> None:
    await closed(support)
    await tap(support, "👎 Нет")
    offered = latest(support)
    for _ in range(2):
        await support.deliver(await support.anna.tap(offered, AGAIN))
    assert (await support.case(1)).reopened == 1
    assert support.said().count("💬 Анна:\nВопрос не решён") == 1


async def test_the_case_of_somebody_else_stays_closed(support: SupportHarness) -> None:
    await closed(support)
    await tap(support, "👎 Нет")
    data = next(one.data for one in latest(support).buttons if one.text == AGAIN)
    await support.deliver(await support.zoya.start())
    mine = [message for message in support.zoya.chat.messages if message.from_bot][-1]
    await support.deliver(await support.zoya.forge(mine, str(data)))
    assert (await support.case(1)).closed_at is not None


async def test_too_late_for_the_case_says_so(support: SupportHarness) -> None:
    await closed(support)
    await tap(support, "👎 Нет")
    support.harness.fake_clock.move(days=8)
    await tap(support, AGAIN)
    await support.toasted(support.anna, "слишком давно")
    assert (await support.case(1)).closed_at is not None


async def test_yes_asks_how_content_they_are_how_easy_it_was_and_offers_nothing(
    support: SupportHarness,
) -> None:
    await closed(support)
    await tap(support, "👍 Да")
    assert "Довольны ли вы" in latest(support).text
    await tap(support, "😍")
    assert "Легко ли было" in latest(support).text
    await tap(support, "7")
    assert latest(support).text.startswith("Ваша оценка: 7/7")
    assert (await support.case(1)).closed_at is not None
    assert len(await support.harness.rows(tables.cases)) == 1


async def test_a_low_csat_with_words_is_a_case_with_the_score_on_its_scale(support: SupportHarness) -> None:
    await closed(support)
    await tap(support, "👍 Да")
    await tap(support, "😕")
    await support.deliver(await support.anna.say("Пять раз объяснял одно и то же"))
    [_, case] = await support.harness.rows(tables.cases)
    assert (case["source"], case["score"], case["scale"]) == ("score", 2, 5)
    assert any("Оценка: 2 из 5" in said for said in support.said())


async def test_words_about_a_high_effort_are_for_staff_to_read(support: SupportHarness) -> None:
    await closed(support)
    for button in ("👍 Да", "🙂", "2"):
        await tap(support, button)
    await support.deliver(await support.anna.say("Пять раз объяснял одно и то же"))
    assert len(await support.harness.rows(tables.cases)) == 1
    [listed] = await support.harness.rows(tables.feedback)
    [words] = [row for row in await support.harness.rows(tables.answers) if row["question_id"] == "hard"]
    assert words["words"] == "Пять раз объяснял одно и то же"
    assert listed["answer_id"] == words["id"]


async def test_without_a_case_nothing_is_offered(support: SupportHarness) -> None:
    await support.reload(**FORUM)
    await support.deliver(await support.anna.start("s_after-case"))
    await tap(support, "👎 Нет")
    assert latest(support).text.endswith("Спасибо, что сказали прямо.")

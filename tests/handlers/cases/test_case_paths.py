"""The customer's side of an open case, through real phones: replying, correcting, coming back to it."""

import pytest

from playground import Message
from storage import tables
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

KINDS = pytest.mark.parametrize("kind", [{"forum": True}, {"supergroup": True}], ids=["forum", "plain"])


async def say(support: SupportHarness, *texts: str, reply_to: Message | None = None) -> None:
    for text in texts:
        await support.deliver(await support.anna.say(text, reply_to=reply_to))


def brought(support: SupportHarness) -> str:
    """The last thing of the customer's that the group shows."""
    return [text for text in support.said() if "Анна:\n" in text][-1]


@KINDS
async def test_an_edit_of_the_story_reaches_the_case(support: SupportHarness, kind: dict[str, bool]) -> None:
    await support.reload(**kind)
    await say(support, "/complain", "Качество")
    story = await support.anna.say("Чашка разбита")
    await support.deliver(story)
    mine = next(one for one in support.anna.chat.messages if one.text == "Чашка разбита")
    await support.deliver(await support.anna.edit(mine, "5 чашек разбито"))
    assert brought(support) == "✏️ Анна:\n5 чашек разбито"
    assert "сохранили новый текст" in support.heard()[-1]


@KINDS
async def test_a_reply_to_a_message_of_the_case_is_no_answer_to_another_question(
    support: SupportHarness, kind: dict[str, bool]
) -> None:
    await support.reload(**kind)
    await say(support, "/complain", "Качество", "Разбито", "/rate")
    received = await support.anna.sees("номер 1")
    await say(support, "10 чашек, если точно", reply_to=received)
    assert brought(support).startswith("💬 Анна:\n↪️ Приняли ваше обращение, номер 1")
    assert brought(support).endswith("\n10 чашек, если точно")
    await say(support, "9")
    assert [row["score"] for row in await support.harness.rows(tables.answers) if row["score"]] == [9]


async def test_thanks_after_a_week_are_kept_with_the_closed_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await say(support, "/complain", "Качество", "Разбито", "В магазине")
    [topic] = support.group.topics.values()
    await support.deliver(await support.vera.say("/close delivery", to=support.group, topic=topic))
    support.harness.fake_clock.move(days=7, seconds=1)
    await say(support, "Спасибо, всё хорошо")
    case = await support.case(1)
    assert case.closed_at is not None
    assert case.reopened == 0
    assert says("courtesy")("ru") in support.heard()[-1]
    kept = [(row["words"], row["case_id"]) for row in await support.harness.rows(tables.messages)]
    assert kept == [("Спасибо, всё хорошо", case.id)]


async def test_a_photo_at_the_end_of_the_week_opens_the_case_again(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await say(support, "/complain", "Качество", "Разбито", "В магазине")
    [topic] = support.group.topics.values()
    await support.deliver(await support.vera.say("/close delivery", to=support.group, topic=topic))
    support.harness.fake_clock.move(days=7)
    await support.deliver(await support.anna.photo(b"picture"))
    assert "Снова открыли обращение 1" in support.heard()[-1]
    assert not topic.closed


async def test_a_new_complaint_is_told_to_its_own_case_while_an_older_one_is_open(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await say(support, "/complain", "Качество", "Разбито", "В магазине")
    await say(support, "/complain", "Курьер накричал", "Обслуживание", "Прямо в дверях")
    first, second = await support.all_cases()
    assert first["words"] == "Разбито"
    assert (second["category"], second["words"]) == ("service", "Курьер накричал")
    assert brought(support) == "💬 Анна:\nПрямо в дверях"

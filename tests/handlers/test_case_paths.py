"""The customer's side of an open case, through real phones: replying, correcting, coming back to it."""

import pytest

from playground import Message
from storage import tables
from tests.handlers.counter import Counter

KINDS = pytest.mark.parametrize("kind", [{"forum": True}, {"supergroup": True}], ids=["forum", "plain"])


async def say(counter: Counter, *texts: str, reply_to: Message | None = None) -> None:
    for text in texts:
        await counter.deliver(await counter.anna.say(text, reply_to=reply_to))


def brought(counter: Counter) -> str:
    """The last thing of the customer's that the group shows."""
    return [text for text in counter.said() if "Анна:\n" in text][-1]


@KINDS
async def test_an_edit_of_the_story_reaches_the_case(counter: Counter, kind: dict[str, bool]) -> None:
    await counter.furnish(**kind)
    await say(counter, "/complain", "Качество")
    story = await counter.anna.say("Чашка разбита")
    await counter.deliver(story)
    mine = next(one for one in counter.anna.chat.messages if one.text == "Чашка разбита")
    await counter.deliver(await counter.anna.edit(mine, "5 чашек разбито"))
    assert brought(counter) == "✏️ Анна:\n5 чашек разбито"
    assert "сохранили новый текст" in counter.heard()[-1]


@KINDS
async def test_a_reply_to_a_message_of_the_case_is_no_answer_to_another_question(
    counter: Counter, kind: dict[str, bool]
) -> None:
    await counter.furnish(**kind)
    await say(counter, "/complain", "Качество", "Разбито", "/rate")
    received = await counter.anna.sees("номер 1")
    await say(counter, "10 чашек, если точно", reply_to=received)
    assert brought(counter) == "💬 Анна:\n10 чашек, если точно"
    await say(counter, "9")
    assert [row["score"] for row in await counter.office.rows(tables.answers) if row["score"]] == [9]


async def test_words_after_a_week_are_no_part_of_a_closed_case_but_kept(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await say(counter, "/complain", "Качество", "Разбито", "В магазине")
    [topic] = counter.group.topics.values()
    await counter.deliver(await counter.vera.say("/close delivery", to=counter.group, topic=topic))
    counter.office.hands.move(days=7, seconds=1)
    await say(counter, "Спасибо, всё хорошо")
    case = await counter.case(1)
    assert case.closed_at is not None
    assert case.reopened == 0
    assert "сообщение получили и сохранили" in counter.heard()[-1]
    kept = [(row["words"], row["case_id"]) for row in await counter.office.rows(tables.messages)]
    assert kept == [("Спасибо, всё хорошо", None)]


async def test_a_photo_at_the_end_of_the_week_opens_the_case_again(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await say(counter, "/complain", "Качество", "Разбито", "В магазине")
    [topic] = counter.group.topics.values()
    await counter.deliver(await counter.vera.say("/close delivery", to=counter.group, topic=topic))
    counter.office.hands.move(days=7)
    await counter.deliver(await counter.anna.photo(b"picture"))
    assert "Снова открыли обращение 1" in counter.heard()[-1]
    assert not topic.closed


async def test_a_new_complaint_is_told_to_its_own_case_while_an_older_one_is_open(counter: Counter) -> None:
    await counter.furnish(forum=True)
    await say(counter, "/complain", "Качество", "Разбито", "В магазине")
    await say(counter, "/complain", "Курьер накричал", "Обслуживание", "Прямо в дверях")
    first, second = await counter.all_cases()
    assert first["words"] == "Разбито"
    assert second["words"] == "Курьер накричал\n\nПрямо в дверях"
    assert "Курьер накричал" in brought(counter)

"""Two open cases of one person never mix: each is a thread of talk of its own."""

import json

from playground import Message
from storage import tables
from storage.rows import Case
from tests.handlers.cases.test_case_conversation import arrived_in, in_topic, told, topic_of
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"
OTHER = "И кассир грубил"


async def two_cases(support: SupportHarness) -> tuple[Case, Case]:
    await support.reload(forum=True)
    return await support.complain(STORY), await support.complain(OTHER)


async def replied(support: SupportHarness, words: str, to: Message) -> None:
    await support.deliver(await support.anna.say(words, reply_to=to))


def about(number: int) -> str:
    return says("case-about", number=str(number))("ru")


async def test_what_is_written_after_the_closing_of_one_goes_to_that_one(support: SupportHarness) -> None:
    await two_cases(support)
    await in_topic(support, 1, "Разбираемся")
    await in_topic(support, 2, "/close staff", by=support.oleg)
    await told(support, "Мороженое так и не вернули")
    assert arrived_in(support, "Мороженое так и не вернули") == 2
    assert ((await support.case(2)).reopened, (await support.case(1)).reopened) == (1, 0)


async def test_so_it_does_when_closing_and_words_come_in_one_batch(support: SupportHarness) -> None:
    await two_cases(support)
    await told(support, "Ещё о кассире")
    await in_topic(support, 1, "Какого числа?")

    closing = await support.oleg.say("/close staff", to=support.group, topic=topic_of(support, 2))
    words = await support.anna.say("Третьего")
    await support.deliver(closing, words)
    assert arrived_in(support, "Третьего") == 2


async def test_an_open_case_gets_what_comes_long_after_another_was_closed(support: SupportHarness) -> None:
    await two_cases(support)
    await in_topic(support, 2, "/close staff")
    support.harness.fake_clock.move(days=8)
    await told(support, "Когда же?")
    assert arrived_in(support, "Когда же?") == 1
    assert len(await support.all_cases()) == 2


async def test_a_reply_to_own_words_goes_to_their_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    first = await support.anna.say("Заказ 111")
    await support.deliver(first)
    await support.complain(OTHER)
    assert first.message is not None
    await replied(support, "Его и ждала", first.message)
    assert arrived_in(support, "Его и ждала") == 1


async def test_what_staff_write_names_its_case_where_the_talk_was_about_another(
    support: SupportHarness,
) -> None:
    await two_cases(support)
    await in_topic(support, 1, "Какого числа это было?")
    assert support.heard()[-1] == f"{about(1)}\nКакого числа это было?"
    await in_topic(support, 1, "И во сколько?")
    assert support.heard()[-1] == "И во сколько?"
    await in_topic(support, 2, "Как звали кассира?", by=support.oleg)
    assert support.heard()[-1] == f"{about(2)}\nКак звали кассира?"


async def test_a_single_open_case_is_not_named(support: SupportHarness) -> None:
    await two_cases(support)
    await in_topic(support, 2, "/close staff")
    await in_topic(support, 1, "Какого числа это было?")
    assert support.heard()[-1] == "Какого числа это было?"


async def test_a_voice_message_names_its_case_too(support: SupportHarness) -> None:
    await two_cases(support)

    voice = await support.vera.voice(b"v", to=support.group, topic=topic_of(support, 1))
    await support.deliver(voice)
    sent = [json.loads(row["body"]) for row in await support.outbox() if row["method"] == "sendVoice"]
    assert [body["caption"] for body in sent] == [about(1)]
    stored = [row for row in await support.harness.rows(tables.messages) if row["staff_telegram_id"]]
    assert [row["words"] for row in stored] == [None]

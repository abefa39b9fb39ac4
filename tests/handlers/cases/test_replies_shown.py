"""Staff see what a customer replies to or quotes: the message in the topic, else its words."""

from typing import Any

from playground import Message
from surveys.roles import Role
from tests.handlers.cases.test_case_conversation import in_topic, told
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"


async def replied(support: SupportHarness, words: str, to: Message, quote: str | None = None) -> Message:
    """Anna replies, quoting a part of it; what the group shows of that."""
    update = await support.anna.say(words, reply_to=to)
    if quote is not None:
        payload: Any = update.payload
        payload["message"]["quote"] = {"text": quote, "position": to.text.index(quote), "is_manual": True}
    await support.deliver(update)
    return next(one for one in reversed(support.shown()) if words in one.text)


async def offered(support: SupportHarness) -> None:
    await in_topic(support, 1, "Вернём деньги")
    await in_topic(support, 1, "Или привезём новый торт")


async def test_a_reply_to_one_of_two_offers_is_shown_as_a_reply_to_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await offered(support)
    shown = await replied(support, "Согласна на это", await support.anna.sees("Вернём деньги"))
    assert shown.reply_to is not None
    assert (shown.reply_to.from_bot, shown.reply_to.text) == (False, "Вернём деньги")
    assert shown.text == "💬 Анна:\nСогласна на это"


async def test_so_it_is_in_a_group_without_topics(support: SupportHarness) -> None:
    await support.reload()
    await support.complain(STORY)
    for words in ("Вернём деньги", "Или привезём новый торт"):
        await support.deliver(await support.vera.say(words, to=support.group, reply_to=support.card()))
    shown = await replied(support, "Согласна на это", await support.anna.sees("Вернём деньги"))
    assert shown.reply_to is not None
    assert shown.reply_to.text == "Вернём деньги"


async def test_a_quote_is_shown_in_its_words(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги или привезём новый торт")
    answered = await support.anna.sees("Вернём деньги")
    shown = await replied(support, "Согласна", answered, quote="привезём новый торт")
    assert shown.reply_to is not None
    assert "↪️ привезём новый торт" in shown.text


async def test_a_reply_to_own_earlier_words_is_shown_as_one(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    earlier = await support.anna.say("Заказ 111")
    await support.deliver(earlier)
    await told(support, "Или 112")
    assert earlier.message is not None
    shown = await replied(support, "Этот", earlier.message)
    assert shown.reply_to is not None
    assert shown.reply_to.text == "💬 Анна:\nЗаказ 111"


async def test_a_reply_to_the_words_that_opened_the_case_is_shown_as_one(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "Доставка")
    story = await support.anna.say(STORY)
    await support.deliver(story)
    assert story.message is not None
    shown = await replied(support, "Точнее, на четыре", story.message)
    assert shown.reply_to is not None
    assert STORY in shown.reply_to.text


async def test_a_reply_to_a_notice_of_ours_is_shown_in_words(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    shown = await replied(support, "Сколько ждать?", await support.anna.sees("Приняли ваше обращение"))
    assert shown.reply_to is None
    assert shown.text.splitlines()[1].startswith("↪️ Приняли")


async def test_what_is_replied_to_stands_in_a_digest_too(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await offered(support)
    await told(support, *map(str, range(6)))
    await support.deliver(
        await support.anna.say("Согласна", reply_to=await support.anna.sees("Вернём деньги"))
    )
    await support.pass_on_digests()
    assert "↪️ Вернём деньги" in support.said()[-1]


async def test_owners_without_a_group_see_it_in_words(support: SupportHarness) -> None:
    await support.deliver(await support.boris.start(), await support.anna.start())
    await support.enroll(support.boris, Role.OWNER)
    await support.complain(STORY)
    received = await support.anna.sees("Приняли ваше обращение")
    await support.deliver(await support.anna.say("Сколько ждать?", reply_to=received))
    await support.hears(support.boris, "Сколько ждать?")
    [heard] = [one.text for one in support.boris.chat.messages if "Сколько ждать?" in one.text]
    assert "Приняли ваше обращение" in heard


async def test_a_reply_to_a_voice_message_names_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги")
    answered = await support.anna.sees("Вернём деньги")
    update = await support.anna.say("Не расслышала", reply_to=answered)
    payload: Any = update.payload
    replied_to = payload["message"]["reply_to_message"]
    del replied_to["text"]
    replied_to |= {"message_id": 1, "voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}}
    await support.deliver(update)
    assert "↪️ [голосовое]" in support.said()[-1]

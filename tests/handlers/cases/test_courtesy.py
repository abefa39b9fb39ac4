"""Thanks ask for nothing: they open no case again, and leave an answered one answered."""

import pytest

from storage import tables
from surveys.cases.courtesy import answers_nothing, asks_nothing, is_courtesy
from surveys.questions.message_kind import MessageKind
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа"
THANKS = [
    "Спасибо большое!",
    "ок",
    "Спасибо за помощь",
    "👍",
    "Thank you so much!",
    "ok thanks",
    "🙏🏻❤️",
    "Всё хорошо, спасибо)",
    "СПАСИБОООО!!!",
    "приняла, спс",
    "Спасибо, до свидания",
    "Хорошего дня!",
    "Заранее спасибо",
    "Спасибо, всё получилось",
    "Got it, thank u",
    "Спасибо большое, Вера!",
    "Thanks, Mary Ann :)",
    "Thanks in advance, have a nice day",
]
WAITS = ["Ок, жду", "Хорошо, буду ждать!", "Спасибо, подождём", "Ok, I'll wait", "ok waiting"]
WORDS = [
    "спасибо, но деньги не пришли",
    "ок, а когда?",
    "??",
    "Не хорошо",
    "thanks for nothing",
    "ok but where is it?",
    "Спасибо, 5512",
    "Деньги так и не вернули",
    "❓❓",
    "ок⁉️",
    "Спасибо, не помогло",
    "Спасибо. Верните деньги",
    "Спасибо, верните Деньги",
    "Олег, ответьте",
    "Жду ответа",
    "Спасибо, жду возврата",
]


@pytest.mark.parametrize("words", THANKS)
def test_these_words_are_thanks(words: str) -> None:
    assert is_courtesy(words)


@pytest.mark.parametrize("words", [*WORDS, "", " "])
def test_these_words_are_not(words: str) -> None:
    assert not is_courtesy(words)


@pytest.mark.parametrize("words", WAITS)
def test_a_customer_who_will_wait_asks_nothing_and_staff_who_wait_ask_something(words: str) -> None:
    assert asks_nothing(MessageKind.TEXT, words)
    assert not answers_nothing(MessageKind.TEXT, words)


@pytest.mark.parametrize("words", ["Жду", "I will wait", *WORDS])
def test_waiting_without_assent_asks(words: str) -> None:
    assert not asks_nothing(MessageKind.TEXT, words)


async def closed(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги")
    await in_topic(support, 1, "/close delivery")


@pytest.mark.parametrize("words", THANKS[:6])
async def test_thanks_after_the_end_open_nothing_and_are_seen(support: SupportHarness, words: str) -> None:
    await closed(support)
    heard = len(support.heard())
    await told(support, words)
    case = await support.case(1)
    assert (case.status, case.reopened) == ("closed", 0)
    assert topic_of(support, 1).closed
    assert support.said()[-1] == f"💬 Анна:\n{words}"
    assert (await support.harness.rows(tables.messages))[-1]["case_id"] == case.id
    assert support.heard()[heard:] == [says("courtesy")("ru")]


async def test_a_sticker_after_the_end_opens_nothing(support: SupportHarness) -> None:
    await closed(support)
    await support.deliver(await support.anna.sticker(b"s"))
    assert ((await support.case(1)).status, (await support.case(1)).reopened) == ("closed", 0)


@pytest.mark.parametrize("words", WORDS[:4])
async def test_what_is_still_wrong_opens_it_again(support: SupportHarness, words: str) -> None:
    await closed(support)
    await told(support, words)
    assert (await support.case(1)).reopened == 1


async def test_a_reply_of_thanks_to_the_closing_opens_nothing(support: SupportHarness) -> None:
    await closed(support)
    closing = await support.anna.sees("Мы закрыли обращение")
    await support.deliver(await support.anna.say("Спасибо!", reply_to=closing))
    assert (await support.case(1)).reopened == 0


async def test_thanks_leave_an_answered_case_answered(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "Вернём деньги")
    assert (await support.case(1)).status == "answered"
    heard = support.heard()
    await told(support, "Спасибо!", "Ок, жду")
    await support.deliver(await support.anna.sticker(b"s"))
    dice = await support.anna.say("🎲")
    said = dice.payload["message"]
    assert isinstance(said, dict)
    said.pop("text")
    said["dice"] = {"emoji": "🎲", "value": 3}
    await support.deliver(dice)
    assert (await support.case(1)).status == "answered"
    assert support.heard() == heard
    assert "💬 Анна:\nСпасибо!" in support.said()
    await told(support, "А когда?")
    assert (await support.case(1)).status == "taken"
    await in_topic(support, 1, "Хорошо")
    assert (await support.case(1)).status == "taken", "assent is no answer"
    await in_topic(support, 1, "Хорошо, жду вас")
    assert (await support.case(1)).status == "answered"


async def test_thanks_that_overtake_the_answers_delivery_leave_it_the_last_word(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    answer = await support.vera.say("Вернём деньги", to=support.group, topic=topic_of(support, 1))
    await support.deliver(answer, await support.anna.say("Спасибо!"))
    assert (await support.case(1)).status == "answered"


async def test_thanks_while_nobody_has_the_case_get_no_promise(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await told(support, "Ок")
    assert says("case-added")("ru") not in support.heard()
    assert (await support.case(1)).status == "open"


async def test_thanks_are_an_answer_where_words_are_asked_for(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Спасибо!")
    assert [row["words"] for row in await support.harness.rows(tables.answers)] == [None, "Спасибо!"]

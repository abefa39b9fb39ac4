"""The customer hears how their case goes, when people will answer, and is asked whether it helped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playground import Message
from storage import tables
from storage.states import OutboxState
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_week
from surveys.language.languages import Language
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.cases.test_case_times import MOSCOW, STORY, at, begin, wait_until
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

NO = "👎 Нет"
YES = "👍 Да"
WHERE = "🔎 Что с моим обращением"


def latest(support: SupportHarness) -> Message:
    return [message for message in support.anna.chat.messages if message.from_bot][-1]


async def tap(support: SupportHarness, message: Message, button: str) -> None:
    await support.deliver(await support.anna.tap(message, button))


async def delays(support: SupportHarness) -> list[str]:
    """What Anna hears of the next round."""
    before = len(support.heard())
    await support.harness.parts.case_delays.run_once()
    await support.settled()
    return support.heard()[before:]


async def closing(support: SupportHarness) -> Message:
    await in_topic(support, 1, "/close delivery")
    return await support.anna.sees("Мы закрыли обращение 1")


async def test_the_receipt_says_the_code_and_when_people_will_answer(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)  # at noon on a working day, with two hours to answer and a lunch between
    assert "номер 1." in support.heard()[-1]
    assert "Код для звонка: 1-3." in support.heard()[-1]
    assert support.heard()[-1].endswith("\n\nОтветим сегодня до 15:00.")
    assert interface("case-code", code="1-3") in support.card().text
    wait_until(support, at(16, 19))  # Friday evening
    await support.complain("Ещё и чашка разбита")
    assert support.heard()[-1].endswith(
        "Сейчас нерабочее время, снова будем на связи 19.10 в 09:00. Ответим 19.10 до 11:00."
    )
    wait_until(support, at(19, 8))
    await support.harness.database.write(
        lambda connection: connection.execute(tables.customers.update().values(timezone="Asia/Omsk"))
    )
    await tap(support, await support.anna.sees("номер 1."), WHERE)
    assert "снова будем на связи сегодня в 12:00" in latest(support).text, "by the customer's own clock"


async def test_midnight_is_the_end_of_a_day_and_the_beginning_of_the_next(support: SupportHarness) -> None:
    hours = BusinessHours(MOSCOW, read_week(["mon-thu 22:00-24:00", "fri 00:00-24:00"]))
    await begin(support, hours=hours)
    await support.complain(STORY)
    assert support.heard()[-1].endswith("снова будем на связи сегодня в 22:00. Ответим сегодня до 24:00.")
    wait_until(support, at(22, 23))
    await support.complain("Чашка разбита")
    assert support.heard()[-1].endswith("Ответим завтра до 01:00.")
    wait_until(support, at(29, 22))
    await in_topic(support, 2, "Привезём")
    wait_until(support, at(31, 12))
    await told(support, "Где же?")
    await told(support, "/mycase")
    assert "снова будем на связи 02.11 в 22:00. Ответим 02.11 до 23:00." in support.heard()[-1]


async def test_without_hours_and_limits_nothing_is_promised(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    assert support.heard()[-1].endswith("Код для звонка: 1-3.")
    support.harness.fake_clock.move(days=3)
    assert await delays(support) == []


async def test_the_name_of_whoever_took_it_is_told_where_the_company_wants_that(
    support: SupportHarness,
) -> None:
    await begin(support)
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    assert "им занимается сотрудник" in support.heard()[-1]
    await told(support, "/mycase")
    assert interface("my-case-taken") in support.heard()[-1]
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, names_staff=True)
    await support.complain("Чашка разбита")
    await in_topic(support, 2, "/take")
    assert "им занимается Вера." in support.heard()[-1]
    await told(support, "/mycase")
    assert interface("my-case-taken-by", name="Вера") in support.heard()[-1]


async def test_whoever_answers_is_named_where_the_company_wants_that_until_somebody_else_does(
    support: SupportHarness,
) -> None:
    await begin(support)
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, names_staff=True)
    await support.complain(STORY)
    vera, oleg = (interface("case-answer-by", name=name) for name in ("Вера", "Олег"))
    await in_topic(support, 1, "Выясняем")
    await in_topic(support, 1, "Уже едет")
    answer = await support.oleg.say("Подтверждаю", to=support.group, topic=topic_of(support, 1))
    await support.deliver(answer)
    await support.confirm_reply(support.oleg)
    assert support.heard()[-3:] == [f"{vera}\nВыясняем", "Уже едет", f"{oleg}\nПодтверждаю"]
    assert answer.message is not None
    await support.deliver(await support.oleg.edit(answer.message, "Подтверждаю: едет"))
    assert support.heard()[-1] == f"{oleg}\nПодтверждаю: едет"
    assert "Подтверждаю: едет" in [row["words"] for row in await support.harness.rows(tables.messages)]
    await support.complain("Чашка разбита")
    await in_topic(support, 1, "Приехал?")
    number = interface("case-about", number="1")
    assert support.heard()[-1] == f"{number}\n{vera}\nПриехал?"


async def test_a_delay_is_told_once_a_wait_and_not_once_it_is_answered(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    wait_until(support, at(15, 14, 59))
    assert await delays(support) == []
    wait_until(support, at(15, 15))
    assert [text[:40] for text in await delays(support)] == ["По обращению 1 отвечаем дольше, чем обещ"]
    await told(support, "Ну и когда?")
    wait_until(support, at(15, 18))  # by now the solution is late too
    assert await delays(support) == []
    await in_topic(support, 1, "Выезжаем")
    wait_until(support, at(16, 10))
    await told(support, "Не приехали")
    wait_until(support, at(16, 11))
    harness = support.harness
    await harness.parts.case_delays.run_once()  # it waits for its turn while staff answer
    rows = [row for row in await support.outbox() if row["purpose"] == "case_delay"]
    assert len(rows) == 2
    assert (await support.case(1)).delay_told_at == at(16, 11)
    await support.settled()
    assert await delays(support) == []
    assert len(await harness.rows(tables.cases)) == 1


async def test_a_delay_that_waits_for_the_day_is_dropped_once_staff_have_answered(
    support: SupportHarness,
) -> None:
    await begin(support, hours=None)
    wait_until(support, at(15, 20, 30))
    await support.complain(STORY)
    wait_until(support, at(15, 23))
    assert await delays(support) == [], "not at night"
    await in_topic(support, 1, "Привезём утром")
    wait_until(support, at(16, 11))
    assert await delays(support) == []
    [row] = [row for row in await support.outbox() if row["purpose"] == "case_delay"]
    assert row["state"] == OutboxState.REFUSED


async def test_nobody_is_told_of_a_delay_whose_case_staff_do_not_see(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    contexts = support.harness.contexts
    contexts.current = support.context_without_support()
    wait_until(support, at(15, 16))
    assert await delays(support) == []


async def test_whoever_knows_nothing_of_a_case_hears_of_no_delay(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY, is_told=False)
    wait_until(support, at(15, 16))
    assert await delays(support) == []
    assert (await support.case(1)).delay_told_at is None


async def test_yes_confirms_the_closing_and_is_shown_on_the_card(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    closed = await closing(support)
    assert [button.text for button in closed.buttons] == [YES, NO]
    await tap(support, closed, YES)
    assert (await support.case(1)).helped is True
    assert latest(support).text == interface("helped-yes", number="1")
    assert latest(support).buttons == []
    assert interface("case-helped") in support.card().text
    await told(support, "Ой, опять сломалось")
    again = await support.case(1)
    assert (again.helped, again.has_priority, again.reopened) == (None, False, 1)


async def test_no_opens_the_case_again_before_all_others(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    closed = await closing(support)
    await support.complain("Всё ужасно, верните деньги")
    data = next(one.data for one in closed.buttons if one.text == NO)
    await support.deliver(await support.zoya.start())
    foreign = [message for message in support.zoya.chat.messages if message.from_bot][-1]
    await support.deliver(await support.zoya.forge(foreign, str(data)))
    assert (await support.case(1)).helped is None, "somebody else's case"
    await tap(support, closed, NO)
    again = await support.case(1)
    assert (again.helped, again.has_priority, again.reopened, again.closed_at) == (False, True, 1, None)
    assert again.next_reply_due_at is not None or again.first_reply_due_at is not None
    assert support.said().count("💬 Анна:\nВопрос не решён") == 1
    assert "Снова открыли обращение 1" in support.heard()[-1]
    assert interface("case-helped-not") in support.card().text
    assert support.card().text.startswith("❗")
    await support.deliver(await support.anna.forge(closed, str(data)))
    assert (await support.case(1)).reopened == 1, "a second tap opens nothing"
    await in_topic(support, 1, "/close delivery")
    assert (await support.case(1)).helped is None, "it is asked anew"


async def test_no_after_a_week_says_that_it_is_too_late(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    closed = await closing(support)
    support.harness.fake_clock.move(days=8)
    await tap(support, closed, NO)
    await support.toasted(support.anna, "слишком давно")
    case = await support.case(1)
    assert (case.closed_at is not None, case.helped) == (True, None)


@pytest.mark.parametrize("words", ["Что с моей жалобой?", "where is my complaint?"])
async def test_asking_in_words_is_answered_read_by_staff_and_moves_no_clock(
    support: SupportHarness, words: str
) -> None:
    await begin(support)
    await support.complain(STORY)
    before = await support.case(1)
    wait_until(support, at(15, 15, 30))
    await told(support, words)
    assert support.heard()[-1] == "\n".join(
        [interface("my-case", number="1", code="1-3"), interface("my-case-open"), interface("case-late")]
    )
    assert support.said()[-1] == f"💬 Анна:\n{words}"
    assert replace(await support.case(1), sentiment=None) == replace(before, sentiment=None)


@pytest.mark.parametrize(
    "words", ["Как подать жалобу?", "Что с моей жалобой? Курьер опять опоздал", "где заказ"]
)
async def test_other_words_go_where_they_belong(support: SupportHarness, words: str) -> None:
    await begin(support)
    await support.complain(STORY)
    await told(support, words)
    assert support.said()[-1] == f"💬 Анна:\n{words}"
    assert interface("my-case", number="1", code="1-3") not in support.heard()[-1]


async def test_whoever_has_no_open_case_is_told_so(support: SupportHarness) -> None:
    await begin(support)
    await told(support, "/mycase")
    assert support.heard()[-1] == interface("my-case-none")
    await told(support, "Что с моей жалобой?")
    assert support.heard()[-1] != interface("my-case-none"), "kept as any other words"
    await support.complain(STORY)
    await in_topic(support, 1, "Уже едем")
    await told(support, "/mycase")
    assert support.heard()[-1].endswith(interface("my-case-answered"))
    await closing(support)
    await told(support, "/mycase")
    assert support.heard()[-1] == interface("my-case-closed", number="1")
    support.harness.fake_clock.move(days=8)
    await told(support, "/mycase")
    assert support.heard()[-1] == interface("my-case-none")


async def test_staff_find_a_case_by_its_code_and_hear_of_a_slip(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    general = await support.vera.say("/ref 1-3", to=support.group)
    await support.deliver(general)
    assert STORY in support.said()[-1]
    await support.deliver(await support.vera.say("/ref 14", to=support.group))
    assert support.said()[-1] == interface("ref-slip")
    await support.deliver(await support.vera.say("/ref", to=support.group, topic=topic_of(support, 1)))
    assert support.said()[-1] == interface("ref-which")
    await support.deliver(await support.vera.say("/ref 21-7"))
    private = [message.text for message in support.vera.chat.messages if message.from_bot]
    assert private[-1] in (interface("ref-slip"), interface("case-unknown"))
    await support.deliver(await support.vera.say("/ref 13"))
    private = [message.text for message in support.vera.chat.messages if message.from_bot]
    assert STORY in private[-1]
    await support.deliver(await support.anna.say("/ref 1-3"))
    assert STORY not in support.heard()[-1]


async def test_the_customer_reads_all_of_it_in_their_language(support: SupportHarness) -> None:
    await begin(support)
    await support.deliver(await support.anna.say("/start"))
    await support.harness.database.write(
        lambda connection: connection.execute(tables.customers.update().values(language=Language.EN))
    )
    await support.complain(STORY)
    assert support.heard()[-1].endswith(
        "Your code, should you call us: 1-3.\n\nWe will reply by 15:00 today."
    )
    wait_until(support, at(15, 15))
    [late] = await delays(support)
    assert late.startswith("We are taking longer over your case 1")
    await in_topic(support, 1, "/close delivery")
    assert [button.text for button in latest(support).buttons] == ["👍 Yes", "👎 No"]
    support.harness.fake_clock.move(seconds=timedelta(hours=1).total_seconds())
    await tap(support, latest(support), "👍 Yes")
    assert latest(support).text == interface("helped-yes", "en", number="1")


@pytest.mark.parametrize(
    ("words", "helped"), [("Помогло, спасибо", True), ("Yes, it did", True), ("Нет, не помогло", False)]
)
@pytest.mark.parametrize("is_reply", [False, True])
async def test_whether_it_helped_is_said_in_words_too(
    support: SupportHarness, words: str, helped: bool, is_reply: bool
) -> None:
    await begin(support)
    await support.complain(STORY)
    await in_topic(support, 1, "/close delivery")
    closing = [one for one in support.anna.chat.messages if one.from_bot][-1]
    await support.deliver(await support.anna.say(words, reply_to=closing if is_reply else None))
    case = await support.case(1)
    assert (case.helped, case.closed_at is not None) == (helped, helped)
    assert any(
        interface("helped-yes" if helped else "helped-no", number="1") in one for one in support.heard()
    )
    if not helped:
        assert case.has_priority
        await told(support, "Помогло")
        assert (await support.case(1)).status == "taken", "it is not asked while staff are at it"

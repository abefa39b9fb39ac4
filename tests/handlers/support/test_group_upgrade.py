"""A group that becomes a supergroup counts its messages anew: no old number means anything there."""

from handlers.shared.content import Content
from playground import Fault, Group, Message
from storage.states import OutboxState
from surveys.questions.message_kind import MessageKind
from tests.handlers.customer.stray_input import says
from tests.handlers.support_harness import SupportHarness

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"


async def upgraded(support: SupportHarness, *, told: bool = True) -> Group:
    """The group becomes a supergroup; the bot is told of it, or has to find out."""
    old = support.group
    support.group = old.upgrade()
    if told:
        await support.deliver(*support.telegram.updates.log[-2:])
    return support.group


async def talk_until(support: SupportHarness, number: int) -> Message:
    """Colleagues talk until a message has this number: it is returned."""
    group, message = support.group, None
    while message is None or message.id < number:
        await support.deliver(await support.oleg.say("между нами", to=group))
        message = group.messages[-1]
    return message


def numbers_of_case(support: SupportHarness, words: str) -> list[int]:
    return [message.id for message in support.shown() if words in message.text or "#1 " in message.text]


async def test_a_reply_to_a_colleague_reaches_no_customer_whatever_stood_at_that_number(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain(STORY)
    last = max(numbers_of_case(support, STORY)) + 9
    heard = support.heard()
    group = await upgraded(support)
    await talk_until(support, last)
    colleagues = [message for message in group.messages if message.text == "между нами"]
    assert colleagues
    for message in colleagues:
        await support.deliver(await support.vera.say("клиентка скандальная", to=group, reply_to=message))
    assert support.heard() == heard
    assert (await support.case(1)).status == "open"


async def test_a_reply_in_the_new_group_reaches_the_customer_of_that_case_only(
    support: SupportHarness,
) -> None:
    await support.reload()
    for number in range(1, 3):
        await support.complain(f"Обращение {number}")
    group = await upgraded(support)
    await support.complain("Обращение 3")
    for message in list(support.shown()):
        named = next(
            (n for n in range(1, 4) if f"#{n} " in message.text or f"Обращение {n}" in message.text), 0
        )
        if named:
            before = {n: (await support.case(n)).status for n in range(1, 4)}
            await support.deliver(await support.vera.say(f"по {named}", to=group, reply_to=message))
            after = {n: (await support.case(n)).status for n in range(1, 4)}
            assert after == before | {named: "answered"}


async def test_taking_an_old_case_changes_its_own_card_and_nobody_elses_message(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain("Первое")
    group = await upgraded(support)
    for number in range(2, 6):
        await support.complain(f"Следующее {number}")
    before = {message.id: message.text for message in group.messages if "#1 " not in message.text}
    asked = next(message for message in support.shown() if "Первое" in message.text)
    await support.deliver(await support.vera.say("/take", to=group, reply_to=asked))
    assert (await support.case(1)).holder_telegram_id == support.vera.id
    assert "✋ В работе: Вера" in support.card().text
    assert before == {message.id: message.text for message in group.messages if message.id in before}


async def test_what_is_open_is_shown_in_the_new_group_and_can_be_answered_there(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain(STORY)
    group = await upgraded(support)
    asked = next(message for message in support.shown() if STORY in message.text)
    await support.deliver(await support.vera.say("Разбираемся", to=group, reply_to=asked))
    assert support.heard()[-1] == "Разбираемся"
    assert [text for text in support.said() if "Клиент:" in text and "#1 " in text] == [support.card().text]


async def test_a_move_that_only_a_refusal_tells_of_heals_the_case_and_answers_nobody_by_mistake(
    support: SupportHarness,
) -> None:
    """The note of the group itself is late, as after an absence."""
    await support.reload()
    await support.complain(STORY)
    heard = support.heard()
    group = await upgraded(support, told=False)
    notes = support.telegram.updates.log[-2:]
    await support.write(Content(MessageKind.TEXT, "Вы переехали?"))
    asked = support.shown()[-1]
    assert asked.text == "💬 Анна:\nВы переехали?"
    assert asked.reply_to is not None
    assert asked.reply_to.text.startswith("#1 ·")
    await support.deliver(*notes)
    last = await talk_until(support, 20)
    await support.deliver(await support.vera.say("не отвечай ей", to=group, reply_to=last))
    assert support.heard() == heard
    await support.deliver(await support.vera.say("Да!", to=group, reply_to=asked))
    assert support.heard()[-1] == "Да!"


async def test_staff_are_heard_in_the_new_group_although_the_notes_of_the_move_never_came(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain(STORY)
    group = await upgraded(support, told=False)
    await support.write(Content(MessageKind.TEXT, "Вы переехали?"))
    asked = support.shown()[-1]
    await support.deliver(await support.vera.say("Переехали, слышим вас", to=group, reply_to=asked))
    assert support.heard()[-1] == "Переехали, слышим вас"
    await support.complain("Ещё одно")
    assert support.said()[-1] == "💬 Анна:\nЕщё одно"
    asked = support.shown()[-1]
    await support.deliver(await support.vera.say("Разберёмся", to=group, reply_to=asked))
    assert support.heard()[-1] == f"{says('case-about', number='2')('ru')}\nРазберёмся"


async def test_an_answer_to_a_command_of_before_the_upgrade_replies_to_nobody(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain(STORY)
    command = await support.vera.say("/cases", to=support.group)
    await upgraded(support, told=False)
    await support.oleg.say("между нами", to=support.group)
    await support.deliver(command)
    listed = support.shown()[-1]
    assert "#1" in listed.text
    assert listed.reply_to is None
    assert {row["state"] for row in await support.outbox()} == {OutboxState.SENT}


async def test_an_edit_is_shown_as_one_in_the_new_group_and_a_reply_to_it_is_understood(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.complain(STORY)
    said = await support.anna.say("И чек не отдали")
    await support.deliver(said)
    assert said.message is not None
    await support.deliver(await support.anna.edit(said.message, "И чек, и сдачу не отдали"))
    group = await upgraded(support)
    asked = support.shown()[-1]
    assert [text for text in support.said() if "чек" in text] == [
        "💬 Анна:\nИ чек не отдали",
        "✏️ Анна:\nИ чек, и сдачу не отдали",
    ]
    await support.deliver(await support.vera.say("Вернём", to=group, reply_to=asked))
    assert support.heard()[-1] == "Вернём"


async def test_an_edit_on_its_way_when_the_group_moves_is_shown_in_its_case(support: SupportHarness) -> None:
    await support.reload()
    await support.complain(STORY)
    said = await support.anna.say("И чек не отдали")
    await support.deliver(said)
    await upgraded(support, told=False)
    assert said.message is not None
    await support.deliver(await support.anna.edit(said.message, "И сдачу не отдали"))
    edited = support.shown()[-1]
    assert edited.text == "✏️ Анна:\nИ сдачу не отдали"
    assert edited.reply_to is not None
    assert edited.reply_to.text.startswith("#1 ·")


async def test_what_staff_wrote_before_the_move_is_heard_although_it_comes_after(
    support: SupportHarness,
) -> None:
    """As after an absence: what waits to be sent finds out first, and lanes take turns."""
    await support.reload()
    await support.complain(STORY)
    asked, colleague = support.shown()[-1], await support.oleg.say("между нами", to=support.group)
    assert colleague.message is not None
    late = [
        await support.vera.say("Разбираемся", to=support.group, reply_to=asked),
        await support.vera.say("Скандальная", to=support.group, reply_to=colleague.message),
        await support.vera.say("Уже едет", to=support.group, reply_to=asked),
    ]
    await upgraded(support, told=False)
    await support.write(Content(MessageKind.TEXT, "Вы переехали?"))
    await support.deliver(colleague, *late, *support.telegram.updates.log[-2:])
    assert [text for text in support.heard() if "едет" in text or "Разби" in text or "Сканд" in text] == [
        "Разбираемся",
        "Уже едет",
    ]
    close = await support.vera.say("/close other", to=support.group, reply_to=support.shown()[-1])
    await support.deliver(close)
    assert (await support.case(1)).status == "closed"


async def test_words_of_before_and_after_the_move_come_in_their_order(support: SupportHarness) -> None:
    """What waits for its topic was written for the group of before, and what comes then for the new one."""
    await support.reload()
    await support.complain(STORY)
    hung = support.telegram.faults.add(
        Fault.TOO_MANY_REQUESTS, "sendMessage", chat_id=support.group.id, retry_after=1, times=2
    )
    await support.receive(await support.anna.say("первое"), await support.anna.say("второе"))
    await support.telegram.calls.made.until(lambda: hung.hits > 0, 20)
    support.group = support.group.upgrade()
    notes = support.telegram.updates.log[-2:]
    await support.receive(*notes)
    for words in ("третье", "четвёртое", "пятое"):
        await support.receive(await support.anna.say(words))
    await support.settled()
    shown = [text.partition("\n")[2] for text in support.said() if text.startswith("💬")]
    assert shown == ["первое", "второе", "третье", "четвёртое", "пятое"]

"""The support group refuses: cases wait, owners hear of it, and all goes on once it works again."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.cases import case_topic
from handlers.shared.content import Content
from handlers.shared.message_copy import plain
from handlers.shared.update_context import UpdateContext
from playground import Fault, Group, Person
from storage import tables
from storage.states import OutboxState
from surveys.questions.message_kind import MessageKind
from surveys.roles import Role
from tests.handlers.support_harness import SupportHarness

FORUM, PLAIN = {"forum": True}, {"supergroup": True}
STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"
NO_RIGHTS = "Bad Request: not enough rights to send text messages to the chat"
DATA = b"some bytes"


def refuse(support: SupportHarness, method: str = "*", description: str = NO_RIGHTS, code: int = 400) -> None:
    support.telegram.faults.add(
        Fault.REFUSE, method, chat_id=support.group.id, description=description, code=code
    )


def accept(support: SupportHarness) -> None:
    support.telegram.faults.clear()


async def passes(support: SupportHarness, **time: float) -> None:
    """Time goes by, and what the clock does is done."""
    support.harness.fake_clock.move(**time)
    await support.settled()
    await support.look_for_undelivered()


def told(person: Person, *parts: str) -> list[str]:
    """What the bot told somebody in private with these words in it."""
    said = [message.text for message in person.chat.messages if message.from_bot]
    return [text for text in said if all(part in text for part in parts)]


def stories(support: SupportHarness) -> list[str]:
    """What customers wrote, topic by topic: within one in order, while cases may take turns."""
    shown = sorted(support.shown(), key=lambda message: message.thread_id or 0)
    return [message.text for message in shown if message.text.startswith("💬")]


async def test_the_words_under_a_picture_that_telegram_refuses_are_read_in_the_case_and_by_owners(
    support: SupportHarness,
) -> None:
    await support.reload(**FORUM)
    await support.complain(STORY)
    support.telegram.faults.add(
        Fault.REFUSE, "sendPhoto", description="Bad Request: PHOTO_INVALID_DIMENSIONS"
    )
    await support.deliver(await support.anna.photo(DATA, "Крышка разбита"))
    assert "PHOTO_INVALID_DIMENSIONS" in support.said()[-1]
    assert "Крышка разбита" in support.said()[-1]
    assert told(support.boris, "PHOTO_INVALID_DIMENSIONS", "Крышка разбита")


async def test_one_message_that_the_group_never_takes_is_told_and_not_tried_with_each_that_it_takes(
    support: SupportHarness,
) -> None:
    await support.reload(**FORUM)
    await support.complain(STORY)
    too_long = plain(support.group.id, "яд" * 4096)  # stands for whatever Telegram does not take
    case = await support.case(1)

    async def say(ctx: UpdateContext) -> None:
        case_topic.post(ctx, case, too_long)

    await support.handled(say)
    for _ in range(6):
        await support.deliver(await support.vera.say("/cases", to=support.group))
    refused = [call for call in support.telegram.calls.of("sendMessage") if not call.ok]
    assert len(refused) <= 3
    assert [text for text in support.said() if "message is too long" in text]
    await support.hears(support.boris, "message is too long")
    await support.deliver(await support.anna.say("А это читается?"))
    assert "Передали сотруднику" in support.heard()[-1]


@pytest.mark.parametrize(
    ("kind", "description"), [(FORUM, NO_RIGHTS), (PLAIN, "Bad Request: CHAT_RESTRICTED")]
)
async def test_a_complaint_that_the_group_refuses_for_a_moment_is_shown_a_little_later(
    support: SupportHarness, kind: dict[str, bool], description: str
) -> None:
    await support.reload(**kind)
    refuse(support, description=description)
    await support.complain(STORY)
    assert support.said() == []
    accept(support)
    await passes(support, minutes=2)
    assert stories(support) == [f"💬 Анна:\n{STORY}"]
    assert "🆕" in support.card().text
    assert {row["state"] for row in await support.outbox()} == {OutboxState.SENT}
    assert told(support.boris, "снова") == []


async def test_owners_hear_within_minutes_that_the_group_refuses_and_again_only_after_a_day(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    refuse(support)
    await support.complain(STORY)
    await support.look_for_undelivered()
    assert told(support.boris, "not enough rights") == []
    await passes(support, minutes=1)
    await support.look_for_undelivered()
    [alarm] = told(support.boris, "not enough rights to send text messages")
    assert "/cases" in alarm
    assert "права" in alarm
    await passes(support, hours=23)
    assert len(told(support.boris, "not enough rights")) == 1
    await passes(support, hours=2)
    assert len(told(support.boris, "not enough rights")) == 2


async def test_when_the_group_works_again_owners_hear_it_and_what_waited_is_shown_in_order(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    refuse(support)
    await support.complain("Первое")
    await passes(support, minutes=2)
    await support.write(Content(MessageKind.TEXT, "И ещё"))
    await support.complain("Второе")
    assert stories(support) == []
    accept(support)
    await passes(support, minutes=10)
    assert stories(support) == ["💬 Анна:\nПервое", "💬 Анна:\nИ ещё", "💬 Анна:\nВторое"]
    assert len(support.group.topics) == 2
    assert len(told(support.boris, "снова принимает")) == 1
    await passes(support, minutes=10)
    assert len(told(support.boris, "снова принимает")) == 1


async def test_thrown_out_unnoticed_the_bot_learns_it_from_the_refusal(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    group.kick_bot()  # which the bot has not been told of
    await support.complain("Первое")
    await support.look_for_undelivered()
    [alarm] = told(support.boris, "нет в группе поддержки")
    assert "bot was kicked" in alarm
    await support.complain("Второе")
    assert "номер 2" in support.heard()[-1]
    assert "Сотрудник прочитает" not in support.heard()[-1]
    assert "увидит" in support.heard()[-1]
    await support.deliver(await support.boris.say("/case 2"))
    assert "💬 Анна:\nВторое" in support.boris.chat.messages[-1].text
    assert OutboxState.UNREACHABLE not in {row["state"] for row in await support.outbox()}


async def test_thrown_out_and_taken_back_the_bot_shows_what_waited_once(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    await support.complain("Дошло")
    group.kick_bot()
    await support.complain("Первое")
    await support.write(Content(MessageKind.TEXT, "И ещё"))
    await support.look_for_undelivered()
    group.add_bot()
    await passes(support, minutes=10)
    assert stories(support) == ["💬 Анна:\nДошло", "💬 Анна:\nПервое", "💬 Анна:\nИ ещё"]
    assert len(told(support.boris, "снова принимает")) == 1


async def test_another_group_that_is_chosen_meanwhile_gets_what_waited_once(support: SupportHarness) -> None:
    old = await support.reload(forum=True)
    old.kick_bot()
    await support.complain("Первое")
    await support.complain("Второе")
    await support.write(Content(MessageKind.TEXT, "И ещё"))
    new = support.telegram.group("Новая", forum=True, members=[support.boris, support.vera])
    await support.choose(new)
    await support.announce()
    old.add_bot()
    support.group = new
    await passes(support, hours=1)
    assert stories(support) == ["💬 Анна:\nПервое", "💬 Анна:\nВторое", "💬 Анна:\nИ ещё"]
    assert len(new.topics) == 2
    assert [message for message in old.messages if message.from_bot and not message.service] == []
    assert told(support.boris, "снова принимает") == []


async def test_a_group_that_never_was_is_told_to_the_owners_and_the_case_waits(
    support: SupportHarness,
) -> None:
    await support.reload()
    await support.choose_id(-1_009_999_999_999)
    await support.complain(STORY)
    await support.look_for_undelivered()
    assert len(told(support.boris, "chat not found")) == 1
    await support.choose(support.group)
    await support.announce()
    assert stories(support) == [f"💬 Анна:\n{STORY}"]


async def test_a_voice_that_the_group_does_not_accept_is_said_in_the_topic_and_arrives_once_it_does(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    refuse(support, "sendVoice", "Bad Request: not enough rights to send voice messages to the chat")
    await support.deliver(await support.anna.voice(DATA))
    for _ in range(2):
        await passes(support, minutes=1)
    [line] = [text for text in support.said() if "[голосовое]" in text]
    assert "not enough rights to send voice" in line
    assert support.shown()[-1].thread_id == next(iter(support.group.topics))
    assert len(told(support.boris, "[голосовое]", "#1")) == 1
    assert told(support.boris, "не принимает мои сообщения") == []
    accept(support)
    await passes(support, hours=1)
    assert [message for message in support.shown() if message.media]
    assert told(support.boris, "снова принимает") == []


async def test_with_neither_owner_nor_group_nobody_is_promised_and_the_first_owner_hears_of_it(
    support: SupportHarness, caplog: pytest.LogCaptureFixture
) -> None:
    support.harness.contexts.current = replace(support.harness.contexts.current, owner_ids=frozenset())
    await support.deliver(await support.anna.start())
    with caplog.at_level(logging.WARNING):
        await support.complain(STORY)
        await passes(support, minutes=6)
    assert "номер 1" in support.heard()[-1]
    assert "Сотрудник прочитает" not in support.heard()[-1]
    assert [record for record in caplog.records if "nobody" in record.getMessage()]
    await support.deliver(await support.anna.say("Ау?"))
    assert "Передали сотруднику" not in support.heard()[-1]
    await support.enroll(support.boris, Role.OWNER)
    await support.deliver(await support.boris.start())
    await passes(support, minutes=1)
    assert len(told(support.boris, "/case 1")) == 1
    await passes(support, minutes=30)
    assert len(told(support.boris, "/case 1")) == 1


async def test_when_the_only_owner_has_blocked_the_bot_nobody_is_promised(support: SupportHarness) -> None:
    await support.reload(forum=True)
    current = support.context_without_support()
    support.harness.contexts.current = replace(current, owner_ids=frozenset({support.boris.id}))
    support.boris.block()
    await support.deliver(support.telegram.updates.log[-1])
    await support.complain(STORY)
    assert "Сотрудник прочитает" not in support.heard()[-1]
    support.boris.unblock()
    await support.deliver(support.telegram.updates.log[-1])
    await passes(support, minutes=6)
    assert len(told(support.boris, "/case 1")) == 1


async def test_without_a_group_owners_hear_also_what_is_added_later(support: SupportHarness) -> None:
    await support.reload(forum=True)
    support.harness.contexts.current = support.context_without_support()
    await support.complain(STORY)
    await support.deliver(await support.anna.say("И чек не отдали"))
    assert len(told(support.boris, "И чек не отдали")) == 1
    assert "Передали сотруднику" in support.heard()[-1]


async def test_an_owner_who_blocked_the_bot_keeps_nobody_else_from_hearing(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.enroll(support.oleg, Role.OWNER)
    support.boris.blocked = True  # which the bot has not been told of
    refuse(support)
    await support.complain(STORY)
    await passes(support, minutes=2)
    assert len(told(support.oleg, "not enough rights")) == 1


async def test_a_case_whose_card_did_not_arrive_within_minutes_is_told_once_and_again_after_a_day(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    slow = support.telegram.faults.add(
        Fault.TOO_MANY_REQUESTS, chat_id=support.group.id, retry_after=48 * 3600
    )
    await support.complain("Первое", settle=False)
    await support.telegram.calls.made.until(lambda: slow.hits > 0, 20)
    await support.complain("Второе", settle=False)
    await support.look()
    assert told(support.boris, "/case 1") == []
    support.harness.fake_clock.move(minutes=6)
    await support.look()
    await support.look()
    [alarm] = await support.hears(support.boris, "#1")
    assert "#2" in alarm
    assert "/case 1" in alarm
    support.harness.fake_clock.move(hours=20)
    await support.look()
    support.harness.fake_clock.move(hours=5)
    await support.look()
    assert len(await support.hears(support.boris, "#1", times=2)) == 2


async def test_words_that_do_not_arrive_in_a_case_that_is_shown_are_told_too(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    support.telegram.faults.add(Fault.TOO_MANY_REQUESTS, chat_id=support.group.id, retry_after=7200)
    await support.receive(await support.anna.say("Вы где?"))
    await support.look()
    support.harness.fake_clock.move(minutes=6)
    await support.look()
    assert len(await support.hears(support.boris, "/case 1")) == 1


async def test_what_is_shown_or_closed_alarms_nobody(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await passes(support, hours=2)
    await passes(support, days=2)
    assert told(support.boris, "/case 1") == []


async def test_the_button_that_looks_again_shows_what_waited_at_once(support: SupportHarness) -> None:
    group: Group = await support.reload(forum=True)
    refuse(support)
    await support.complain(STORY)
    await passes(support, minutes=2)
    accept(support)
    group.add_bot()
    await support.deliver(support.telegram.updates.log[-1])
    await support.settled()
    assert stories(support) == [f"💬 Анна:\n{STORY}"]


async def test_what_became_of_a_group_is_forgotten_once_it_was_told(support: SupportHarness) -> None:
    await support.reload(forum=True)
    refuse(support)
    await support.complain(STORY)
    await passes(support, minutes=2)
    [refusing] = await support.harness.rows(tables.refusing_chats)
    assert refusing["told_at"] - refusing["since"] < timedelta(minutes=3)
    accept(support)
    await passes(support, minutes=10)
    assert await support.harness.rows(tables.refusing_chats) == []


async def test_removed_with_notice_the_bot_shows_what_came_meanwhile_when_the_group_is_chosen_again(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await support.complain("До удаления")
    group.kick_bot()
    await support.deliver(support.telegram.updates.log[-1])
    await support.write(Content(MessageKind.TEXT, "Вы где?"))
    await support.complain("Без группы")
    assert len(told(support.boris, "Вы где?")) == 1
    assert len(told(support.boris, "Без группы")) == 1
    group.add_bot()
    await support.deliver(support.telegram.updates.log[-1])
    offer = await support.boris.sees("Сделать её группой поддержки?")
    await support.deliver(await support.boris.tap(offer, "Сделать группой поддержки"))
    await passes(support, minutes=10)
    assert stories(support) == ["💬 Анна:\nДо удаления", "💬 Анна:\nВы где?", "💬 Анна:\nБез группы"]
    assert len(group.topics) == 2


async def test_an_owner_chooses_another_group_after_the_bot_was_removed_unnoticed(
    support: SupportHarness,
) -> None:
    old = await support.reload(forum=True)
    await support.complain("Показано в старой")
    old.kick_bot()
    await support.complain("Не показано")
    await support.look_for_undelivered()
    support.group = support.telegram.group("Новая", forum=True, members=[support.boris, support.vera])
    await support.deliver(support.telegram.updates.log[-1])
    offer = await support.boris.sees("в группу «Новая»")
    await support.deliver(await support.boris.tap(offer, "Сделать группой поддержки"))
    await passes(support, hours=1)
    assert stories(support) == ["💬 Анна:\nПоказано в старой", "💬 Анна:\nНе показано"]
    assert len(support.group.topics) == 2
    await support.complain("Новое")
    assert "Сотрудник прочитает" in support.heard()[-1]


async def test_a_step_that_the_customer_is_not_told_of_is_said_in_the_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    support.telegram.faults.add(
        Fault.REFUSE, "sendMessage", chat_id=support.anna.id, description="Bad Request: CHAT_RESTRICTED"
    )
    topic = next(iter(support.group.topics.values()))
    await support.deliver(await support.vera.say("/close other", to=support.group, topic=topic))
    assert [text for text in support.said() if "клиент не знает, что здесь изменилось" in text]


async def test_a_pause_of_hours_ends_minutes_after_the_group_works_again(support: SupportHarness) -> None:
    """However long the pause is that a refused message was given."""
    await support.reload(forum=True)
    refuse(support)
    for words in ("Первое", "Второе"):
        await support.complain(words)
    in_hours = support.harness.fake_clock.now + timedelta(hours=9)
    await support.harness.database.write(
        lambda connection: connection.execute(
            update(tables.outbox).where(tables.outbox.c.state == OutboxState.READY).values(due_at=in_hours)
        )
    )
    accept(support)
    support.harness.fake_clock.move(minutes=6)
    await support.look_for_undelivered()
    assert stories(support) == ["💬 Анна:\nПервое", "💬 Анна:\nВторое"]

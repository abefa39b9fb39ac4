"""`/inbox`: staff read what customers wrote outside cases, answer it, and make cases of it."""

from dataclasses import replace

import pytest

from handlers.shared.update_context import UpdateContext
from playground import Chat, Fault, Message, Person
from storage import tables
from surveys.cases.lifecycle import Status
from surveys.roles import Role
from tests.handlers.support_harness import SupportHarness

QUESTION, ANSWER = "Здравствуйте! Где мой заказ 551?", "Заказ выехал, будет к шести"
PRAISE = "Бариста – чудо"
DATA = b"some bytes"


def text(support: SupportHarness, name: str, **values: object) -> str:
    return support.harness.contexts.current.texts.text("ru", name, **values)


async def write(support: SupportHarness, *words: str) -> None:
    for one in words:
        await support.deliver(await support.anna.say(one))


async def read(support: SupportHarness, person: Person, to: Chat | None = None) -> Message:
    """The list, as that person asks for it."""
    await support.deliver(await person.say("/inbox", to=to))
    return newest(to or person.chat)


async def open_entry(
    support: SupportHarness, person: Person, to: Chat | None = None, number: str = "1"
) -> Message:
    """The entry of that number, shown with all its words; the last of its messages."""
    shown = await read(support, person, to)
    await support.deliver(await person.tap(shown, number))
    return newest(to or person.chat)


def newest(chat: Chat) -> Message:
    return [message for message in chat.messages if message.from_bot and message.service is None][-1]


async def press(support: SupportHarness, person: Person, message: Message, name: str) -> None:
    await support.deliver(await person.tap(message, text(support, name)))


async def states(support: SupportHarness) -> list[str]:
    return [row["state"] for row in await support.harness.rows(tables.feedback)]


# Who reads it, and where ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
async def test_everybody_of_the_team_reads_it_in_private(support: SupportHarness, role: Role) -> None:
    await support.reload()
    await support.enroll(support.vera, role)
    await write(support, QUESTION)
    assert QUESTION in (await read(support, support.vera)).text


@pytest.mark.parametrize("kind", [{"forum": True}, {"supergroup": True}], ids=["forum", "plain"])
async def test_it_is_read_in_the_support_group(support: SupportHarness, kind: dict[str, bool]) -> None:
    group = await support.reload(**kind)
    await write(support, QUESTION)
    assert QUESTION in (await read(support, support.vera, group)).text


async def test_who_is_not_of_the_team_reads_nothing(support: SupportHarness) -> None:
    group = await support.reload()
    await write(support, QUESTION)
    await support.deliver(await support.zoya.say("/inbox"), await support.zoya.say("/inbox", to=group))
    assert not [
        m for m in (*support.zoya.chat.messages, *group.messages) if m.from_bot and QUESTION in m.text
    ]
    shown = await read(support, support.vera, group)
    before = len(group.messages)
    for button in shown.buttons:
        await support.deliver(await support.zoya.forge(shown, button.data or ""))
    assert len(group.messages) == before
    assert await states(support) == ["new"]


async def test_another_group_is_shown_nothing(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    other = support.telegram.group("Другая", members=[support.vera])
    await support.deliver(await support.vera.say("/inbox", to=other))
    assert not [message for message in other.messages if QUESTION in message.text]


async def test_names_and_words_of_customers_are_data(support: SupportHarness) -> None:
    support.anna.name = "@all /close\u202e"
    group = await support.reload()
    await write(support, "@boris /take tg://user?id=1 <b>\u202eслово")
    shown = await read(support, support.vera, group)
    assert {entity["type"] for entity in shown.entities} <= {"url"}
    assert "\u202e" not in shown.text


# Pages ---------------------------------------------------------------------------------------------


async def test_entries_come_oldest_first_five_a_page(support: SupportHarness) -> None:
    await support.reload()
    for number in range(7):
        await write(support, f"вопрос {number}?")
        support.harness.fake_clock.move(hours=1)
    shown = await read(support, support.vera)
    assert [n for n in range(7) if f"вопрос {n}?" in shown.text] == [0, 1, 2, 3, 4]
    await press(support, support.vera, shown, "button-inbox-next")
    assert [n for n in range(7) if f"вопрос {n}?" in shown.text] == [5, 6]
    await press(support, support.vera, shown, "button-inbox-all")
    assert (await states(support)).count("new") == 5
    assert [n for n in range(7) if f"вопрос {n}?" in shown.text] == [0, 1, 2, 3, 4]
    await press(support, support.vera, shown, "button-inbox-all")
    assert text(support, "inbox-none") in shown.text
    await press(support, support.vera, shown, "button-inbox-seen-tab")
    assert "вопрос 6?" in shown.text
    assert "Вера" in shown.text


async def test_long_words_are_cut_in_the_list_and_whole_on_demand(support: SupportHarness) -> None:
    await support.reload()
    await write(support, "начало " + "слово " * 400 + "конец")
    shown = await read(support, support.vera)
    assert "начало" in shown.text
    assert "конец" not in shown.text
    await support.deliver(await support.vera.tap(shown, "1"))
    assert "конец" in newest(support.vera.chat).text


async def test_a_file_is_shown_on_demand(support: SupportHarness) -> None:
    await support.reload()
    await support.deliver(await support.anna.photo(DATA, "Вот такой торт"))
    entry = await open_entry(support, support.vera)
    assert entry.media is not None
    assert "Вот такой торт" in entry.text


# Seen ----------------------------------------------------------------------------------------------


async def test_two_colleagues_at_once_are_told_who_was_first(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    hers, his = await open_entry(support, support.vera), await open_entry(support, support.oleg)
    await press(support, support.vera, hers, "button-inbox-seen")
    await press(support, support.oleg, his, "button-inbox-seen")
    await support.toasted(support.oleg, "Вера")
    [row] = await support.harness.rows(tables.feedback)
    assert (row["state"], row["seen_by"]) == ("seen", support.vera.id)


async def test_what_came_after_the_entry_was_shown_stays_unread(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    await write(support, "И ещё один вопрос")
    await press(support, support.vera, entry, "button-inbox-seen")
    assert await states(support) == ["seen", "new"]
    assert "И ещё один вопрос" in (await read(support, support.vera)).text


# Answered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_reply_to_the_entry_goes_to_the_customer(support: SupportHarness, where: str) -> None:
    group = await support.reload()
    await write(support, QUESTION)
    to = group if where == "group" else None
    entry = await open_entry(support, support.vera, to)
    await support.deliver(await support.vera.say(ANSWER, to=to, reply_to=entry))
    assert ANSWER in support.heard()[-1]
    assert "Где мой заказ 551?" in support.heard()[-1]
    assert await states(support) == ["answered"]
    assert await support.all_cases() == []


async def test_whoever_answers_is_named_where_the_company_wants_that(support: SupportHarness) -> None:
    await support.reload()
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, names_staff=True)
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    await support.deliver(await support.vera.say(ANSWER, reply_to=entry))
    vera = contexts.current.texts.text("ru", "case-answer-by", name="Вера")
    assert support.heard()[-1].endswith(f"\n\n{vera}\n{ANSWER}")


async def test_a_voice_is_an_answer_too(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    await support.deliver(await support.vera.voice(DATA, reply_to=entry))
    assert support.anna.chat.messages[-1].media is not None
    assert await states(support) == ["answered"]


async def test_in_the_topic_of_a_case_it_reaches_whoever_wrote_the_entry(support: SupportHarness) -> None:
    """A reply names what it answers: the topic around it belongs to another customer."""
    group = await support.reload(forum=True)
    await support.complain("Торт разбит")
    await support.deliver(await support.zoya.say(QUESTION))
    topic = next(iter(group.topics.values()))
    await support.deliver(await support.vera.say("/inbox", to=group, topic=topic))
    await support.deliver(await support.vera.tap(newest(group), "1"))
    before = support.heard()
    entry = newest(group)
    await support.deliver(await support.vera.say(ANSWER, to=group, topic=topic, reply_to=entry))
    assert support.heard() == before
    assert ANSWER in newest(support.zoya.chat).text


async def test_notes_and_forwarded_words_stay_inside(support: SupportHarness) -> None:
    group = await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera, group)
    before = support.heard()
    await support.deliver(await support.vera.say("//опять она", to=group, reply_to=entry))
    await support.deliver(await support.zoya.say("не отвечайте ей", to=group, reply_to=entry))
    assert support.heard() == before
    assert await states(support) == ["new"]


async def test_notes_and_edits_stay_inside_in_private_too(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    await support.deliver(await support.vera.say("//опять она", reply_to=entry))
    assert newest(support.vera.chat).text == text(support, "inbox-note")
    assert await states(support) == ["new"]
    await support.deliver(await support.vera.say(ANSWER, reply_to=entry))
    mine = [message for message in support.vera.chat.messages if message.text == ANSWER][-1]
    before = support.heard()
    await support.deliver(await support.vera.edit(mine, "Заказ потерян"))
    assert newest(support.vera.chat).text == text(support, "support-edited")
    assert support.heard() == before
    assert len(await states(support)) == 1


async def test_who_stopped_our_messages_still_gets_the_answer(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION, "/stop")
    entry = await open_entry(support, support.vera)
    await support.deliver(await support.vera.say(ANSWER, reply_to=entry))
    assert ANSWER in support.heard()[-1]


async def test_who_blocked_the_bot_gets_nothing_and_the_colleague_hears_it(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)

    async def block(ctx: UpdateContext) -> None:
        ctx.update_customer(blocked_at=ctx.now)

    await support.handled(block)
    entry = await open_entry(support, support.vera)
    await support.deliver(await support.vera.say(ANSWER, reply_to=entry))
    assert newest(support.vera.chat).text == text(support, "support-unreachable")
    assert await states(support) == ["new"]


async def test_what_telegram_refuses_is_no_answer_and_its_writer_hears_it(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    chat, why = support.anna.id, "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    support.telegram.faults.add(Fault.REFUSE, "sendVoice", chat_id=chat, description=why, code=400)
    await support.deliver(await support.vera.voice(DATA, reply_to=entry))
    assert newest(support.vera.chat).text == text(support, "undelivered-voice")
    assert await states(support) == ["seen"]
    await support.deliver(await support.vera.say(ANSWER, reply_to=entry))
    assert await states(support) == ["answered"]


async def test_a_second_colleague_hears_who_answered(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    hers, his = await open_entry(support, support.vera), await open_entry(support, support.oleg)
    await support.deliver(await support.vera.say(ANSWER, reply_to=hers))
    await support.deliver(await support.oleg.say("Не знаем", reply_to=his))
    assert "Не знаем" not in "".join(support.heard())
    assert "Вера" in newest(support.oleg.chat).text
    await support.deliver(await support.vera.say("Уже у двери", reply_to=hers))
    assert "Уже у двери" in support.heard()[-1]


async def test_who_presses_read_at_what_was_answered_hears_no_more_than_that(support: SupportHarness) -> None:
    await support.reload()
    await write(support, QUESTION)
    hers, his = await open_entry(support, support.vera), await open_entry(support, support.oleg)
    await support.deliver(await support.vera.say(ANSWER, reply_to=hers))
    await press(support, support.oleg, his, "button-inbox-seen")
    answered_by = support.harness.contexts.current.texts.text("ru", "inbox-answered-by", name="Вера")
    await support.toasted(support.oleg, answered_by)


@pytest.mark.parametrize("where", ["private", "group"])
async def test_an_edit_of_what_was_not_sent_is_not_said_to_have_been(
    support: SupportHarness, where: str
) -> None:
    group = await support.reload()
    await write(support, QUESTION)
    to = group if where == "group" else None
    entry = await open_entry(support, support.vera, to)
    await support.deliver(await support.vera.say("//опять", to=to, reply_to=entry))
    note = [one for one in (to or support.vera.chat).messages if one.text == "//опять"][-1]
    await support.deliver(await support.vera.edit(note, "Едет"))
    assert newest(to or support.vera.chat).text == text(support, "support-edited-unsent")
    assert await states(support) == ["new"]


async def test_an_edit_of_an_answer_that_came_second_is_not_said_to_have_arrived(
    support: SupportHarness,
) -> None:
    group = await support.reload()
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera, group)
    await support.deliver(await support.vera.say(ANSWER, to=group, reply_to=entry))
    second = await support.oleg.say("Не знаем", to=group, reply_to=entry)
    await support.deliver(second)
    assert second.message is not None
    await support.deliver(await support.oleg.edit(second.message, "Не знаю"))
    assert newest(group).text == text(support, "support-edited-unsent")


async def test_words_that_reply_to_the_list_reach_nobody(support: SupportHarness) -> None:
    """It shows several customers: who is meant?"""
    group = await support.reload()
    await write(support, QUESTION)
    shown = await read(support, support.vera, group)
    before = support.heard()
    await support.deliver(await support.vera.say(ANSWER, to=group, reply_to=shown))
    assert support.heard() == before
    assert newest(group).text == text(support, "inbox-which")


# A case --------------------------------------------------------------------------------------------


async def test_an_entry_becomes_a_case_with_its_words_and_files(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await write(support, QUESTION)
    await support.deliver(await support.anna.photo(DATA, "Вот чек"))
    entry = await open_entry(support, support.vera)
    await press(support, support.vera, entry, "button-inbox-case")
    case = await support.case(1)
    assert (case.status, case.source) == (Status.OPEN, "inbox")
    assert QUESTION in (case.words or "")
    assert "номер 1" in support.heard()[-1]
    assert any(QUESTION in said for said in support.said())
    assert any("Вот чек" in message.text and message.media for message in support.shown())
    assert await states(support) == ["case", "case"]
    assert text(support, "inbox-none") in (await read(support, support.vera)).text


@pytest.mark.parametrize("said", ["words", "photo"])
async def test_the_entry_tells_its_case_and_invites_no_answer_any_more(
    support: SupportHarness, said: str
) -> None:
    group = await support.reload(forum=True)
    if said == "photo":
        await support.deliver(await support.anna.photo(DATA, QUESTION))
    else:
        await write(support, QUESTION)
    entry = await open_entry(support, support.vera, group)
    assert text(support, "inbox-reply-how") in entry.text
    await press(support, support.vera, entry, "button-inbox-case")
    shown = next(message for message in group.messages if message.id == entry.id)
    assert text(support, "inbox-reply-how") not in shown.text
    assert QUESTION in shown.text
    assert text(support, "inbox-case-done", number="1") in shown.text
    assert shown.buttons == []


async def test_words_in_reply_to_the_number_of_the_new_case_are_told_to_stay_inside(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera, group)
    await press(support, support.vera, entry, "button-inbox-case")
    told = [m for m in group.messages if m.text == text(support, "inbox-case-done", number="1")][-1]
    before = support.heard()
    await support.deliver(await support.vera.say(ANSWER, to=group, reply_to=told))
    assert support.heard() == before
    assert newest(group).text == text(support, "support-elsewhere")
    await support.deliver(await support.vera.say("/take", to=group, reply_to=told))
    assert (await support.case(1)).status is Status.TAKEN


async def test_what_the_customer_writes_next_belongs_to_the_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await write(support, QUESTION)
    await press(support, support.vera, await open_entry(support, support.vera), "button-inbox-case")
    await write(support, "Ну что там?")
    assert any("Ну что там?" in said for said in support.said())
    assert await states(support) == ["case"]


async def test_a_comment_becomes_a_case_with_its_score(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await write(support, "/rate", "7", "Долго искали мой заказ")
    await press(support, support.vera, await open_entry(support, support.vera), "button-inbox-case")
    case = await support.case(1)
    assert (case.score, case.words) == (7, "Долго искали мой заказ")


async def test_a_comment_becomes_a_case_and_what_was_said_beside_it_stays_unread(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await write(support, "/rate", "9", PRAISE, QUESTION)
    shown = await open_entry(support, support.vera)
    assert PRAISE in shown.text
    await press(support, support.vera, shown, "button-inbox-case")
    assert sorted(await states(support)) == ["case", "new"]
    assert QUESTION in (await read(support, support.vera)).text
    [case] = await support.all_cases()
    messages = await support.harness.rows(tables.messages)
    assert [row["words"] for row in messages if row["case_id"] == case["id"]] == []


async def test_of_two_colleagues_one_makes_the_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await write(support, QUESTION)
    hers, his = await open_entry(support, support.vera), await open_entry(support, support.oleg)
    await press(support, support.vera, hers, "button-inbox-case")
    await support.deliver(await support.oleg.forge(his, his.buttons[-1].data or ""))
    await support.toasted(support.oleg, "1")
    assert len(await support.all_cases()) == 1


async def test_with_three_open_cases_it_joins_the_latest(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await write(support, QUESTION)
    entry = await open_entry(support, support.vera)
    for number in range(3):
        await support.complain(f"Жалоба {number}")
    await press(support, support.vera, entry, "button-inbox-case")
    assert len(await support.all_cases()) == 3
    assert any(QUESTION in said for said in support.said())
    assert text(support, "case-joined", number="3") in support.heard()[-1]


async def test_without_a_support_group_owners_get_the_case(support: SupportHarness) -> None:
    await support.deliver(await support.boris.start(), await support.anna.start())
    await support.enroll(support.boris, Role.OWNER)
    await write(support, QUESTION)
    await press(support, support.boris, await open_entry(support, support.boris), "button-inbox-case")
    await support.hears(support.boris, "#1")
    assert len(await support.all_cases()) == 1


# A nudge -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/cases", "/complaints"])
async def test_lists_and_reports_say_how_much_is_unread(support: SupportHarness, command: str) -> None:
    await support.reload()
    await write(support, QUESTION)
    support.harness.fake_clock.move(days=3)
    await write(support, PRAISE)
    await support.deliver(await support.boris.say(command))
    assert text(support, "inbox-unread", n=2, age="3 дн.") in newest(support.boris.chat).text
    shown = await read(support, support.boris)
    await press(support, support.boris, shown, "button-inbox-all")
    await support.deliver(await support.boris.say(command))
    assert "/inbox" not in newest(support.boris.chat).text

"""What is decided arrives: in order, within the limits, to whoever wants it, and never where it must not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram.methods import EditMessageText, SendDocument, SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, InputMediaDocument, MediaUnion

from playground import Person, Playground
from storage.delivery import outbox
from storage.engines.database import Connection, Database
from storage.states import OutboxState
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.flaky import Flaky, Moment
from tests.bot.delivery.sender_harness import Post


@pytest.fixture
async def anna(post: Post, telegram: Playground) -> Person:
    person = telegram.person("Anna")
    await post.meet(person)
    return person


@pytest.fixture
async def boris(post: Post, telegram: Playground) -> Person:
    person = telegram.person("Boris")
    await post.meet(person)
    return person


def shown(person: Person) -> list[str]:
    """What the bot said, as the phone shows it."""
    return [message.text for message in person.chat.messages if message.from_bot]


async def test_rows_arrive_in_their_order_within_each_chat(post: Post, anna: Person, boris: Person) -> None:
    words = [str(number) for number in range(8)]
    for word in words:
        await post.say(anna.id, word)
        await post.say(boris.id, word)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert shown(anna) == shown(boris) == words
    rows = await post.rows()
    assert all(row["body"] is None and row["message_id"] and row["done_at"] for row in rows)


async def test_what_cannot_be_judged_while_the_database_lacks_a_table_waits_for_it(
    post: Post, anna: Person
) -> None:
    await post.database.write(_rename, "installation", "installation_away")
    await post.put(SendMessage(chat_id=anna.id, text="reminder"), urgency=Urgency.REMINDER)
    await post.put(SendMessage(chat_id=anna.id, text="survey"), urgency=Urgency.SURVEY)
    await post.slowed(anna.id)
    assert set(await post.states()) == {OutboxState.READY}
    await post.database.write(_rename, "installation_away", "installation")
    post.pass_time(seconds=5)
    assert set(await post.settled()) == {OutboxState.SENT}


def _rename(connection: Connection, table: str, name: str) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


async def test_a_reply_passes_what_is_less_urgent_in_its_chat(
    post: Post, anna: Person, telegram: Playground
) -> None:
    telegram.faults.add("too_many_requests", times=1, retry_after=30)
    await post.say(anna.id, "survey 1", "survey 2", urgency=Urgency.SURVEY)
    await post.slowed(anna.id)
    await post.say(anna.id, "reply 1", "reply 2")
    post.pass_time(seconds=30)
    await post.settled()
    assert shown(anna) == ["reply 1", "reply 2", "survey 1", "survey 2"]


async def test_a_chat_that_telegram_slows_down_waits_while_the_others_go_on(
    post: Post, anna: Person, boris: Person, telegram: Playground
) -> None:
    telegram.faults.add("too_many_requests", chat_id=anna.id, times=1, retry_after=30)
    await post.say(anna.id, "a", "b")
    for second, word in enumerate(("1", "2", "3")):
        await post.say(boris.id, word)
        await boris.sees(word)
        post.pass_time(seconds=29.0 if second == 1 else 0)
    assert [call.outcome for call in telegram.calls.log if call.chat_id == anna.id] == ["too_many_requests"]
    post.pass_time(seconds=1.0)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert shown(anna) == ["a", "b"]


async def test_a_person_who_blocked_us_is_marked_and_the_rest_of_the_queue_is_cancelled(
    post: Post, anna: Person, boris: Person, telegram: Playground
) -> None:
    anna.block()
    await post.say(anna.id, "a", "b", "c")
    await post.say(boris.id, "d")
    states = await post.settled()
    assert sorted(states) == [OutboxState.SENT, *[OutboxState.UNREACHABLE] * 3]
    assert [row["blocked_at"] is not None for row in await post.customers()] == [True, False]
    assert all(row["body"] is None for row in await post.rows())
    await post.say(anna.id, "later")
    await post.settled()
    anna.unblock()
    assert shown(anna) == []
    assert shown(boris) == ["d"]


async def test_an_edit_that_changes_nothing_is_a_success(post: Post, anna: Person) -> None:
    await post.say(anna.id, "same")
    message = await anna.sees("same")
    await post.put(EditMessageText(chat_id=anna.id, message_id=message.id, text="same"))
    assert await post.settled() == [OutboxState.SENT, OutboxState.SENT]


async def test_broken_markup_arrives_as_plain_text_and_in_its_place(post: Post, anna: Person) -> None:
    before, after = (SendMessage(chat_id=anna.id, text=text) for text in ("before", "after"))
    await post.put(before, SendMessage(chat_id=anna.id, text="<b>плохо", parse_mode="HTML"), after)
    await post.settled()
    assert shown(anna) == ["before", "<b>плохо", "after"]


async def test_an_edit_of_a_message_that_vanished_is_said_anew_and_in_its_place(
    post: Post, anna: Person
) -> None:
    await post.say(anna.id, "old")
    message = await anna.sees("old")
    message.deleted = True
    edit = EditMessageText(chat_id=anna.id, message_id=message.id, text="new")
    await post.put(edit, SendMessage(chat_id=anna.id, text="next"))
    await post.settled()
    assert shown(anna) == ["new", "next"]


async def test_files_travel_with_their_call(post: Post, anna: Person) -> None:
    await post.put(
        SendDocument(chat_id=anna.id, document=BufferedInputFile(b"a,b\n", "отчёт.csv"), caption="Вот")
    )
    await post.put(SendPhoto(chat_id=anna.id, photo=BufferedInputFile(b"\xff\xd8jpeg", "1.jpg")))
    album: list[MediaUnion] = [
        InputMediaDocument(media=BufferedInputFile(content, "x")) for content in (b"one", b"two")
    ]
    await post.put(SendMediaGroup(chat_id=anna.id, media=album))
    assert set(await post.settled()) == {OutboxState.SENT}
    arrived = [message.media for message in anna.chat.messages if message.media]
    assert [media.file.data for media in arrived] == [b"a,b\n", b"\xff\xd8jpeg", b"one", b"two"]
    assert arrived[0].file.name == "отчёт.csv"


@pytest.mark.parametrize(
    "fault", ["process_then_reset", "truncated_json", "html_502", "json_500", "reset_before"]
)
async def test_what_is_required_is_repeated_until_telegram_confirms_it(
    post: Post, anna: Person, telegram: Playground, fault: str
) -> None:
    rule = telegram.faults.add(fault, "sendMessage", times=2)
    await post.say(anna.id, "a", "b")
    for backoff_s in (1, 2):
        await post.slowed(anna.id)
        post.pass_time(seconds=backoff_s)
    assert set(await post.settled()) == {OutboxState.SENT}
    assert shown(anna) == (["a", "a", "a", "b"] if rule.processed else ["a", "b"])


async def test_an_uncertain_promotion_is_counted_and_never_sent_again(
    post: Post, anna: Person, telegram: Playground
) -> None:
    telegram.faults.add("process_then_reset", "sendMessage", times=1)
    await post.say(anna.id, "offer", "second offer", urgency=Urgency.PROMOTION)
    assert await post.settled() == [OutboxState.UNCERTAIN, OutboxState.SENT]
    post.pass_time(hours=1)
    await post.say(anna.id, "reply")
    await post.settled()
    assert shown(anna) == ["offer", "second offer", "reply"]


async def test_a_promotion_that_telegram_refused_for_now_is_sent_later(
    post: Post, anna: Person, telegram: Playground
) -> None:
    telegram.faults.add("too_many_requests", "sendMessage", times=1, retry_after=30)
    await post.say(anna.id, "offer", urgency=Urgency.PROMOTION)
    await post.slowed(anna.id)
    post.pass_time(seconds=30)
    assert await post.settled() == [OutboxState.SENT]
    assert shown(anna) == ["offer"]


async def test_nothing_is_sent_after_its_time(post: Post, anna: Person, telegram: Playground) -> None:
    telegram.faults.add("too_many_requests", "sendMessage", times=1, retry_after=30)
    await post.say(anna.id, "late", "late too")
    await post.say(anna.id, "case 17", urgency=Urgency.SERVICE)
    await post.slowed(anna.id)
    post.pass_time(days=2)
    assert await post.settled() == [OutboxState.EXPIRED, OutboxState.EXPIRED, OutboxState.SENT]
    assert shown(anna) == ["case 17"]


async def test_a_row_that_cannot_even_be_posted_is_given_up_and_delays_nobody(
    post: Post, anna: Person, boris: Person
) -> None:
    [good] = await post.put(SendMessage(chat_id=anna.id, text="first"))
    await post.settled()
    place = "question:1"
    await post.say(anna.id, "placed", fills=place)
    await post.settled()
    await post.write(replace(good, id=good.id + 1, body="{", at=place, state=OutboxState.READY))
    await post.say(anna.id, "second")
    await post.say(boris.id, "third")
    states = await post.settled()
    assert sorted(states) == [OutboxState.DEAD, *[OutboxState.SENT] * 4]
    assert shown(anna)[-1] == "second"
    assert shown(boris) == ["third"]


async def test_what_telegram_refuses_for_good_is_given_up(post: Post, anna: Person) -> None:
    await post.say(anna.id, " ", "good")
    assert await post.settled() == [OutboxState.DEAD, OutboxState.SENT]
    assert (await post.rows())[0]["error"] == "400 Bad Request: message text is empty"


async def test_a_restart_sends_what_was_left_and_gives_up_what_may_have_been_sent(
    harness_database: Database, telegram: Playground
) -> None:
    anna = telegram.person("Anna")
    before = Post(harness_database, telegram)
    await before.meet(anna)
    await before.say(anna.id, "required")
    for text in ("offer under way", "offer"):
        await before.say(anna.id, text, urgency=Urgency.PROMOTION)
    await harness_database.write(outbox.claim, (await before.rows())[1]["id"])
    async with before.working():
        pass
    async with Post(harness_database, telegram).working() as after:
        assert await after.settled() == [OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.SENT]
    assert shown(anna) == ["required", "offer"]


async def test_rows_of_another_process_are_found(post: Post, anna: Person) -> None:
    [row] = await post.put(SendMessage(chat_id=anna.id, text="known"))
    await post.settled()
    due = post.fake_clock.now + timedelta(hours=1)
    await post.write(replace(row, id=row.id + 1, body=row.body, due_at=due))
    await post.say(anna.id, "meanwhile")
    await anna.sees("meanwhile")
    assert shown(anna) == ["known", "meanwhile"]
    post.pass_time(hours=2)
    await post.settled()
    assert shown(anna) == ["known", "meanwhile", "known"]


async def test_a_promotion_that_did_not_leave_is_sent_once_telegram_is_back(
    post: Post, anna: Person, telegram: Playground
) -> None:
    await telegram.stop()
    await post.say(anna.id, "offer", urgency=Urgency.PROMOTION)
    await post.slowed(anna.id)
    await telegram.start()
    post.pass_time(seconds=1)
    assert await post.settled() == [OutboxState.SENT]
    assert shown(anna) == ["offer"]


@pytest.mark.parametrize("times", [1, 3])
async def test_a_database_that_fails_for_a_moment_delays_a_promotion_and_doubles_nothing(
    harness_database: Database, telegram: Playground, times: int
) -> None:
    flaky = Flaky(harness_database)
    anna = telegram.person("Anna")
    async with Post(flaky, telegram).working() as post:
        await post.meet(anna)
        telegram.faults.add("too_many_requests", times=1, retry_after=30)
        await post.say(anna.id, "offer", "second offer", urgency=Urgency.PROMOTION)
        await post.slowed(anna.id)
        flaky.fail(Moment.WRITE, times)
        assert await post.settled(passing_s=10) == [OutboxState.SENT, OutboxState.SENT]
    assert flaky.times == 0
    assert shown(anna) == ["offer", "second offer"]

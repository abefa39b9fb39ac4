"""A case goes from hand to hand, and nobody has a say in one that is about them."""

from dataclasses import replace
from typing import Any

from storage import tables
from tests.groups import FORUM
from tests.handlers.access import KLIM, LENA, TOPIC, VERA, Where, pressed, reload, spoken
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, Person, Raw, message, said, sent
from tests.words import interface

_IN_TOPIC: Raw = {"chat": FORUM, "message_thread_id": TOPIC, "is_topic_message": True}


async def told(harness: Harness, person: Person, words: str, **more: Any) -> list[SentCall]:
    return await harness.deliver(said(person, words, **_IN_TOPIC | more))


def to(calls: list[SentCall], person: Person) -> list[str]:
    return [one.text for one in calls if one.body.get("chat_id") == person.id]


def group(calls: list[SentCall]) -> list[str]:
    return [one.text for one in calls if one.method == "sendMessage" and one.body["chat_id"] == FORUM["id"]]


async def holder(harness: Harness) -> int | None:
    [case] = await harness.rows(tables.cases)
    found: int | None = case["holder_telegram_id"]
    return found


def given(giver: str, name: str) -> str:
    return interface("give-done", giver=giver, number="1", name=name)


async def test_a_case_is_given_by_name_by_reply_by_mention_and_by_a_button(harness: Harness) -> None:
    await reload(harness)
    calls = await told(harness, VERA, "/give лена")
    assert group(calls) == [given("Вера", "Лена")]
    link = f"https://t.me/c/1000000555/{TOPIC}"
    assert to(calls, LENA) == [interface("give-told", giver="Вера", number="1", link=link)]
    assert to(calls, ANNA)  # as when somebody takes it
    assert await holder(harness) == LENA.id

    refused = interface("refused-taken-by-other", name="Лена")
    assert group(await told(harness, VERA, "/give Борис")) == [refused]
    reply = message(VERA, text="Давай я", **_IN_TOPIC)
    assert group(await told(harness, LENA, "/give", reply_to_message=reply)) == [given("Лена", "Вера")]
    mention = [{"type": "text_mention", "offset": 6, "length": 4, "user": BORIS.user}]
    command = {"type": "bot_command", "offset": 0, "length": 5}
    raw = said(VERA, "/give Боря", **_IN_TOPIC)
    raw["message"]["entities"] = [command, *mention]
    assert group(await harness.deliver(raw)) == [given("Вера", "Борис")]

    [asked] = await told(harness, BORIS, "/give")
    assert asked.text == interface("give-which", number="1")
    assert set(asked.buttons) == {"Вера", "Лена"}
    calls = await harness.deliver(pressed(BORIS, asked.buttons["Вера"], Where.TOPIC))
    assert given("Борис", "Вера") in [one.text for one in calls if one.method == "editMessageText"]
    assert (group(calls), await holder(harness)) == ([], VERA.id)


async def test_an_owner_who_never_wrote_to_the_bot_is_called_an_owner_and_no_number(harness: Harness) -> None:
    await reload(harness)
    silent, contexts = 500_000_777, harness.contexts
    contexts.current = replace(contexts.current, owner_ids=contexts.current.owner_ids | {silent})
    await told(harness, LENA, "/take")
    [asked] = await told(harness, LENA, "/give")
    owner = interface("colleague-unnamed", tail="777")
    assert set(asked.buttons) == {"Борис", "Вера", owner}
    calls = await harness.deliver(pressed(LENA, asked.buttons[owner], Where.TOPIC))
    said_of_it = f"{given('Лена', owner)}\n{interface('give-untold', name=owner)}"
    assert said_of_it in [one.text for one in calls if one.method == "editMessageText"]
    assert await holder(harness) == silent


async def test_nobody_gets_a_case_who_is_not_of_the_staff_or_has_it(harness: Harness) -> None:
    await reload(harness)
    for person in (KLIM, ANNA):
        reply = message(person, text="Я помогу", **_IN_TOPIC)
        calls = await told(harness, VERA, "/give", reply_to_message=reply)
        assert group(calls) == [interface("refused-not-staff")]
    [asked] = await told(harness, VERA, "/give Клим")
    assert asked.text == interface("give-unknown", number="1")
    assert await holder(harness) is None
    await told(harness, VERA, "/take")
    reply = message(VERA, text="Веду", **_IN_TOPIC)
    calls = await told(harness, LENA, "/give", reply_to_message=reply)
    assert group(calls) == [interface("refused-already-theirs")]


async def test_whom_a_case_is_about_can_do_nothing_in_it_and_loses_it(harness: Harness) -> None:
    await reload(harness)
    await told(harness, LENA, "/take")
    calls = await told(harness, VERA, "/about лена")
    done = interface("about-done", number="1", name="Лена")
    assert group(calls) == [done]
    assert any(interface("case-about-staff", name="Лена") in one.text for one in calls if "text" in one.body)
    [case] = await harness.rows(tables.cases)
    assert (case["holder_telegram_id"], case["status"], case["about_telegram_id"]) == (None, "open", LENA.id)
    [entry] = await harness.rows(tables.audit_log)
    assert (entry["action"], entry["staff_telegram_id"], entry["subject"]) == ("case_about", VERA.id, "#1")

    refused = interface("refused-about-you")
    for words in ("/take", "/close other", "/give Вера", "/about Вера", "Это неправда"):
        calls = await told(harness, LENA, words)
        assert (group(calls), to(calls, ANNA)) == ([refused], []), words
    assert group(await told(harness, VERA, "/give Лена")) == [interface("refused-about-them")]
    assert group(await told(harness, VERA, "/about Борис")) == [interface("refused-managers-only")]
    assert await harness.deliver(pressed(LENA, "about:1:0", Where.TOPIC)) == []
    assert to(await told(harness, VERA, "Разберёмся"), ANNA) == ["Разберёмся"]

    [asked] = await told(harness, BORIS, "/about")
    lift = asked.buttons[interface("button-about-none")]
    lifted = await harness.deliver(pressed(BORIS, lift, Where.TOPIC))
    assert interface("about-lifted", number="1") in [one.text for one in lifted if "text" in one.body]
    assert group(await told(harness, LENA, "/close other")) != [refused]


async def test_a_command_with_a_number_says_it_in_the_topic_too(harness: Harness) -> None:
    await reload(harness)
    calls = await harness.deliver(said(VERA, "/give 1 Лена", chat=FORUM))
    said_there = [one for one in calls if one.body.get("text") == given("Вера", "Лена")]
    assert [one.body.get("message_thread_id") for one in said_there] == [None, None]
    assert sum("reply_parameters" in one.body for one in said_there) == 1
    assert (await harness.deliver(spoken(VERA, "/give 1 Лена", Where.PRIVATE)))[0].text == interface(
        "support-where"
    )


async def test_a_colleague_is_named_by_their_username_as_it_is_now(harness: Harness) -> None:
    await reload(harness)

    async def writes(username: str | None) -> None:
        raw = said(LENA, "/cases")
        raw["message"]["from"] = LENA.user | ({"username": username} if username else {})
        await harness.deliver(raw)

    await writes("Lena_K")
    assert group(await told(harness, VERA, "/give @lena_k")) == [given("Вера", "Лена")]
    assert await holder(harness) == LENA.id
    await writes("lenochka")
    unknown = interface("give-unknown", number="1")
    assert group(await told(harness, BORIS, "/give @lena_k")) == [unknown]
    assert group(await told(harness, BORIS, "/about @Lenochka")) == [
        interface("about-done", number="1", name="Лена")
    ]
    await writes(None)
    assert group(await told(harness, BORIS, "/give @lenochka")) == [unknown]
    customer = sent(ANNA, text="Где торт?")
    customer["message"]["from"] = ANNA.user | {"username": "anna_z"}
    await harness.deliver(customer)
    assert not [row for row in await harness.rows(tables.settings) if "username" in row["name"]]


async def test_an_answer_in_private_under_the_news_of_a_case_is_told_to_reach_nobody(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True, supergroup=True)
    await support.complain("Курьер опоздал")
    topic = next(iter(support.group.topics.values()))
    await support.deliver(await support.vera.say("/give Олег", to=support.group, topic=topic))
    heard, news = len(support.heard()), support.oleg.chat.messages[-1]
    await support.deliver(await support.oleg.say("/case 1"))
    history = support.oleg.chat.messages[-1]
    link = news.text.split()[-1]
    for told_of in (news, history):
        await support.deliver(await support.oleg.say("Здравствуйте, выясняем", reply_to=told_of))
        said = support.oleg.chat.messages[-1].text
        assert said == interface("private-reply", number="1", link=link)
    assert len(support.heard()) == heard

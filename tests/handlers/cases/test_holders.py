"""Who has a case and who answered are two things, said apart, by name; nobody who left holds one."""

import pytest

from playground import Group, Person, Topic
from storage.people import staff
from surveys.cases.lifecycle import Status
from surveys.roles import Role
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

STORY = "Курьер опоздал на три часа, коробка мятая. Ужасно!"


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    """With a topic for the one complaint that there is."""
    group = await support.reload(forum=True)
    await support.complain(STORY)
    return group


def topic(support: SupportHarness) -> Topic:
    return next(iter(support.group.topics.values()))


async def say(support: SupportHarness, person: Person, text: str) -> None:
    await support.deliver(await person.say(text, to=support.group, topic=topic(support)))


async def leave(support: SupportHarness, person: Person) -> None:
    """The owner removes somebody of the team."""
    await support.deliver(await support.boris.say("/team"))
    await tap_last(support, support.boris, f"✖ {person.name}")
    await tap_last(support, support.boris, interface("button-remove-confirm"))


async def tap_last(support: SupportHarness, person: Person, label: str) -> None:
    under = [m for m in person.chat.messages if any(b.text == label for b in m.buttons)]
    await support.deliver(await person.tap(under[-1], label))


async def board(support: SupportHarness) -> str:
    await say(support, support.oleg, "/cases")
    return support.said()[-1]


async def test_the_card_and_the_list_tell_who_answered_from_who_has_it(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.oleg, "Везём новый")
    await support.confirm_reply(support.oleg)
    for shown in (support.card().text, await board(support)):
        assert interface("case-answered", name="Олег") in shown
        assert interface("case-answered", name="Вера") not in shown
        assert interface("case-taken", name="Вера") in shown


async def test_one_who_has_it_and_answered_is_named_once(support: SupportHarness, forum: Group) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.vera, "Везём новый")
    assert support.card().text.count("Вера") == 1
    assert interface("case-answered", name="Вера") in await board(support)


async def test_the_last_answer_counts_not_the_first(support: SupportHarness, forum: Group) -> None:
    for person in (support.vera, support.oleg, support.boris):
        await say(support, person, f"Пишет {person.name}")
        if person is not support.vera:
            await support.confirm_reply(person)
    assert interface("case-answered", name="Борис") in support.card().text
    assert interface("case-taken", name="Вера") in support.card().text


async def test_an_answer_that_never_arrived_is_nobodys_answer(support: SupportHarness, forum: Group) -> None:
    await say(support, support.vera, "Везём новый")
    support.anna.blocked = True
    await say(support, support.oleg, "В пустоту")
    assert interface("case-answered", name="Вера") in support.card().text


@pytest.mark.parametrize("attempt", ["/take", "/close defect"])
async def test_a_refusal_says_who_has_it(support: SupportHarness, forum: Group, attempt: str) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.oleg, attempt)
    assert support.said()[-1] == interface("refused-taken-by-other", name="Вера")


async def test_a_tap_is_refused_with_the_name_too(support: SupportHarness, forum: Group) -> None:
    card = support.card()
    await support.deliver(await support.vera.tap(card, "✋ Взять"), await support.oleg.tap(card, "✋ Взять"))
    await support.toasted(support.oleg, interface("refused-taken-by-other", name="Вера"))


async def test_a_holder_who_was_given_the_case_by_an_owner_is_named(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.boris, "/take")
    await say(support, support.vera, "/close defect")
    assert support.said()[-1] == interface("refused-taken-by-other", name="Борис")


async def test_closing_says_who_closed(support: SupportHarness, forum: Group) -> None:
    await say(support, support.vera, "/take")
    await say(support, support.boris, "/close defect")
    assert interface("case-closed-by", cause="Брак товара", name="Борис") in support.said()


async def test_colleagues_take_what_a_removed_member_had(support: SupportHarness, forum: Group) -> None:
    await say(support, support.vera, "/take")
    await leave(support, support.vera)
    assert interface("case-open") in support.card().text
    assert "✋ Взять" in [button.text for button in support.card().buttons]
    await say(support, support.oleg, "/take")
    assert (await support.case(1)).holder_telegram_id == support.oleg.id


async def test_a_case_answered_by_a_removed_member_says_so_and_may_be_taken(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "Везём новый")
    await leave(support, support.vera)
    assert interface("case-answered", name="Вера") in support.card().text
    await say(support, support.oleg, "/take")
    found = await support.case(1)
    assert (found.holder_telegram_id, found.status) == (support.oleg.id, Status.ANSWERED)


async def test_what_the_customer_writes_to_a_freed_case_waits_for_somebody(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "Везём новый")
    await leave(support, support.vera)
    await support.deliver(await support.anna.say("И где он?"))
    assert (await support.case(1)).status is Status.OPEN


async def test_a_case_that_opens_again_is_not_a_removed_members(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "/close defect")
    await leave(support, support.vera)
    await support.deliver(await support.anna.say("Опять то же самое, вы издеваетесь?"))
    found = await support.case(1)
    assert (found.status, found.holder_telegram_id) == (Status.OPEN, None)


async def test_a_removed_member_takes_and_answers_nothing_and_hears_why(
    support: SupportHarness, forum: Group
) -> None:
    await leave(support, support.vera)
    await say(support, support.vera, "/take")
    assert support.said()[-1] == interface("support-removed")
    await say(support, support.vera, "Но я же отвечаю")
    await support.deliver(await support.vera.tap(support.card(), "✋ Взять"))
    await support.toasted(support.vera, interface("refused-not-enrolled"))
    assert (await support.case(1)).holder_telegram_id is None
    assert not [text for text in support.heard() if "отвечаю" in text]


async def test_a_right_that_ended_in_the_same_call_takes_no_case(
    support: SupportHarness, forum: Group
) -> None:
    await support.deliver(await support.boris.say("/team"))
    await tap_last(support, support.boris, "✖ Вера")
    confirm = interface("button-remove-confirm")
    question = [m for m in support.boris.chat.messages if any(b.text == confirm for b in m.buttons)][-1]
    await support.deliver(
        await support.boris.tap(question, confirm),
        await support.vera.tap(support.card(), "✋ Взять"),
        await support.vera.say("Уже ответ", to=forum, topic=topic(support)),
    )
    assert await support.harness.database.read(staff.roles_of, [support.vera.id]) == {}
    assert (await support.case(1)).holder_telegram_id is None
    assert not [text for text in support.heard() if "Уже ответ" in text]


async def test_whoever_was_hired_after_their_complaint_opens_no_other_by_unasked_words(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, "/close defect")
    support.harness.fake_clock.move(days=9)
    await support.enroll(support.anna, Role.SUPPORT)
    await support.deliver(await support.anna.say("Деньги так и не вернули!"))
    assert [row["number"] for row in await support.all_cases()] == [1]


async def test_a_name_that_looks_like_a_command_is_only_a_name(support: SupportHarness, forum: Group) -> None:
    await support.enroll(support.oleg, Role.SUPPORT)
    support.vera.name = "@all /close https://зло.рф"
    await support.enroll(support.vera, Role.SUPPORT)
    await say(support, support.vera, "/take")
    await say(support, support.oleg, "/take")
    refusal = support.shown()[-1]
    assert not [one for one in refusal.entities if one["type"] in ("mention", "bot_command", "url")]

"""`/cases`: who waits longest first, other views and pages by buttons, and what opens a case."""

from dataclasses import replace
from datetime import timedelta

from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.shared.update_context import UpdateContext
from playground import Chat, Message, Person
from storage import tables
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.source import CaseSource
from surveys.roles import Role
from tests.handlers.cases.test_case_conversation import in_topic, topic_of
from tests.handlers.support.test_inbox import newest
from tests.handlers.support_harness import SupportHarness


async def begin(support: SupportHarness, **kind: bool) -> None:
    await support.reload(**kind)
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, service_limits=ServiceLimits(first_reply=timedelta(hours=2)))


async def complain(support: SupportHarness, name: str, minutes: int = 60) -> Person:
    """A customer of that name complains, and an hour passes, or so many minutes."""
    person = support.telegram.person(name)
    await support.deliver(await person.start())

    async def open_new(ctx: UpdateContext) -> None:
        await open_case(ctx, NewCase(CaseSource.COMPLAINT, "delivery", words=f"{name} ждёт заказ"))

    await support.harness.handled(person.id, open_new)
    await support.settled()
    support.harness.fake_clock.move(minutes=minutes)
    return person


async def asked(support: SupportHarness, person: Person, to: Chat | None = None) -> Message:
    await support.deliver(await person.say("/cases", to=to))
    return newest(to or person.chat)


def numbers(shown: Message) -> list[int]:
    """The cases that a list shows, in order."""
    return [int(line.split("#")[1].split()[0]) for line in shown.text.splitlines() if " #" in f" {line}"[:5]]


def text(support: SupportHarness, text_id: str, **values: int | str) -> str:
    return support.harness.contexts.current.texts.text("ru", text_id, **values)


def label(support: SupportHarness, name: str, **values: int | str) -> str:
    return text(support, f"button-cases-{name}", **values)


async def press(support: SupportHarness, person: Person, shown: Message, wanted: str) -> None:
    await support.deliver(await person.tap(shown, wanted))


async def test_whoever_waits_longest_stands_first_and_buttons_show_the_other_views(
    support: SupportHarness,
) -> None:
    await begin(support, forum=True)
    assert text(support, "cases-none") in (await asked(support, support.vera)).text
    for name in ("Анна", "Ева", "Лев"):
        await complain(support, name)
    await in_topic(support, 1, "Едем!")  # Vera has it, and staff wait for the customer now
    await in_topic(support, 3, "/take")
    shown = await asked(support, support.vera)
    assert numbers(shown) == [2, 3, 1]
    [anna, eva, lev] = [
        part for number in (1, 2, 3) for part in shown.text.split("\n\n") if f"#{number} " in part
    ]
    assert "ждёт" not in anna
    assert "ждёт 2 ч" in eva
    assert text(support, "cases-late", until="15.10 15:00") in eva
    assert text(support, "cases-until", until="15.10 16:00") in lev
    for view, expected in (("mine", [3, 1]), ("unanswered", [2, 3]), ("due", [2, 3])):
        await press(support, support.vera, shown, label(support, view, n=2))
        assert numbers(shown) == expected, view
        assert text(support, f"cases-{view}", n=2, name="Вера") in shown.text
    await press(support, support.vera, shown, label(support, "oldest", n=3))
    assert numbers(shown) == [1, 2, 3]
    await press(support, support.oleg, await asked(support, support.oleg), label(support, "mine", n=0))
    assert numbers(newest(support.oleg.chat)) == []


async def test_a_button_opens_the_topic_or_shows_the_case_where_no_link_leads(
    support: SupportHarness,
) -> None:
    await begin(support, forum=True)
    await complain(support, "Анна")
    shown = await asked(support, support.vera)
    [opening] = [one for one in shown.buttons if one.text == label(support, "open", number="1")]
    topic = topic_of(support, 1)
    assert opening.url == f"https://t.me/c/{-1_000_000_000_000 - support.group.id}/{topic.id}"
    await support.reload()  # a plain group, whose messages have no address
    await complain(support, "Ева")
    await support.announce()
    shown = await asked(support, support.vera)
    await press(support, support.vera, shown, label(support, "open", number="2"))
    assert "Ева ждёт заказ" in newest(support.vera.chat).text


async def test_a_list_has_pages_and_is_the_same_in_the_group(support: SupportHarness) -> None:
    await begin(support, forum=True)
    for number in range(8):
        await complain(support, f"Клиент {number}")
    for person, chat in ((support.vera, support.vera.chat), (support.oleg, support.group)):
        shown = await asked(support, person, None if chat is support.vera.chat else support.group)
        assert numbers(shown) == [1, 2, 3, 4, 5, 6]
        assert text(support, "cases-page", page=1, pages=2) in shown.text
        await press(support, person, shown, label(support, "next"))
        assert numbers(shown) == [7, 8]
        await press(support, person, shown, label(support, "back"))
        assert numbers(shown) == [1, 2, 3, 4, 5, 6]
    before = shown.text
    for button in shown.buttons:
        if button.data:
            await support.deliver(await support.zoya.forge(shown, button.data))
    assert shown.text == before
    assert {row["holder_telegram_id"] for row in await support.harness.rows(tables.cases)} == {None}


async def test_managers_read_what_to_do_and_take_a_case_over_from_the_list(support: SupportHarness) -> None:
    await begin(support, forum=True)
    for name in ("Анна", "Ева", "Лев"):
        await complain(support, name)
    await in_topic(support, 1, "Едем!")
    await in_topic(support, 2, "/take")
    support.harness.fake_clock.move(days=3)
    await support.enroll(support.oleg, Role.MANAGER)
    shown = await asked(support, support.oleg)
    for do, number in (("take-over", 2), ("take", 3), ("close", 1)):
        [part] = [part for part in shown.text.split("\n\n") if f"#{number} " in part]
        assert part.endswith(text(support, f"cases-do-{do}", name="Вера")), do
    await press(support, support.oleg, shown, label(support, "take-over", number="2"))
    assert (await support.case(2)).holder_telegram_id == support.oleg.id
    shown = await asked(support, support.vera)
    assert "👉" not in shown.text
    taken = [one.text for one in shown.buttons if "✋" in one.text]
    assert taken == [label(support, "take", number="3")], "support takes what nobody has"

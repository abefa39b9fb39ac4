"""Names are data: whoever is called `@all /close` mentions nobody, and no name turns or breaks a line."""

import pytest

from playground.entities import found_by_telegram
from storage.people import staff
from storage.rows import Staff
from surveys.roles import Role
from tests.handlers.staff.teams import LENA, VERA, meet
from tests.harness import Harness, SentCall
from tests.updates import BORIS, Person, said, tapped
from tests.words import interface
from texts.quoting import inline, length

FAMILY = "👨‍👩‍👧‍👦"
NAMES = [
    "@all /close",
    "Вера\u202eанибос",
    "Вера\n• Борис: владелец",
    "https://зло.рф/вход",
    "evil.com",
    "t.me/evil #скидка",
    "tg://user?id=1",
    "vera@example.com",
    "$USD +79001234567",
    FAMILY * 9,
    "А" * 300,
    "\u200b\u3164",
    "   ",
    "דנה",
]
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")


async def listed(harness: Harness, name: str | None) -> SentCall:
    await meet(harness, BORIS)
    member = Staff(VERA.id, Role.SUPPORT, harness.fake_clock.now, name)
    await harness.database.write(staff.enroll, member)
    return await harness.say(BORIS, "/team")


def is_plain(text: str) -> bool:
    """Whether Telegram finds nothing in it that can be tapped but our own commands."""
    found = [one for one in found_by_telegram(text).entities if one["type"] != "bot_command"]
    commands = found_by_telegram(text).quoted("bot_command")
    return not found and not {"/close"} & set(commands) and not TURNS & set(text)


@pytest.mark.parametrize("name", NAMES)
async def test_the_list_of_the_team_shows_a_name_and_no_more(harness: Harness, name: str) -> None:
    told = await listed(harness, name)
    assert is_plain(told.text)
    [line] = [one for one in told.text.splitlines() if interface("role-support") in one]
    assert line.startswith("• ")
    assert len([one for one in told.text.splitlines() if one.startswith("•")]) == 2  # Boris and this one


@pytest.mark.parametrize("name", NAMES)
async def test_the_buttons_show_it_whole_and_cut_nothing_in_two(harness: Harness, name: str) -> None:
    told = await listed(harness, name)
    [label] = [label for label, data in told.buttons.items() if data == f"remove:{VERA.id}"]
    assert length(label) <= 40
    assert not TURNS & set(label)
    shown = label.removeprefix("✖ ").rstrip("…")
    assert shown.replace(FAMILY, "") == "" or FAMILY not in name
    assert shown.strip()


@pytest.mark.parametrize("name", [None, "", " ", "\u202e", "\u200b"])
async def test_without_a_name_the_number_stands_for_it(harness: Harness, name: str | None) -> None:
    told = await listed(harness, name)
    assert f"• {VERA.id}" in told.text
    assert f"✖ {VERA.id}" in told.buttons


@pytest.mark.parametrize("name", NAMES)
async def test_the_question_and_the_note_of_a_removal_are_plain_too(harness: Harness, name: str) -> None:
    await listed(harness, name)
    [question] = await harness.deliver(tapped(BORIS, f"remove:{VERA.id}"))
    assert is_plain(question.text)
    told = await harness.deliver(tapped(BORIS, question.buttons[interface("button-remove-confirm")]))
    assert all(is_plain(one.text) for one in told if not one.is_menu)


@pytest.mark.parametrize("name", NAMES)
async def test_a_group_offered_by_somebody_with_such_a_name(harness: Harness, name: str) -> None:
    from tests.groups import FORUM, became

    await meet(harness, BORIS)
    told = await harness.deliver(became(Person(LENA.id, name, "ru"), FORUM, "member"))
    offers = [one for one in told if not one.is_menu]
    assert offers
    assert all(is_plain(one.text) for one in offers)


async def test_a_name_that_comes_by_a_link_is_kept_as_it_was_and_shown_plain(harness: Harness) -> None:
    await meet(harness, BORIS)
    token = await harness.database.write(
        staff.invite, harness.ids.next(), Role.SUPPORT, BORIS.id, harness.fake_clock.now
    )
    await harness.deliver(said(Person(VERA.id, "@all /close", "ru"), f"/start inv_{token}"))
    assert is_plain((await harness.say(BORIS, "/team")).text)


@pytest.mark.parametrize(
    "name", ["evil.com", "http://a.b/c", "a@b.co", "#скидка", "$USD", "t.me/x", "зло.рф"]
)
def test_a_name_in_a_line_is_no_link(name: str) -> None:
    shown = inline(name)
    assert found_by_telegram(shown).entities == ()
    assert shown.replace("\u2060", "") == name


@pytest.mark.parametrize("name", ["Анна-Мария", "О'Нил", "И. И. Иванов", "C3.PO", "5.5", "R&B", "Jr."])
def test_ordinary_names_stay_readable(name: str) -> None:
    assert inline(name).replace("\u2060", "") == name

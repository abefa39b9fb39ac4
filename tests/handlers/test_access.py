"""Only the enrolled act: every command and button × every role × every place.

The commands and buttons are those that the handlers listen to; one without a row below fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers import menus
from storage import staff, tables
from storage.rows import Staff
from surveys.roles import Role
from tests.desk import Office, house
from tests.groups import FORUM
from tests.handlers.access import (
    EVERYONE,
    NOBODY,
    NUMBERS,
    OWNERS,
    PEOPLE,
    TEAM,
    VERA,
    Where,
    Who,
    buttons,
    commands,
    furnish,
    outcome,
    pressed,
    spoken,
    text,
)
from tests.updates import ANNA, BORIS, Person

Allowed = frozenset[Who]


@dataclass(frozen=True)
class Row:
    """Who may use it: in private, in a case's topic, in another group."""

    private: Allowed
    topic: Allowed = NOBODY
    group: Allowed = NOBODY

    def holds(self, who: Who, where: Where) -> bool:
        allowed = {Where.PRIVATE: self.private, Where.TOPIC: self.topic, Where.GROUP: self.group}
        return who in allowed.get(where, NOBODY)


CUSTOMERS, DESK = Row(EVERYONE), Row(TEAM, TEAM, TEAM)

COMMANDS: Mapping[str, Row] = {
    "start": CUSTOMERS,
    "rate": CUSTOMERS,
    "complain": CUSTOMERS,
    "wish": CUSTOMERS,
    "leave": CUSTOMERS,
    "settings": CUSTOMERS,
    "stop": CUSTOMERS,
    "help": CUSTOMERS,
    "privacy": CUSTOMERS,
    "nps": Row(NUMBERS),
    "complaints": Row(NUMBERS),
    "churn": Row(NUMBERS),
    "winback": Row(NUMBERS),
    "why": Row(NUMBERS),
    "team": Row(NUMBERS),
    "setup": Row(OWNERS),
    "cases": DESK,
    "case": DESK,
    "take": DESK,
    "close": DESK,
}
TYPED = {"case": "/case 1", "close": "/close delivery"}

BUTTONS: Mapping[str, tuple[str, Row]] = {
    "rate": ("rate", CUSTOMERS),
    "complain": ("complain", CUSTOMERS),
    "leave": ("leave", CUSTOMERS),
    "resume": ("resume", CUSTOMERS),
    "offers": ("offers:yes", CUSTOMERS),
    "came-back": ("came-back:1", CUSTOMERS),
    "no-more": ("no-more:1", CUSTOMERS),
    "settings": ("settings:language:en", CUSTOMERS),
    "invite": ("invite:support", Row(NUMBERS)),
    "remove": (f"remove:{VERA.id}", Row(NUMBERS)),
    "r": ("r:nps:90d:::1", Row(NUMBERS)),
    "setup": ("setup:language:en", Row(OWNERS)),
    "group": (f"group:{FORUM['id']}", Row(OWNERS)),
    "case": ("case:take:1", Row(TEAM, TEAM, TEAM)),
}
"""By the first word of the data: an example, and who may press it."""

REFUSALS = frozenset(
    {
        text("help-asked"),
        text("message-kept"),
        text("score-not-understood"),
        text("support-stranger"),
        text("support-anonymous"),
        text("support-forward"),
        text("support-commands"),
        *(text("come-over", link=f"https://t.me/?start={name}") for name in COMMANDS),
    }
)
"""What is said where nothing was done."""


def test_every_command_and_every_button_has_its_row() -> None:
    assert commands() <= COMMANDS.keys()
    assert buttons() <= BUTTONS.keys()


@pytest.mark.parametrize("name", sorted(commands()))
async def test_a_command_is_for_those_in_its_row_and_only_where_it_belongs(office: Office, name: str) -> None:
    await furnish(office)
    row, typed = COMMANDS[name], TYPED.get(name, f"/{name}")
    everywhere = [(who, where) for who in Who for where in Where]
    in_vain = [spoken(PEOPLE[who], typed, where) for who, where in everywhere if not row.holds(who, where)]
    assert (await outcome(office, *in_vain)).is_nothing(REFUSALS)
    for who, where in everywhere:
        if row.holds(who, where):
            office.hands.move(minutes=1)
            found = await outcome(office, spoken(PEOPLE[who], typed, where))
            assert not found.is_nothing(REFUSALS), (who, where)


@pytest.mark.parametrize("name", sorted(buttons()))
async def test_nobody_outside_its_row_can_press_a_button(office: Office, name: str) -> None:
    await furnish(office)
    data, row = BUTTONS[name]
    in_vain = [
        pressed(person, data, where)
        for who, person in PEOPLE.items()
        for where in (Where.PRIVATE, Where.GROUP, Where.TOPIC, Where.FORWARDED)
        if not row.holds(who, Where.PRIVATE if where is Where.FORWARDED else where)
    ]
    assert (await outcome(office, *in_vain)).is_nothing()


@pytest.mark.parametrize(
    ("name", "who"),
    [(name, who) for name, (_, row) in BUTTONS.items() if row != CUSTOMERS for who in sorted(row.private)],
)
async def test_whoever_is_in_its_row_can_press_it(office: Office, name: str, who: Who) -> None:
    await furnish(office)
    data, row = BUTTONS[name]
    where = Where.TOPIC if row.topic else Where.PRIVATE
    assert not (await outcome(office, pressed(PEOPLE[who], data, where))).is_nothing()


@pytest.mark.parametrize("who", [who for who in Who if who is not Who.CUSTOMER])
async def test_a_survey_is_answered_by_the_one_who_was_asked(office: Office, who: Who) -> None:
    question = await office.say(ANNA, "/rate")
    await outcome(office, pressed(PEOPLE[who], question.buttons["9"], Where.PRIVATE))
    assert await office.rows(tables.answers) == []


async def test_a_button_knows_nothing_of_rights(office: Office) -> None:
    """What a manager was shown is worth nothing in another hand, and nothing after the removal."""
    await furnish(office)
    [link] = await office.deliver(pressed(BORIS, "invite:manager", Where.PRIVATE))
    assert "start=inv_" in link.text
    await office.deliver(pressed(BORIS, f"remove:{VERA.id}", Where.PRIVATE))
    assert (await outcome(office, pressed(VERA, "case:take:1", Where.TOPIC))).is_nothing()


async def test_the_enrolled_act_in_the_support_chat_though_they_never_wrote_in_private(
    office: Office,
) -> None:
    await furnish(office)
    rita = Person(500_000_404, "Рита", "ru")
    assert (await outcome(office, pressed(rita, "case:take:1", Where.TOPIC))).is_nothing()
    member = Staff(rita.id, Role.SUPPORT.value, office.hands.now, rita.name)
    await office.database.write(staff.enroll, member)
    assert (await outcome(office, pressed(rita, "case:take:1", Where.TOPIC))).has_changed
    [case] = await office.rows(tables.cases)
    assert case["holder_telegram_id"] == rita.id


@pytest.mark.parametrize("role", Role)
def test_a_menu_offers_only_what_its_reader_may_do(role: Role) -> None:
    who = Who(role.value)
    for name in (*menus.STAFF[role], *menus.CUSTOMER):
        assert who in COMMANDS[name].private, name
    for name in menus.DESK:
        assert who in COMMANDS[name].topic, name


def test_every_command_that_is_offered_exists_and_every_other_one_is_known_to_be_hidden() -> None:
    offered = {*menus.CUSTOMER, *menus.DESK, *(name for names in menus.STAFF.values() for name in names)}
    assert offered <= commands()
    assert commands() - offered == {"start"}
    assert house().support is None


def test_the_reference_lists_every_command() -> None:
    reference = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
    _, table = reference.split("| command in Telegram |", 1)
    rows = [line.split("|")[1] for line in table.split("\n\n", 1)[0].splitlines()[2:]]
    assert sorted(re.findall(r"`/(\w+)`", " ".join(rows))) == sorted(commands())

"""Only the enrolled act: every command and button × every role × every place.

The commands and buttons are those that the handlers listen to; one without a row below fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.shared import menus
from reports.catalogue import REPORTS
from storage import tables
from storage.people import staff
from storage.rows import Staff
from surveys.base36 import base36
from surveys.roles import Role
from tests.groups import FORUM
from tests.handlers.access import (
    EVERYONE,
    KLIM,
    LENA,
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
    outcome,
    pressed,
    reload,
    spoken,
    text,
)
from tests.harness import NOON, Harness, app_context
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
    "mycase": CUSTOMERS,
    "wish": CUSTOMERS,
    "leave": CUSTOMERS,
    "settings": CUSTOMERS,
    "stop": CUSTOMERS,
    "cancel": CUSTOMERS,
    "help": Row(EVERYONE, TEAM),
    "privacy": CUSTOMERS,
    "mydata": CUSTOMERS,
    "forget": CUSTOMERS,
    **dict.fromkeys(REPORTS, Row(NUMBERS)),
    "why": Row(NUMBERS),
    "digest": Row(NUMBERS),
    "action": Row(NUMBERS),
    "actions": Row(NUMBERS),
    "duplicates": Row(NUMBERS),
    "campaigns": Row(NUMBERS),
    "surveys": Row(NUMBERS),
    "link": Row(NUMBERS),
    "dashboard": Row(NUMBERS),
    "export": Row(NUMBERS),
    "import": Row(NUMBERS),
    "team": Row(NUMBERS),
    "setup": Row(OWNERS),
    "named": Row(TEAM),
    "cases": DESK,
    "case": DESK,
    "ref": DESK,
    "inbox": DESK,
    "customer": DESK,
    "open": DESK,
    "away": Row(TEAM, TEAM),
    "back": Row(TEAM, TEAM),
    "calls": Row(OWNERS),
    "audit": Row(OWNERS),
    "take": DESK,
    "t": DESK,
    "give": DESK,
    "merge": DESK,
    "about": DESK,
    "severity": DESK,
    "close": DESK,
    "undo": DESK,
}
TYPED = {
    "case": "/case 1",
    "ref": "/ref 1-3",
    "customer": "/customer #1",
    "open": "/open +79161234567 не тот торт",
    "link": "/link nps",
    "close": "/close delivery",
}

AT_NOON = base36(round(NOON.timestamp() * 1_000_000))
CONFIRMED = f"revoke:{VERA.id}:{AT_NOON}"
"""Everybody was enrolled, and whoever is removed was removed, at noon."""

BUTTONS: Mapping[str, tuple[str, Row]] = {
    "rate": ("rate", CUSTOMERS),
    "complain": ("complain", CUSTOMERS),
    "leave": ("leave", CUSTOMERS),
    "stop": ("stop", CUSTOMERS),
    "resume": ("resume", CUSTOMERS),
    "solved": ("solved:1", CUSTOMERS),
    "offers": ("offers:yes", CUSTOMERS),
    "came-back": ("came-back:1", CUSTOMERS),
    "no-more": ("no-more:1", CUSTOMERS),
    "no-reminder": ("no-reminder:1", CUSTOMERS),
    "settings": ("settings:language:en", CUSTOMERS),
    "forget": ("forget:no", CUSTOMERS),
    "agree": ("agree:1", CUSTOMERS),
    "case-again": ("case-again:0", CUSTOMERS),
    "helped": ("helped:yes:0", CUSTOMERS),
    "mycase": ("mycase", CUSTOMERS),
    "contact": ("contact", CUSTOMERS),
    "zone": ("zone:Asia/Omsk", CUSTOMERS),
    "invite": ("invite:support", Row(NUMBERS)),
    "remove": (f"remove:{VERA.id}", Row(NUMBERS)),
    "revoke": (CONFIRMED, Row(NUMBERS)),
    "restore": (f"restore:{KLIM.id}:{AT_NOON}", Row(OWNERS)),
    "team": ("team", Row(NUMBERS)),
    "dismiss": (f"dismiss:{VERA.id}", Row(OWNERS)),
    "r": ("r:nps:90d:::1", Row(NUMBERS)),
    "setup": ("setup:language:en", Row(OWNERS)),
    "group": (f"group:{FORUM['id']}", Row(OWNERS)),
    "hold": ("hold:on", Row(OWNERS)),
    "staff": ("staff:cases", Row(TEAM)),
    "case": ("case:take:1", Row(TEAM, TEAM, TEAM)),
    "t": ("t:page:0:1", Row(TEAM, TEAM)),
    "give": (f"give:1:{VERA.id}", Row(TEAM, TEAM, TEAM)),
    "severity": ("severity:1:high", Row(TEAM, TEAM, TEAM)),
    "about": (f"about:1:{LENA.id}", Row(TEAM, TEAM, TEAM)),
    "reply": ("reply:send:1", Row(TEAM, TEAM, TEAM)),
    "sample": ("sample:close", Row(TEAM, TEAM, TEAM)),
    "inbox": ("inbox:new:0", Row(TEAM, TEAM)),
    "cases": ("cases:mine:0", Row(TEAM, TEAM)),
    "audit": ("audit:1", Row(OWNERS)),
    "import": ("import:cancel:1", Row(NUMBERS)),
    "duplicates": ("duplicates:0", Row(NUMBERS)),
    "digest": ("digest:11", Row(NUMBERS)),
    "back": ("back", Row(TEAM)),
    "calls": ("calls:always", Row(OWNERS)),
    "cb": (f"cb:{base36(1)}:30d::1:", Row(NUMBERS)),
    "alert": ("alert:cases", Row(NUMBERS)),
    "action": ("action:1", Row(NUMBERS)),
    "campaign": ("campaign:new:0", Row(NUMBERS)),
    "content": ("content:list:survey", Row(NUMBERS)),
    "complaint": ("complaint:1", CUSTOMERS),
}
"""By the first word of the data: an example, and who may press it."""

REFUSALS = frozenset(
    {
        text("help-asked"),
        text("message-kept"),
        text("staff-choose"),
        text("staff-choose-cases"),
        text("score-not-understood"),
        text("support-stranger"),
        text("support-removed"),
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
async def test_a_command_is_for_those_in_its_row_and_only_where_it_belongs(
    harness: Harness, name: str
) -> None:
    await reload(harness)
    row, typed = COMMANDS[name], TYPED.get(name, f"/{name}")
    everywhere = [(who, where) for who in Who for where in Where]
    in_vain = [spoken(PEOPLE[who], typed, where) for who, where in everywhere if not row.holds(who, where)]
    assert (await outcome(harness, *in_vain)).is_nothing(REFUSALS)
    for who, where in everywhere:
        if row.holds(who, where):
            harness.fake_clock.move(minutes=1)
            found = await outcome(harness, spoken(PEOPLE[who], typed, where))
            assert not found.is_nothing(REFUSALS), (who, where)


@pytest.mark.parametrize("name", sorted(buttons()))
async def test_nobody_outside_its_row_can_press_a_button(harness: Harness, name: str) -> None:
    await reload(harness)
    data, row = BUTTONS[name]
    in_vain = [
        pressed(person, data, where)
        for who, person in PEOPLE.items()
        for where in (Where.PRIVATE, Where.GROUP, Where.TOPIC, Where.FORWARDED)
        if not row.holds(who, Where.PRIVATE if where is Where.FORWARDED else where)
    ]
    assert (await outcome(harness, *in_vain)).is_nothing()


@pytest.mark.parametrize(
    ("name", "who"),
    [(name, who) for name, (_, row) in BUTTONS.items() if row != CUSTOMERS for who in sorted(row.private)],
)
async def test_whoever_is_in_its_row_can_press_it(harness: Harness, name: str, who: Who) -> None:
    await reload(harness)
    data, row = BUTTONS[name]
    where = Where.TOPIC if row.topic else Where.PRIVATE
    assert not (await outcome(harness, pressed(PEOPLE[who], data, where))).is_nothing()


@pytest.mark.parametrize("who", [who for who in Who if who is not Who.CUSTOMER])
async def test_a_survey_is_answered_by_the_one_who_was_asked(harness: Harness, who: Who) -> None:
    question = await harness.say(ANNA, "/rate")
    await outcome(harness, pressed(PEOPLE[who], question.buttons["9"], Where.PRIVATE))
    assert await harness.rows(tables.answers) == []


async def test_a_button_knows_nothing_of_rights(harness: Harness) -> None:
    """What a manager was shown is worth nothing in another hand, and nothing after the removal."""
    await reload(harness)
    [link] = await harness.deliver(pressed(BORIS, "invite:manager", Where.PRIVATE))
    assert "start=inv_" in link.text
    await harness.deliver(pressed(BORIS, CONFIRMED, Where.PRIVATE))
    assert (await outcome(harness, pressed(VERA, "case:take:1", Where.TOPIC))).is_nothing()


async def test_the_enrolled_act_in_the_support_chat_though_they_never_wrote_in_private(
    harness: Harness,
) -> None:
    await reload(harness)
    rita = Person(500_000_404, "Рита", "ru")
    assert (await outcome(harness, pressed(rita, "case:take:1", Where.TOPIC))).is_nothing()
    member = Staff(rita.id, Role.SUPPORT, harness.fake_clock.now, rita.name)
    await harness.database.write(staff.enroll, member)
    assert (await outcome(harness, pressed(rita, "case:take:1", Where.TOPIC))).has_changed
    [case] = await harness.rows(tables.cases)
    assert case["holder_telegram_id"] == rita.id


@pytest.mark.parametrize("role", Role)
def test_a_menu_offers_only_what_its_reader_may_do(role: Role) -> None:
    who = Who(role.value)
    for name in (*menus.STAFF[role], *menus.CUSTOMER):
        assert who in COMMANDS[name].private, name
    for name in menus.SUPPORT:
        assert who in COMMANDS[name].topic, name


def test_every_command_that_is_offered_exists_and_every_other_one_is_known_to_be_hidden() -> None:
    offered = {*menus.CUSTOMER, *menus.SUPPORT, *(name for names in menus.STAFF.values() for name in names)}
    assert offered <= commands()
    assert commands() - offered == {"start", "cancel", "named"}
    assert app_context().support is None


def _first_column(document: str, heading: str) -> str:
    """The cells of the column that bears that heading, of the table that it begins."""
    _, table = document.split(f"| {heading} |", 1)
    return " ".join(line.split("|")[1] for line in table.split("\n\n", 1)[0].splitlines()[2:])


def test_the_reference_lists_every_command() -> None:
    """Reports are commands too; they have a table of their own, which names each of them once."""
    reference = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
    reports = re.findall(r"`(\w+)`", _first_column(reference, "rows of"))
    listed = re.findall(r"`/(\w+)`", _first_column(reference, "command in Telegram"))
    assert sorted(reports) == sorted(REPORTS)
    assert sorted({*listed, *reports}) == sorted(commands())
    assert len(listed) == len(set(listed))

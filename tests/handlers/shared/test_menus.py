"""The lists of commands on people's phones: by role, by chat, in both languages."""

import re

import pytest

from bot.delivery.menus import publish as publish_menus
from handlers.shared import menus
from handlers.shared.app_context import SupportChat
from playground import Group, Person
from storage import tables
from storage.states import OutboxState
from surveys.language.languages import LANGUAGES
from surveys.roles import Role
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, app_context

CUSTOMER = list(menus.CUSTOMER)


def offered(support: SupportHarness, person: Person, group: Group | None = None) -> list[str]:
    return [str(one["command"]) for one in support.telegram.menu(group or person.chat, person)]


def private(role: Role) -> list[str]:
    return [*menus.STAFF[role], *menus.CUSTOMER]


async def publish(support: SupportHarness) -> None:
    """As at the start of the process."""
    parts = support.harness.parts
    await parts.database.write(publish_menus, parts.contexts.current, parts.enqueuer)
    await support.settled()


async def meet_owner(support: SupportHarness) -> None:
    """Whoever is enrolled has used a link, so they have spoken to the bot."""
    await support.deliver(await support.boris.start())
    await support.enroll(support.boris, Role.OWNER)


async def link(support: SupportHarness, role: Role) -> str:
    """The payload of a fresh link of Boris's, who is an owner."""
    await support.deliver(await support.boris.say("/team"))
    team = support.boris.chat.messages[-1]
    await support.deliver(await support.boris.forge(team, f"invite:{role}"))
    return support.boris.chat.messages[-1].text.rpartition("start=")[2].strip()


async def test_at_the_start_everybody_gets_the_menu_of_their_role(support: SupportHarness) -> None:
    group = await support.reload(forum=True)
    stranger = support.telegram.person("Ganz neu", language="de")
    await publish(support)
    assert offered(support, stranger) == offered(support, support.anna) == CUSTOMER
    assert offered(support, support.vera) == private(Role.SUPPORT)
    assert offered(support, support.boris) == private(Role.OWNER)
    assert offered(support, support.vera, group) == list(menus.SUPPORT)


@pytest.mark.parametrize("role", [None, *Role])
async def test_help_explains_the_commands_of_the_menu_and_no_others(
    support: SupportHarness, role: Role | None
) -> None:
    if role is not None:
        await support.enroll(support.boris, role)
    await support.deliver(await support.boris.say("/help"))
    explained = re.findall(r"^/(\w+)", support.boris.chat.messages[-1].text, re.MULTILINE)
    assert sorted(explained) == sorted(CUSTOMER if role is None else private(role))


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Оценить нас"), ("en", "Rate us"), ("de", "Оценить нас")]
)
async def test_a_menu_speaks_the_language_of_the_phone_or_else_that_of_the_business(
    support: SupportHarness, language: str, words: str
) -> None:
    person = support.telegram.person("Кто-то", language=language)
    await publish(support)
    assert support.telegram.menu(person.chat, person)[0]["description"] == words


async def test_joining_gives_the_menu_of_the_role_and_removal_takes_it(support: SupportHarness) -> None:
    await meet_owner(support)
    await publish(support)
    await support.deliver(await support.boris.start())
    for role in (Role.SUPPORT, Role.MANAGER):
        await support.deliver(await support.zoya.start(await link(support, role)))
        assert offered(support, support.zoya) == private(role)
    await support.deliver(await support.boris.say("/team"))
    team = support.boris.chat.messages[-1]
    await support.deliver(await support.boris.forge(team, f"remove:{support.zoya.id}"))
    asked = support.boris.chat.messages[-1]
    confirm = app_context().texts.text("ru", "button-remove-confirm")
    await support.deliver(await support.boris.tap(asked, confirm))
    assert offered(support, support.zoya) == CUSTOMER
    assert offered(support, support.boris) == private(Role.OWNER)


async def test_a_chosen_group_gets_its_menu_and_the_one_before_loses_it(support: SupportHarness) -> None:
    first = await support.reload(supergroup=True)
    await publish(support)
    second = support.telegram.group("Новая", members=[support.boris, support.vera], forum=True)
    await support.deliver(support.telegram.updates.waiting()[-1])
    await support.deliver(
        await support.boris.tap(support.boris.chat.messages[-1], "Сделать группой поддержки")
    )
    assert offered(support, support.vera, second) == list(menus.SUPPORT)
    assert offered(support, support.vera, first) == []


async def test_the_language_of_the_business_is_the_customers_default(support: SupportHarness) -> None:
    await meet_owner(support)
    await publish(support)
    await support.deliver(await support.boris.start())
    for data in ("setup:language:en", "setup:name:", "setup:zone:Europe/Berlin"):
        await support.deliver(await support.boris.forge(support.boris.chat.messages[-1], data))
    german = support.telegram.person("Jürgen", language="de")
    assert support.telegram.menu(german.chat, german)[0]["description"] == "Rate us"


def test_every_menu_is_offered_in_both_languages_and_to_everybody_else() -> None:
    with_overrides = app_context().with_overrides({"support_chat": {"id": -5, "is_forum": True}})
    assert with_overrides.support == SupportChat(-5, is_forum=True)
    every = (
        menus.of_customers(with_overrides),
        menus.of_member(with_overrides, 7, Role.OWNER),
        menus.of_support_chat(with_overrides),
        menus.none_of(7),
    )
    for menu_of_one in every:
        assert {method.language_code for method in menu_of_one} == {None, *LANGUAGES}


async def test_seventy_starts_without_telegram_leave_each_menu_waiting_once(harness: Harness) -> None:
    support = {"support_chat": {"id": -1001, "is_forum": True}}
    app = harness.contexts.current.with_overrides(support)
    for _ in range(70):
        await harness.database.write(publish_menus, app, harness.parts.enqueuer)
    waiting = [row for row in await harness.rows(tables.outbox) if row["state"] == OutboxState.READY]
    assert len(waiting) == 3 * 3  # of customers, of the support chat, of an owner: one a language each

"""The lists of commands on people's phones: by role, by chat, in both languages."""

import re

import pytest
from aiogram import Bot

from bot import menu
from handlers import menus
from handlers.house import SupportChat
from playground import Group, Person
from storage.database import Connection
from surveys.language import LANGUAGES
from surveys.roles import Role
from tests.desk import house
from tests.handlers.counter import Counter

CUSTOMER = list(menus.CUSTOMER)


def offered(counter: Counter, person: Person, group: Group | None = None) -> list[str]:
    return [str(one["command"]) for one in counter.telegram.menu(group or person.chat, person)]


def private(role: Role) -> list[str]:
    return [*menus.STAFF[role], *menus.CUSTOMER]


async def publish(counter: Counter) -> None:
    """As at the start of the process."""
    office = counter.office

    def work(connection: Connection) -> None:
        bot = Bot(counter.telegram.token)
        menu.publish(connection, office.premises.house, bot, office.ids, office.hands.now)

    await office.database.write(work)
    await counter.settled()


async def meet_owner(counter: Counter) -> None:
    """Whoever is enrolled has used a link, so they have spoken to the bot."""
    await counter.deliver(await counter.boris.start())
    await counter.enroll(counter.boris, Role.OWNER)


async def link(counter: Counter, role: Role) -> str:
    """The payload of a fresh link of Boris's, who is an owner."""
    await counter.deliver(await counter.boris.say("/team"))
    team = counter.boris.chat.messages[-1]
    await counter.deliver(await counter.boris.forge(team, f"invite:{role}"))
    return counter.boris.chat.messages[-1].text.rpartition("start=")[2].strip()


async def test_at_the_start_everybody_gets_the_menu_of_their_role(counter: Counter) -> None:
    group = await counter.furnish(forum=True)
    stranger = counter.telegram.person("Ganz neu", language="de")
    await publish(counter)
    assert offered(counter, stranger) == offered(counter, counter.anna) == CUSTOMER
    assert offered(counter, counter.vera) == private(Role.SUPPORT)
    assert offered(counter, counter.boris) == private(Role.OWNER)
    assert offered(counter, counter.vera, group) == list(menus.DESK)


@pytest.mark.parametrize("role", [None, *Role])
async def test_help_explains_the_commands_of_the_menu_and_no_others(
    counter: Counter, role: Role | None
) -> None:
    if role is not None:
        await counter.enroll(counter.boris, role)
    await counter.deliver(await counter.boris.say("/help"))
    explained = re.findall(r"^/(\w+)", counter.boris.chat.messages[-1].text, re.MULTILINE)
    assert sorted(explained) == sorted(CUSTOMER if role is None else private(role))


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Оценить нас"), ("en", "Rate us"), ("de", "Оценить нас")]
)
async def test_a_menu_speaks_the_language_of_the_phone_or_else_that_of_the_business(
    counter: Counter, language: str, words: str
) -> None:
    person = counter.telegram.person("Кто-то", language=language)
    await publish(counter)
    assert counter.telegram.menu(person.chat, person)[0]["description"] == words


async def test_joining_gives_the_menu_of_the_role_and_removal_takes_it(counter: Counter) -> None:
    await meet_owner(counter)
    await publish(counter)
    await counter.deliver(await counter.boris.start())
    for role in (Role.MANAGER, Role.SUPPORT):
        await counter.deliver(await counter.zoya.start(await link(counter, role)))
        assert offered(counter, counter.zoya) == private(role)
    await counter.deliver(await counter.boris.say("/team"))
    team = counter.boris.chat.messages[-1]
    await counter.deliver(await counter.boris.forge(team, f"remove:{counter.zoya.id}"))
    assert offered(counter, counter.zoya) == CUSTOMER
    assert offered(counter, counter.boris) == private(Role.OWNER)


async def test_a_chosen_group_gets_its_menu_and_the_one_before_loses_it(counter: Counter) -> None:
    first = await counter.furnish(supergroup=True)
    await publish(counter)
    second = counter.telegram.group("Новая", members=[counter.boris, counter.vera], forum=True)
    await counter.deliver(counter.telegram.updates.waiting()[-1])
    await counter.deliver(
        await counter.boris.tap(counter.boris.chat.messages[-1], "Сделать группой поддержки")
    )
    assert offered(counter, counter.vera, second) == list(menus.DESK)
    assert offered(counter, counter.vera, first) == []


async def test_the_language_of_the_business_is_the_customers_default(counter: Counter) -> None:
    await meet_owner(counter)
    await publish(counter)
    await counter.deliver(await counter.boris.start())
    for data in ("setup:language:en", "setup:name:", "setup:zone:Europe/Berlin"):
        await counter.deliver(await counter.boris.forge(counter.boris.chat.messages[-1], data))
    german = counter.telegram.person("Jürgen", language="de")
    assert counter.telegram.menu(german.chat, german)[0]["description"] == "Rate us"


def test_every_menu_is_offered_in_both_languages_and_to_everybody_else() -> None:
    furnished = house().furnished({"support_chat": {"id": -5, "is_forum": True}})
    assert furnished.support == SupportChat(-5, is_forum=True)
    every = (
        menus.of_customers(furnished),
        menus.of_member(furnished, 7, Role.OWNER),
        menus.of_support_chat(furnished),
        menus.none_of(7),
    )
    for menu_of_one in every:
        assert {method.language_code for method in menu_of_one} == {None, *LANGUAGES}

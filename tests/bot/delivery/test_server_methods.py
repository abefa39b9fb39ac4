"""A method is given up only where the server answers others: a server in trouble answers none."""

import logging

import pytest

from bot.delivery.server_methods import ServerMethods

MENU, SEND, POLL = "setMyCommands", "sendMessage", "getUpdates"


def failing(known: ServerMethods, times: int, *, answers: str | None = POLL) -> list[bool]:
    found = []
    for _ in range(times):
        found.append(known.is_given_up(MENU))
        if answers:
            known.add(answers)
    return found


def test_a_method_that_is_never_answered_while_others_are_is_given_up_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    known = ServerMethods()
    with caplog.at_level(logging.WARNING):
        assert failing(known, 6) == [False, False, False, True, True, True]
    assert known.lack(MENU)
    assert [record.args for record in caplog.records] == [(MENU,)]


def test_a_server_in_trouble_loses_no_method() -> None:
    known = ServerMethods()
    assert not any(failing(known, 50, answers=None))
    assert not known.lack(MENU)


def test_a_method_that_was_answered_once_is_never_given_up() -> None:
    known = ServerMethods()
    known.add(MENU)
    assert not any(failing(known, 50))


def test_another_method_is_not_given_up_along() -> None:
    known = ServerMethods()
    failing(known, 6)
    assert not known.lack(SEND)

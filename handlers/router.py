"""All handlers in the order in which they are asked."""

from functools import cache

from aiogram import Dispatcher, Router

from handlers.customer import outside, preferences, survey, talk, welcome
from handlers.filters import AnyCommand, Private
from handlers.manager import reports, why
from handlers.staff import groups, joining, setting_up, team
from handlers.support import buttons, elsewhere, group


@cache
def dispatcher() -> Dispatcher:
    """One a process, without FSM: nothing about a conversation lives in memory.

    Each letter brings its own `visit` and `house`.
    """
    built = Dispatcher(disable_fsm=True)
    built.include_routers(groups.router, group.router, buttons.router, elsewhere.router)
    built.include_routers(
        outside.router,
        survey.router,
        preferences.router,
        team.buttons,
        reports.buttons,
        groups.buttons,
        setting_up.router,
        _commands(),
        welcome.membership_router,
        talk.router,
    )
    return built


def _commands() -> Router:
    """One look at the slash spares other messages every command's filter."""
    commands = Router(name="commands")
    commands.message.filter(Private(), AnyCommand())
    commands.include_routers(
        survey.commands,
        preferences.commands,
        reports.router,
        why.router,
        team.router,
        joining.router,
        setting_up.commands,
        welcome.router,
        welcome.last,
    )
    return commands

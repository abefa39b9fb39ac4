"""All handlers in the order in which they are asked."""

from functools import cache

from aiogram import Dispatcher

from handlers.customer import survey, talk, welcome
from handlers.manager import nps


@cache
def dispatcher() -> Dispatcher:
    """One a process, without FSM: nothing about a conversation lives in memory.

    Each letter brings its own `visit` and `house`.
    """
    built = Dispatcher(disable_fsm=True)
    built.include_routers(survey.router, nps.router, welcome.router, welcome.last, talk.router)
    return built

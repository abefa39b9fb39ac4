"""The name of the business, told in a chat by whoever is asked for it."""

from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import reply
from storage.effects import Effects
from storage.people import settings


async def _tell(context: JobContext, args: Mapping[str, Any]) -> Finish:
    chosen = await context.read(Pool.INTERACTIVE, settings.all_settings)
    return lambda connection: _post(context, int(args["chat_id"]), str(chosen["name"]))


def _post(context: JobContext, chat_id: int, text: str) -> Effects:
    effects = Effects()
    effects.add(reply(context.ids.next(), chat_id, text, context.clock.now()))
    return effects


HELLO: Final = JobKind("hello", Pool.INTERACTIVE, _tell)

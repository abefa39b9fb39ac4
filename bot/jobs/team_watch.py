"""Once a day Telegram is asked whether everybody of support, and nobody removed, is in the support group.

A change that happened while the bot was away for more than a day, or was no administrator, is never told.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from handlers.staff.team_watch import is_present, note_members, people_to_watch
from storage.effects import Effects
from storage.engines.database import Connection

_ASKED_AT_MOST: Final = 100
_UNKNOWN_THERE: Final = ("user not found", "member not found", "participant_id_invalid", "user_id_invalid")


async def _look(context: JobContext, _: Mapping[str, Any]) -> Finish | None:
    app = context.contexts.current
    if app.support is None:
        return None
    now = context.clock.now()
    watched = await context.database.read(people_to_watch, now)
    are_in = {}
    for member in watched[:_ASKED_AT_MOST]:
        is_in = await _is_member(context, app.support.id, member.telegram_id)
        if is_in is not None:
            are_in[member.telegram_id] = is_in

    def finish(connection: Connection) -> Effects:
        effects = Effects()
        for outgoing, owner in note_members(connection, app, are_in, now):
            context.enqueuer.post(outgoing, owner, effects)
        return effects

    return finish


async def _is_member(context: JobContext, chat_id: int, telegram_id: int) -> bool | None:
    """Whether somebody is in the chat; None where Telegram does not say."""
    response = await context.client.call(
        "getChatMember", json.dumps({"chat_id": chat_id, "user_id": telegram_id})
    )
    if response.ok:
        return is_present(response.result) if isinstance(response.result, dict) else None
    words = response.description.lower()
    return False if any(known in words for known in _UNKNOWN_THERE) else None


TEAM_WATCH: Final = JobKind("team_watch", Pool.NETWORK, _look)

"""What staff are told of the cases of somebody who is forgotten; their topics go with the words in them."""

from collections.abc import Iterator, Sequence

from aiogram.methods import DeleteForumTopic

from handlers.cases import case_places
from handlers.cases.owner_notices import to_owners
from handlers.shared.app_context import AppContext
from handlers.shared.message_copy import plain
from handlers.shared.update_context import Outgoing
from storage.delivery import outbox
from storage.engines.database import Connection
from surveys.outreach.urgency import Urgency


def notices(connection: Connection, app: AppContext, numbers: Sequence[int]) -> Iterator[Outgoing]:
    """The calls that end topics and tell support, else the owners: they delete what a bot cannot.

    To be made before the places of the cases are erased; nothing for somebody without cases.
    """
    if not numbers:
        return
    said, support = {"cases": ", ".join(f"№ {number}" for number in numbers)}, app.support
    if support is None:
        yield from to_owners(
            connection, app, lambda language: app.texts.text(language, "forgotten-messages", **said)
        )
        return
    places = outbox.find_places(connection, [case_places.topic(number) for number in numbers])
    for place in places.values():
        if place.chat_id == support.id and place.thread_id is not None:
            topic = DeleteForumTopic(chat_id=support.id, message_thread_id=place.thread_id)
            yield Outgoing(topic, Urgency.ESCALATION)
    text_id = "forgotten-topics" if support.is_forum else "forgotten-messages"
    yield Outgoing(plain(support.id, app.texts.text(app.language, text_id, **said)), Urgency.ESCALATION)

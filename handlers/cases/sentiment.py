"""What was shown of a case before the sentiment of its words was known, as it should be now."""

from collections.abc import Iterator

from handlers.cases import case_topic
from handlers.cases.customer_notices import renewed_notices
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from storage.engines.database import Connection
from storage.rows import Case


def corrections(connection: Connection, app: AppContext, case: Case) -> Iterator[Outgoing]:
    """The edits of the card in the support chat, or of the notices of owners where the case is in none."""
    about = case_topic.look(connection, case)
    if app.support is None or case.chat_id is None:
        yield from renewed_notices(connection, app, about)
    else:
        yield case_topic.redrawn(app, app.support, about)

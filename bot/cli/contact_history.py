"""`otklik why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from datetime import UTC, datetime

from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from handlers.outreach.explanation import LOOK_BACK, ContactExplanation
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.outreach.contact_history import ContactHistory, find_history
from surveys.errors import UserError
from surveys.language.languages import Language


class UnknownCustomer(UserError):
    text_id = "no-such-customer"


def why(config: Config, customer: str, language: Language) -> str:
    """The history of a customer's contacts in words, in the zone that the owner chose.

    Raises UnknownCustomer.
    """

    def look(connection: Connection) -> tuple[AppContext, ContactHistory | None]:
        app = stored_context(connection, config)
        return app, find_history(connection, customer.strip(), datetime.now(UTC) - LOOK_BACK)

    app, history = in_database(config, look)
    if history is None:
        raise UnknownCustomer
    return ContactExplanation(app.texts, app.reasons, language, app.zone).of_history(history)

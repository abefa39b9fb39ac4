"""`otklik why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from datetime import UTC, datetime

from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from handlers.outreach.explanation import explain
from storage.engines.database import Connection
from surveys.errors import UserError
from surveys.language.languages import Language


class UnknownCustomer(UserError):
    text_id = "no-such-customer"


def why(config: Config, customer: str, language: Language) -> str:
    """The history of a customer's contacts in words, in the zone that the owner chose.

    Raises UnknownCustomer.
    """

    def look(connection: Connection) -> str | None:
        app = stored_context(connection, config)
        return explain(connection, app, customer.strip(), language, datetime.now(UTC))

    told = in_database(config, look)
    if told is None:
        raise UnknownCustomer
    return told

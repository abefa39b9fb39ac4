"""`otklik report all --html FILE`: the page that `/dashboard` sends, as a file."""

from datetime import UTC, datetime
from pathlib import Path

from bot.cli.choices import ALL_REPORTS
from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from reports.job import PageJob
from reports.page import page_file
from storage.engines.database import Connection
from storage.engines.errors import reason_of
from storage.engines.private_files import write_file
from surveys.errors import UserError

_NOBODY = 0


class PageOptions(UserError):
    """The page is of all reports, and everything else is chosen on it."""

    text_id = "page-options"


class PageError(UserError):
    text_id = "page-failed"


def check(name: str, file: Path | None, *, is_alone: bool) -> None:
    """Raises PageOptions unless all reports are asked for as a page, without other options."""
    if name != ALL_REPORTS or file is None or not is_alone:
        raise PageOptions


def write(config: Config, file: Path) -> int:
    """Write the page, readable by its owner only, and return its size in bytes.

    A file of that name is replaced once the new one is whole. Raises PageError.
    """

    def look(connection: Connection) -> bytes:
        app = stored_context(connection, config)
        job = PageJob(app.language, datetime.now(UTC), chat_id=_NOBODY, customer_id=_NOBODY)
        return page_file.document(connection, app.report_context, job)

    content = in_database(config, look)
    try:
        write_file(file, content)
    except OSError as error:
        raise PageError(file=file, reason=reason_of(error)) from None
    return len(content)

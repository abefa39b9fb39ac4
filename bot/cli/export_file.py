"""`otklik export`: a file for a spreadsheet or a program, and the line of the audit log that tells of it."""

import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.cli.offline import in_database
from bot.config.context_store import stored_context
from bot.config.schema import Config
from reports import exports
from reports.exports import ExportFormat
from reports.numbers import FIRST, LAST, EmptyPeriod, PeriodRange
from storage import audit
from storage.engines.database import Connection
from storage.engines.errors import reason_of
from storage.ids import Ids
from storage.reports.exports import ExportRequest, count
from storage.states import AuditAction
from surveys.errors import UserError
from surveys.statistics.periods import DAY, Period


class UnknownExport(UserError):
    text_id = "export-other-ending"


class NotExported(UserError):
    text_id = "export-failed"


def write(
    config: Config, name: str, file: Path, start: date | None, end: date | None, *, has_names: bool
) -> int:
    """Write the file and return how many rows it has; the audit log knows of it before it has its name.

    Raises UnknownExport, NotExported, ExportLimit, EmptyPeriod or PeriodRange.
    """
    kind = _format_of(file)

    unnamed = file.with_name(f".{file.name}.new")
    try:
        request, rows = in_database(
            config,
            partial(
                _write,
                config=config,
                name=name,
                days=(start, end),
                has_names=has_names,
                kind=kind,
                file=unnamed,
            ),
        )
        in_database(config, partial(_record, request=request, rows=rows), write=True, warns=False)
        unnamed.replace(file)
    except OSError as error:
        raise NotExported(file=file, reason=reason_of(error)) from None
    finally:
        with suppress(OSError):
            unnamed.unlink(missing_ok=True)
    return rows


def _write(
    connection: Connection, config: Config, name: str, days: tuple[date | None, date | None],
    has_names: bool, kind: ExportFormat, file: Path,
) -> tuple[ExportRequest, int]:  # fmt: skip
    app = stored_context(connection, config)
    request = ExportRequest(name, _period(*days, app.zone), has_names)
    total = count(connection, request)
    with click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return request, exports.write(connection, request, kind, file, app.zone, app.language, bar.update)


def _record(connection: Connection, request: ExportRequest, rows: int) -> None:
    audit.record(
        connection, Ids().next(), AuditAction.EXPORT, datetime.now(UTC),
        by=None, subject=request.export, details=request.as_details(rows),
    )  # fmt: skip


def _format_of(file: Path) -> ExportFormat:
    try:
        return ExportFormat(file.suffix.removeprefix(".").lower())
    except ValueError:
        raise UnknownExport(file=file) from None


def _period(start: date | None, end: date | None, zone: ZoneInfo) -> Period | None:
    """None where neither end is given: everything."""
    if start is None and end is None:
        return None
    period = Period(start or FIRST, end or LAST + DAY, zone)
    if period.end <= period.start:
        raise EmptyPeriod
    if period.start < FIRST or period.end > LAST + DAY:
        raise PeriodRange(first=str(FIRST), last=str(LAST))
    return period

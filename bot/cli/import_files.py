"""`otklik import`: the engine on a database that the bot may be using."""

import asyncio
import csv
import io
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from bot.cli.terminal import in_words
from bot.config.schema import Config
from bot.jobs.import_run import ImportOrder, ImportRun
from reports.cells import escaped
from reports.files.table_file import open_content
from storage.engines import schema
from storage.engines.factory import open_database
from storage.engines.private_files import create_file
from storage.ids import Ids
from storage.imports import imports
from storage.rows import Import
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.records.instants import DayOrder
from surveys.records.reading import Conventions
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal

T = TypeVar("T")
SHOWN: Final = 20
"""Refused lines that are shown; all of them are in the file beside."""


class InvalidImport(UserError):
    """There is no file of that name, or it cannot be read."""

    text_id = "import-no-file"


class InvalidKind(UserError):
    """The import of that number is of the other kind."""

    text_id = "import-undo-kind"


@dataclass(frozen=True, slots=True)
class CommandReply:
    """What is said at the end."""

    text: InterfaceText
    refused: Sequence[InterfaceText] = ()


def order(config: Config, kind: RecordKind, file: Path, id_from: str, days: str | None) -> ImportOrder:
    """What is to be read. Raises InvalidImport."""
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise InvalidImport(file=file, reason=error.strerror or type(error).__name__) from None
    conventions = Conventions(
        config.business.timezone,
        currency=config.business.currency,
        day_order=DayOrder(days) if days else None,
        order_id_from=tuple(name.strip() for name in id_from.split(",") if name.strip()),
    )
    return ImportOrder(file, kind, conventions, Language(config.business.language))


def store(config: Config, order: ImportOrder) -> CommandReply:
    """Import a file. Refused lines are written beside it, with their reasons."""

    async def do(run: ImportRun) -> tuple[Import, list[Refusal]]:
        found = await run.store(order)
        return found, await run.database.read(imports.refusals, found.id)

    with _progress() as tell:
        found, refused = _run(config, do, tell)
    text = InterfaceText(
        "import-done",
        number=found.id,
        created=found.created,
        changed=found.changed,
        unchanged=found.unchanged,
        refused=found.refused,
    )
    return CommandReply(text, _refused(order, refused, is_kept=True))


def compare(config: Config, order: ImportOrder) -> CommandReply:
    """What an import would come to."""
    outcome = _run(config, lambda run: run.compare(order))
    text = InterfaceText(
        "import-would",
        created=outcome.created,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=len(outcome.refused),
    )
    return CommandReply(text, _refused(order, sorted(outcome.refused, key=_line), is_kept=False))


def undo(config: Config, number: int, kind: RecordKind | None) -> InterfaceText:
    """Take an import back. Raises InvalidKind where it is not one of that kind; None takes any."""

    async def do(run: ImportRun) -> Import:
        found = await run.database.read(imports.find, number)
        if kind is not None and found.kind != kind:
            raise InvalidKind(number=number, kind=found.kind)
        return await run.undo(number)

    _run(config, do)
    return InterfaceText("import-undone", number=number)


def _line(refusal: Refusal) -> int:
    return refusal.position


def _run(
    config: Config, work: Callable[[ImportRun], Awaitable[T]], tell: Callable[[Import], None] = lambda _: None
) -> T:
    async def do() -> T:
        url = config.database.url.get_secret_value()
        async with open_database(url, create=False) as database:
            await database.read(schema.check)
            return await work(ImportRun(database, Ids(), lambda: datetime.now(UTC), tell))

    return asyncio.run(do())


@contextmanager
def _progress() -> Iterator[Callable[[Import], None]]:
    """Tells on a terminal how many lines were taken; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    said = 0

    def tell(found: Import) -> None:
        nonlocal said
        words = in_words(InterfaceText("import-progress", count=found.taken))
        click.echo(f"\r{words.ljust(said)}", nl=False, err=True)
        said = len(words)

    try:
        yield tell
    finally:
        click.echo(f"\r{' ' * said}\r", nl=False, err=True)


def _refused(order: ImportOrder, refused: Sequence[Refusal], *, is_kept: bool) -> list[InterfaceText]:
    lines = [
        InterfaceText("import-line", file=order.name, line=one.position, why=one.why)
        for one in refused[:SHOWN]
    ]
    if refused and is_kept:
        beside = order.path.with_name(f"{order.path.stem}.refused.csv")
        beside.unlink(missing_ok=True)
        create_file(beside)
        beside.write_text(_table(order, refused), encoding="utf-8-sig")
        lines.append(InterfaceText("import-refused-file", file=beside))
    elif len(refused) > SHOWN:
        lines.append(InterfaceText("import-refused-more", count=len(refused) - SHOWN))
    return lines


def _table(order: ImportOrder, refused: Sequence[Refusal]) -> str:
    """The refused lines as they stand in the file, behind their numbers and reasons."""
    why = {one.position: in_words(one.why) for one in refused}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for line, row in open_content(order.path).rows():
        if line in why:
            writer.writerow([line, why[line], *("" if cell is None else escaped(str(cell)) for cell in row)])
    return text.getvalue()

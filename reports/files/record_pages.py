"""A file read by the block: whoever asks for the next block finds the file where the last one ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reports.files.table_file import open_table, records
from surveys.records.reading import Conventions, Record
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal

Item = Record | Refusal


@dataclass(slots=True)
class _OpenFile:
    asked: tuple[Path, RecordKind, Conventions]
    items: Iterator[Item]
    taken: int = 0

    def block(self, size: int) -> list[Item]:
        found = list(islice(self.items, size))
        self.taken += len(found)
        return found


_open: list[_OpenFile] = []
"""The file that was read last by this process."""


def block(path: Path, kind: RecordKind, conventions: Conventions, taken: int, size: int) -> list[Item]:
    """The next records and refusals of a file, once so many were taken; empty at its end. Raises UserErrors.

    Another file, or another place of it, is read from its beginning.
    """
    asked = path, kind, conventions
    if not _open or _open[0].asked != asked or _open[0].taken != taken:
        opened = _OpenFile(asked, records(open_table(path, kind), conventions))
        opened.block(taken)
        _open[:] = [opened]
    return _open[0].block(size)

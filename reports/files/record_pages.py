"""A file read by the block: whoever asks for the next block finds the file where the last one ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from surveys.records.reading import Record
from surveys.records.refusal import Refusal

Item = Record | Refusal


class RecordSource(Protocol):
    """What is to be read, and how: equal where both are."""

    def items(self) -> Iterator[Item]:
        """Records and refused lines in the order of the file. Raises UserError."""


@dataclass(slots=True)
class _OpenFile:
    source: RecordSource
    items: Iterator[Item]
    taken: int = 0

    def block(self, size: int) -> list[Item]:
        found = list(islice(self.items, size))
        self.taken += len(found)
        return found


_open: list[_OpenFile] = []
"""The file that was read last by this process."""


def block(source: RecordSource, taken: int, size: int) -> list[Item]:
    """The next records and refusals of a file, once so many were taken; empty at its end. Raises UserErrors.

    Another file, or another place of it, is read from its beginning.
    """
    if not _open or _open[0].source != source or _open[0].taken != taken:
        opened = _OpenFile(source, source.items())
        opened.block(taken)
        _open[:] = [opened]
    return _open[0].block(size)

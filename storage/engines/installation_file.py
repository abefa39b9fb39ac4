"""The file beside a SQLite database that says whose it is and what mark it has seen."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.engines.private_files import create_file

_SIZE: Final = 128
"""One sector holds it, and it is overwritten in place: never half of one and half of another."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the file beside a database says: whose it is, and the last mark that it was told of."""

    id: str
    mark: int = 0
    is_original: bool = True
    """False for a file that was copied: it knows its own place on the disk."""


class InstallationFile:
    """Copied with the database or without it, it tells what a copy of the database alone cannot know."""

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database}.id")

    def read(self) -> Seal | None:
        """What it says; None where there is no such file. One that cannot be understood is nobody's.

        Raises OSError where it is there and cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                said, inode = file.read(_SIZE), os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return None
        try:
            found = json.loads(said)
            return Seal(str(found["id"]), int(found["mark"]), is_original=found["inode"] == inode)
        except (ValueError, KeyError, TypeError):
            return Seal("")

    def write(self, seal: Seal) -> None:
        """Say this from now on; raises OSError where that cannot be written."""
        create_file(self._path)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            said = {"id": seal.id, "mark": seal.mark, "inode": os.fstat(descriptor).st_ino}
            os.pwrite(descriptor, json.dumps(said).ljust(_SIZE - 1).encode() + b"\n", 0)
        finally:
            os.close(descriptor)

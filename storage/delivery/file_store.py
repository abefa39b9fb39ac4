"""Large files, on disk beside the database: each under the id of its row, readable by nobody else."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.engines.private_files import reach_disk
from storage.engines.sqlite import file_of

ON_DISK_ABOVE: Final = 1024 * 1024
"""In bytes: what is larger lies on disk, what is not in its row."""
_UNFINISHED: Final = ".part"


class FileStore:
    """A folder of files, made with its first one. Everything here blocks: call it from another thread."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def write(self, file_id: int, content: bytes) -> None:
        """Write a file so that it is there as a whole or not at all; one of the same id is replaced."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.directory / f"{file_id}{_UNFINISHED}"
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.directory / str(file_id))
        reach_disk(self.directory)  # the name of a file is safe only when its folder is

    def read(self, file_id: int) -> bytes:
        """The content of a file; raises FileNotFoundError where there is none."""
        return self.path(file_id).read_bytes()

    def path(self, file_id: int) -> Path:
        """Where the file of that id lies if it lies here."""
        return self.directory / str(file_id)

    def remove(self, ids: Collection[int]) -> None:
        """Remove these files; those that are not there are passed over."""
        for file_id in ids:
            for name in (str(file_id), f"{file_id}{_UNFINISHED}"):
                (self.directory / name).unlink(missing_ok=True)

    def ids(self, before: float) -> set[int]:
        """Ids of the files, finished or not, that were written before that moment, in Unix time."""
        return {int(name) for name in self._names(before) if name.isdecimal()}

    def _names(self, before: float) -> Iterator[str]:
        with suppress(FileNotFoundError):
            for entry in os.scandir(self.directory):
                if entry.stat().st_mtime < before:
                    yield entry.name.removesuffix(_UNFINISHED)


def directory_beside(database_url: str) -> Path:
    """The folder beside an embedded database; beside none, `otklik.files` where otklik is started."""
    if database_url.startswith("sqlite:"):
        return Path(f"{file_of(database_url)}.files")
    return Path("otklik.files")

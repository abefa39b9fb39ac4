"""Whether a path still leads to the file that was opened there: who writes to a deleted one keeps nothing."""

import os
from pathlib import Path

_Inode = tuple[int, int]


def inode_of(path: Path) -> _Inode | None:
    """Which file stands at this path; None where there is none."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


class FileIdentity:
    """The files at some paths, as they were when each was there first."""

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._seen: dict[Path, _Inode] = {}

    def is_kept(self) -> bool:
        """False once a file that was there before is deleted, moved or replaced; raises OSError."""
        return all(self._is_kept(path) for path in self._paths)

    def _is_kept(self, path: Path) -> bool:
        found = inode_of(path)
        if found is not None:
            return self._seen.setdefault(path, found) == found
        return path not in self._seen

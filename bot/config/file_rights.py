"""Who may read a file."""

import os
import stat
from pathlib import Path

_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def is_open_to_others(file: Path | int) -> bool:
    """Whether every user of this machine may read a file, and its owner could end that.

    Containers get their secrets with mode 0444 or on a read-only file system: nobody there can change a mode,
    and nobody else is there. Raises OSError where the file cannot be looked at.
    """
    mode = os.stat(file).st_mode
    is_fixed = not mode & _WRITE or bool(os.statvfs(file).f_flag & os.ST_RDONLY)
    return bool(mode & stat.S_IROTH) and not is_fixed

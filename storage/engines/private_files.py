"""Files that only their owner may read: they hold customers' words, or what protects them."""

import logging
import os
import stat
from pathlib import Path

log = logging.getLogger(__name__)

FILE, FOLDER = 0o600, 0o700


def create_file(path: Path) -> None:
    """Make an empty file of mode 0600 where there is none, whatever the umask; one that is there stays.

    Folders on the way that are missing are made with mode 0700.
    """
    create_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, FILE)
    except FileExistsError:
        return
    try:
        os.fchmod(descriptor, FILE)
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Write a file of mode 0600; one of that name is replaced once the new one is whole."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.unlink(missing_ok=True)
    try:
        create_file(unfinished)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def create_folder(path: Path) -> None:
    """Make a folder and those on the way to it, each with mode 0700; those that are there stay."""
    if path.is_dir():
        return
    create_folder(path.parent)
    path.mkdir(exist_ok=True)
    path.chmod(FOLDER)


def reach_disk(path: Path) -> None:
    """Return once a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def narrow(path: Path) -> None:
    """Take every right of others from a file that is there; said in the log, also where it is not ours."""
    try:
        found = path.stat().st_mode
        mode = stat.S_IMODE(found)
        if stat.S_ISREG(found) and mode & ~FILE:
            path.chmod(mode & FILE)
            log.warning("file was open to others name=%s mode=%o", path.name, mode)
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("file stays open to others name=%s error=%s", path.name, type(error).__name__)

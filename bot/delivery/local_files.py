"""Files of a Bot API server of one's own in --local mode: it names them by their place on the disk."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.fields import is_public

log = logging.getLogger(__name__)


class LocalFileError(Exception):
    """The file cannot or must not be read; the message names neither file nor bot."""


class LocalFiles:
    """What may be read: files below `directory`; without one, those in a folder named by the bot's token.

    The server keeps such a folder for each bot. Only a server in this machine or its private network is
    believed without a directory, so that no other can make the bot read what it likes.
    """

    def __init__(self, directory: Path | None, token: str) -> None:
        self._directory = directory.resolve() if directory else None
        self._token = token
        self._is_said = False

    def read(self, named: str, api_url: str, limit: int) -> bytes:
        """The content of a file, at most `limit` bytes and one more; raises LocalFileError."""
        try:
            file = Path(named).resolve(strict=True)
            if not self._is_allowed(file, api_url):
                raise self._unreadable("outside of what may be read")
            if not file.is_file():
                raise self._unreadable("no file")
            with file.open("rb") as opened:
                return opened.read(limit + 1)
        except (OSError, ValueError) as error:
            raise self._unreadable(type(error).__name__) from None

    def _is_allowed(self, file: Path, api_url: str) -> bool:
        if self._directory is not None:
            return file.is_relative_to(self._directory)
        return not is_public(urlsplit(api_url).hostname or "") and self._token in file.parts

    def _unreadable(self, reason: str) -> LocalFileError:
        if not self._is_said:
            log.error(
                "files of the Bot API server in --local mode cannot be read, so photos are not kept:"
                " let telegram.local_files name its folder, mounted here under the same path"
            )
            self._is_said = True
        return LocalFileError(reason)

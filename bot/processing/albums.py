"""Albums: Telegram hands over their messages one by one, and they wait in the inbox until all are there."""

from collections.abc import Sequence
from typing import Final

from bot.clock import Clock
from storage.rows import InboxUpdate

ALBUM_COMPLETE_AFTER_S: Final = 1.0
"""Since the last of its messages arrived."""
_WAITS_AT_MOST_S: Final = 5.0
_REMEMBERED_FOR_S: Final = 60.0

_Album = tuple[int, str]
"""By lane and Telegram's id."""


class Albums:
    """When the albums that wait may be handled. The updates themselves are rows of the inbox.

    In memory only: after a restart what waits there waits once more, for what Telegram has not handed over.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun: dict[_Album, float] = {}
        self._due: dict[_Album, float] = {}

    @property
    def are_waiting(self) -> bool:
        """Whether an album waits for more of its messages."""
        return bool(self._due)

    def expect(self, arrived: Sequence[InboxUpdate]) -> None:
        """Let each album of which something arrived wait for its next message."""
        now = self._clock.monotonic()
        for update in arrived:
            if update.album is not None:
                album = (update.lane, update.album)
                begun = self._begun.setdefault(album, now)
                self._due[album] = min(now + ALBUM_COMPLETE_AFTER_S, begun + _WAITS_AT_MOST_S)

    def is_held(self, update: InboxUpdate) -> bool:
        """Whether an update is of an album that may not be complete; one that was found waiting may not."""
        if update.album is None:
            return False
        album = (update.lane, update.album)
        if album not in self._begun:
            self.expect([update])
        return album in self._due

    def release_due(self) -> bool:
        """Let complete albums be handled; whether there are any."""
        now = self._clock.monotonic()
        due = [album for album, at in self._due.items() if at <= now]
        for album in due:
            del self._due[album]
        if due:
            remembered = now - _REMEMBERED_FOR_S
            self._begun = {one: at for one, at in self._begun.items() if at > remembered or one in self._due}
        return bool(due)

    def due_in_s(self) -> float:
        """Seconds until the first of them is complete; infinite where none waits."""
        return min(self._due.values(), default=float("inf")) - self._clock.monotonic()

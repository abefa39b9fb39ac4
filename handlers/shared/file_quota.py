"""How much of what one customer sends is fetched and kept."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from storage.delivery.files import FileUsage

MEGABYTE: Final = 1024 * 1024
QUOTA_WINDOW: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileQuota:
    """What we keep of one customer's files within a day, `size` in bytes."""

    count: int = 50
    size: int = 100 * MEGABYTE

    def admits(self, used: FileUsage, size: int | None) -> bool:
        """Whether one more file fits; a `size` of None is not known yet."""
        return used.count < self.count and used.size + (size or 0) <= self.size

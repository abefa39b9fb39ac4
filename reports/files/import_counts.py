"""What an import did, or would do."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many customers or orders an import adds, changes and finds as they are."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def as_values(self) -> dict[str, int]:
        """The numbers by the placeholders of the texts."""
        return asdict(self)

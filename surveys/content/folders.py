"""Where a company's own files lie on disk."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ContentFolders:
    """The folders and the file that the configuration names; None where there are only built-in ones."""

    surveys: Path | None = None
    journeys: Path | None = None
    offers: Path | None = None
    texts: Path | None = None

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.offices import office, office_database, office_url, shared_postgres_url

__all__ = ["office", "office_database", "office_url", "shared_postgres_url"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No config.toml of the person who runs the tests is read."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a configuration file."""

    def write(text: str) -> Path:
        path = tmp_path / "shop.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write

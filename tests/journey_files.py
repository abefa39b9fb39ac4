"""Journeys of files in a test: what the TOML says, among the surveys that there are."""

import tomllib
from pathlib import Path

from surveys.catalogue.files import load
from surveys.journeys.definition import JourneyDefinition
from surveys.journeys.journey_file import JourneyFile

_DOCUMENT = Path(__file__).parents[1] / "docs/journeys.md"
EXAMPLE = _DOCUMENT.read_text(encoding="utf-8").split("<!-- example -->\n```toml\n")[1].split("```")[0]
"""The journey that the document shows."""


LINKS = {
    "review_link": "https://maps.example.com/place/reviews",
    "referral_link": "https://example.com/friend",
}


def journeys(**files: str) -> dict[str, JourneyDefinition]:
    """Journeys by name, which is written with _ for -."""
    found = {}
    for name, content in files.items():
        file = JourneyFile.model_validate(tomllib.loads(content))
        assert not list(file.faults(load(), None, LINKS))
        found[name.replace("_", "-")] = file.build(name.replace("_", "-"), LINKS)
    return found

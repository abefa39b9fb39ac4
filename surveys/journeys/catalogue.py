"""All journeys of files: the built-in ones, and a company's own that replace them."""

import re
from collections.abc import Collection, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final

from surveys.catalogue import files
from surveys.catalogue.file_reading import Remedy, parse, read
from surveys.catalogue.remedies import keys_of
from surveys.journeys.definition import JourneyDefinition
from surveys.journeys.journey_file import AudiencePart, ButtonPart, JourneyFile, QuotaPart, StepPart
from surveys.journeys.links import LINK_NAMES, NO_LINKS, Links
from surveys.language.interface_text import InterfaceText
from surveys.questions.file_error import FileError, FileErrors
from surveys.questions.file_parts import TextPart
from surveys.questions.survey import Catalogue

BUILT_IN: Final = Path(__file__).parent / "files"
RESERVED: Final = frozenset(
    {"asked_later", "call_back", "campaign", "reminder", "requested_reminder", "winback"}
)
"""Names of the journeys that are no files."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,27}")
MODELS: Final = (JourneyFile, AudiencePart, StepPart, TextPart, ButtonPart, QuotaPart)
_KEYS: Final = keys_of(MODELS)

Journeys = Mapping[str, JourneyDefinition]
"""Those that are switched on, by name."""


class JourneyFileErrors(FileErrors):
    """Journey files that cannot be used."""


def load(
    directory: Path | None, surveys: Catalogue, offers: Collection[str] | None = None, links: Links = NO_LINKS
) -> Journeys:
    """The built-in journeys and those of the directory, by the names of their files.

    A company's own replaces the built-in one of the same name; one that is switched off is left out, and so
    is a built-in one whose survey or link the company does not have. Raises JourneyFileErrors of all faults.

    `offers` are the ids of the company's; None where they are not looked at. `links` are its addresses.
    """
    own, faults = _read_all(directory, surveys, offers, links) if directory else ({}, [])
    if faults:
        raise JourneyFileErrors(faults)
    found = {**_built_in(), **own}
    known = {survey.id for survey in surveys}
    return {
        name: file.build(name, links)
        for name, file in found.items()
        if file.enabled and file.survey in (None, *known) and file.links <= links.keys()
    }


@cache
def built_in() -> Journeys:
    """The journeys that come with the program. Raises JourneyFileErrors."""
    return load(None, files.load())


def check(
    directory: Path, surveys: Catalogue, offers: Collection[str] | None = None, links: Links = NO_LINKS
) -> list[FileError]:
    """Every fault of the files of a directory; empty where there is none."""
    return _read_all(directory, surveys, offers, links)[1]


def journey_in(
    source: str, place: Path, surveys: Catalogue, offers: Collection[str] | None, links: Links
) -> tuple[JourneyFile | None, list[FileError]]:
    """The journey that a text describes, None where it cannot be read, and every fault of it."""
    if not is_name(place.stem):
        return None, [FileError(place, "", InterfaceText("journey-bad-name"))]
    return parse(source, place, partial(_journey, surveys, offers, links), _KEYS)


def is_name(name: str) -> bool:
    """Whether a journey may be called so."""
    return _NAME.fullmatch(name) is not None and name not in RESERVED


@cache
def _built_in() -> Mapping[str, JourneyFile]:
    found, faults = _read_all(BUILT_IN, files.load(), None, dict.fromkeys(LINK_NAMES, ""))
    if faults:
        raise JourneyFileErrors(faults)
    return found


def _read_all(
    directory: Path, surveys: Catalogue, offers: Collection[str] | None, links: Links
) -> tuple[dict[str, JourneyFile], list[FileError]]:
    found: dict[str, JourneyFile] = {}
    faults: list[FileError] = []
    for path in sorted(directory.glob("*.toml")):
        if not is_name(path.stem):
            faults.append(FileError(path, "", InterfaceText("journey-bad-name")))
            continue
        file, wrong = read(path, partial(_journey, surveys, offers, links), _KEYS)
        faults += wrong
        if file is not None:
            found[path.stem] = file
    return found, faults


def _journey(
    surveys: Catalogue, offers: Collection[str] | None, links: Links, content: Mapping[str, object]
) -> tuple[JourneyFile, list[Remedy]]:
    file = JourneyFile.model_validate(content)
    return file, list(file.faults(surveys, offers, links))

"""What a file is that a manager sent, what is wrong with it, and what it would change."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from handlers.manager import content_changes
from handlers.shared.app_context import AppContext
from surveys.catalogue import files as survey_files
from surveys.content.entry import OFFERS, THEMES, ContentEntry, ContentKey, ContentMark, place_of, unmarked
from surveys.content.kinds import ContentKind
from surveys.journeys import catalogue as journey_files
from surveys.journeys.links import LINK_NAMES
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import LANGUAGES
from surveys.offers import catalogue as offer_files
from surveys.offers.offer import Offer
from surveys.questions.file_error import FileError
from surveys.questions.survey import Catalogue, Survey
from texts import check as text_files

_COPY: Final = re.compile(r"[ _]*\(\d+\)$")
"""What phones put behind the name of a file that they have already."""
_LANGUAGE: Final = re.compile(r"(?:{})(?![a-z])".format("|".join(LANGUAGES)))
_ANY_LINKS: Final = dict.fromkeys(LINK_NAMES, "")
"""Where links are not what is looked at."""
_OTHERS: Final = frozenset({"groups", "reasons", "causes", "notices"})
"""Tables of files that nobody can change from the chat."""
_MOST_LINES: Final = 5000


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """A file that was looked into; with faults it can't be used."""

    key: ContentKey
    content: str
    """Without the line by which it was known."""
    faults: tuple[FileError, ...] = ()
    before: ContentEntry | None = None
    """What counts now; None for something new."""
    mark: ContentMark | None = None
    changes: tuple[str, ...] = ()
    """What is different, a sentence each, in the reader's language."""
    diff: str = ""
    """Line by line; empty where nothing is different."""

    @property
    def is_outdated(self) -> bool:
        """Whether somebody changed it after the file was sent out that came back now."""
        is_same = self.mark is not None and (self.mark.kind, self.mark.name) == self.key
        version = self.before.version if self.before is not None else 0
        return self.mark is not None and is_same and self.mark.version != version


def check(app: AppContext, language: str, file_name: str, source: str) -> CheckedContent:
    """The file with every fault of it or, where there is none, with what it would change."""
    mark, content = unmarked(source)
    key = _key_of(content, file_name, mark)
    found = CheckedContent(key, content, before=app.content.get(key), mark=mark)
    survey, faults = _read(app, key, content, file_name)
    if faults:
        return replace(found, faults=tuple(faults))
    if key[0] is ContentKind.TEXTS:
        content = text_files.without_built_in(content, key[1])
        found = replace(found, content=content)
    before = found.before.content if found.before is not None else ""
    changes = tuple(content_changes.sentences(app, language, key, before, content, survey))
    return replace(found, changes=changes, diff=_diff(before, content, key))


def _key_of(content: str, file_name: str, mark: ContentMark | None) -> ContentKey:
    stem = _COPY.sub("", Path(file_name).stem)
    if file_name.lower().endswith(ContentKind.TEXTS.ending):
        named = _LANGUAGE.match(stem.lower())
        is_marked = mark is not None and mark.kind is ContentKind.TEXTS
        return ContentKind.TEXTS, mark.name if mark and is_marked else named[0] if named else stem
    try:
        tables = tomllib.loads(content)
    except (ValueError, RecursionError):
        return (mark.kind, mark.name) if mark is not None else (ContentKind.SURVEY, stem)
    for table, key in (("offers", OFFERS), ("themes", THEMES)):
        if table in tables:
            return key
    if "trigger" in tables:
        is_marked = mark is not None and mark.kind is ContentKind.JOURNEY
        return ContentKind.JOURNEY, mark.name if mark and is_marked else stem
    if isinstance(named_id := tables.get("id"), str):
        return ContentKind.SURVEY, named_id
    return (mark.kind, mark.name) if mark is not None else (ContentKind.SURVEY, stem)


def _read(
    app: AppContext, key: ContentKey, content: str, file_name: str
) -> tuple[Survey | None, list[FileError]]:
    """The survey, where it is one, and every fault of the file."""
    place = place_of(key)
    match key[0]:
        case ContentKind.TEXTS:
            return None, text_files.faults_in(content, place)
        case ContentKind.THEMES:
            return None, survey_files.themes_in(content, place)[1]
        case ContentKind.OFFERS:
            offers, faults = offer_files.offers_in(content, place, app.reasons)
            broken = _broken_journeys(app, app.catalogue, offers or ()) if not faults else ()
            return None, [*faults, *broken]
        case ContentKind.JOURNEY:
            offered, links = _offers_of(app), app.links
            return None, journey_files.journey_in(content, place, app.catalogue, offered, links)[1]
    if _is_other(content):
        return None, [FileError(Path(file_name), "", InterfaceText("content-unsupported"))]
    survey, faults = survey_files.survey_in(content, place, app.reasons)
    if survey is not None and not faults:
        catalogue = Catalogue({**app.catalogue.surveys, survey.id: survey})
        faults = list(_broken_journeys(app, catalogue, None))
    return survey, faults


def _is_other(content: str) -> bool:
    try:
        tables = tomllib.loads(content)
    except (ValueError, RecursionError):
        return False
    return "questions" not in tables and not _OTHERS.isdisjoint(tables)


def _broken_journeys(
    app: AppContext, catalogue: Catalogue, offers: Iterable[Offer] | None
) -> Iterator[FileError]:
    """What of the journeys names a question or an offer that would be no more; None looks at no offers."""
    ids = None if offers is None else [offer.id for offer in offers]
    for (kind, _), entry in app.content.items():
        if kind is ContentKind.JOURNEY and entry.is_usable and entry.is_on:
            place = place_of(entry.key)
            yield from journey_files.journey_in(entry.content, place, catalogue, ids, _ANY_LINKS)[1]


def _offers_of(app: AppContext) -> list[str] | None:
    """Ids of the company's offers; None while they are switched off, and nobody knows them."""
    entry = app.content.get(OFFERS)
    return None if entry is not None and not entry.is_on else [offer.id for offer in app.offers]


def _diff(before: str, after: str, key: ContentKey) -> str:
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > _MOST_LINES:
        return "\n".join(new) if old != new else ""
    name = str(place_of(key))
    return "\n".join(list(difflib.unified_diff(old, new, name, name, lineterm="", n=1))[2:])

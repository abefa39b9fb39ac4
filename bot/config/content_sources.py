"""The files of a company as they lie on disk: the built-in ones, under its own."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys.catalogue import files as survey_files
from surveys.content.entry import OFFERS, THEMES, ContentKey
from surveys.content.folders import ContentFolders
from surveys.content.kinds import ContentKind, ContentLayer
from surveys.journeys import catalogue as journey_files
from surveys.language.languages import LANGUAGES
from surveys.themes import theme_file

_Found = tuple[ContentKey, "FileSource"]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file on disk that counts unless the chat says otherwise."""

    layer: ContentLayer
    content: str
    """Empty where there is no file, and one may be written."""


def sources(folders: ContentFolders) -> dict[ContentKey, FileSource]:
    """Every file by what it describes; what cannot be read is left to `otklik check`."""
    nothing = FileSource(ContentLayer.BUILT_IN, "")
    empty = {OFFERS: nothing, **{(ContentKind.TEXTS, one.value): nothing for one in LANGUAGES}}
    return {**empty, **dict(_on_disk(folders))}


def _on_disk(folders: ContentFolders) -> Iterator[_Found]:
    for layer, folder in (
        (ContentLayer.BUILT_IN, survey_files.BUILT_IN),
        (ContentLayer.FOLDER, folders.surveys),
    ):
        for file in survey_files.survey_files(folder) if folder is not None else []:
            yield from _found(ContentKind.SURVEY, layer, file, _id_of(file))
        if folder is not None:
            yield from _found(ContentKind.THEMES, layer, folder / theme_file.FILE, THEMES[1])
    for layer, folder in (
        (ContentLayer.BUILT_IN, journey_files.BUILT_IN),
        (ContentLayer.FOLDER, folders.journeys),
    ):
        for file in sorted(folder.glob("*.toml")) if folder is not None else []:
            yield from _found(ContentKind.JOURNEY, layer, file, file.stem)
    if folders.offers is not None:
        yield from _found(ContentKind.OFFERS, ContentLayer.FOLDER, folders.offers, OFFERS[1])
    for file in sorted(folders.texts.glob("*.ftl")) if folders.texts is not None else []:
        yield from _found(ContentKind.TEXTS, ContentLayer.FOLDER, file, file.stem)


def _found(kind: ContentKind, layer: ContentLayer, file: Path, name: str | None) -> Iterator[_Found]:
    content = _read(file)
    if name is not None and content is not None:
        yield (kind, name), FileSource(layer, content)


def _id_of(file: Path) -> str | None:
    try:
        found = tomllib.loads(_read(file) or "").get("id")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None

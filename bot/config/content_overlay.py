"""What managers changed in the chat, laid over the files on disk.

What this program cannot use, since it was written for another one, is left out and named: what lies below it
counts then.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.config.content_sources import FileSource
from handlers.shared.app_context import AppContext
from storage.rows import ContentFile
from surveys.catalogue import files as survey_files
from surveys.content.entry import OFFERS, THEMES, ContentEntry, ContentKey, place_of
from surveys.content.folders import ContentFolders
from surveys.content.kinds import ContentKind, ContentLayer
from surveys.journeys import catalogue as journey_files
from surveys.journeys.catalogue import Journeys
from surveys.journeys.journey_file import JourneyFile
from surveys.language.interface_text import InterfaceText
from surveys.offers import catalogue as offer_files
from surveys.offers.offer import NO_OFFERS, OfferList
from surveys.questions.file_error import FileError
from surveys.questions.reasons import Taxonomy
from surveys.questions.survey import Catalogue, Survey
from surveys.themes.theme import ThemeList
from texts import check
from texts.catalogue import Texts

Sources = Mapping[ContentKey, FileSource]


@dataclass(frozen=True, slots=True)
class InvalidContent:
    """A version of the database that this program cannot use, with every fault of it."""

    file: ContentFile
    faults: tuple[FileError, ...]


@dataclass(frozen=True, slots=True)
class ContentOverlay:
    """What counts once the chat's files lie above those on disk."""

    catalogue: Catalogue
    journeys: Journeys
    offers: OfferList
    themes: ThemeList
    texts: Texts
    entries: Mapping[ContentKey, ContentEntry]
    unusable: tuple[InvalidContent, ...] = ()

    @property
    def remedies(self) -> list[InterfaceText]:
        """Every fault of what was left out, each with its place."""
        return [fault.text for one in self.unusable for fault in one.faults]

    def over(self, app: AppContext) -> AppContext:
        """The company with these in place of what its files say."""
        return replace(
            app,
            catalogue=self.catalogue,
            journeys=self.journeys,
            offers=self.offers,
            themes=self.themes,
            texts=self.texts,
            content=self.entries,
        )


def overlaid(app: AppContext, below: Sources, stored: Iterable[ContentFile]) -> ContentOverlay:
    """The files of the database above those that the company's context was made of."""
    return _Laying(app, below, {(one.kind, one.name): one for one in stored}).done()


class _Laying:
    def __init__(self, app: AppContext, below: Sources, stored: Mapping[ContentKey, ContentFile]) -> None:
        self._app = app
        self._below = below
        self._stored = stored
        self._unusable: dict[ContentKey, InvalidContent] = {}
        self._enabled: dict[str, bool] = {}
        """Of journeys, by name."""

    def done(self) -> ContentOverlay:
        catalogue = self._catalogue()
        offers, themes, texts = self._offers(), self._themes(), self._texts()
        journeys = self._journeys(catalogue, [offer.id for offer in offers])
        if OFFERS in self._stored and self._stored[OFFERS].enabled is False:
            offers = NO_OFFERS
        keys = sorted({*self._below, *self._stored})
        entries = {key: self._entry(key) for key in keys}
        unusable = tuple(self._unusable.values())
        return ContentOverlay(catalogue, journeys, offers, themes, texts, entries, unusable)

    def _of_kind(self, kind: ContentKind) -> list[ContentFile]:
        return [file for key, file in self._stored.items() if key[0] is kind]

    def _leave_out(self, file: ContentFile, faults: Iterable[FileError]) -> None:
        self._unusable[file.kind, file.name] = InvalidContent(file, tuple(faults))

    def _catalogue(self) -> Catalogue:
        surveys, off = dict(self._app.catalogue.surveys), set()
        for file in self._of_kind(ContentKind.SURVEY):
            if file.enabled is False:
                off.add(file.name)
            if file.content is None:
                continue
            survey, faults = _survey(file.content, file.name, self._app.reasons)
            if survey is None or faults or survey.id != file.name:
                self._leave_out(file, faults)
            else:
                surveys[file.name] = survey
        return Catalogue(surveys, self._app.catalogue.earlier, frozenset(off))

    def _journeys(self, catalogue: Catalogue, offers: Collection[str]) -> Journeys:
        found = dict(self._app.journeys)
        for file in self._of_kind(ContentKind.JOURNEY):
            journey = self._journey(file, catalogue, offers)
            found.pop(file.name, None)
            if journey is None:
                continue
            is_on = self._enabled[file.name] = journey.enabled if file.enabled is None else file.enabled
            if is_on:
                found[file.name] = journey.build(file.name, self._app.links)
        return found

    def _journey(
        self, file: ContentFile, catalogue: Catalogue, offers: Collection[str]
    ) -> JourneyFile | None:
        """As the chat says it, else as the file below does; None where neither can be used."""
        below = self._below.get((file.kind, file.name))
        for content in (file.content, below.content if below is not None else None):
            if content is None:
                continue
            place = place_of((file.kind, file.name))
            journey, faults = journey_files.journey_in(content, place, catalogue, offers, self._app.links)
            if journey is not None and not faults:
                return journey
            if content is file.content:
                self._leave_out(file, faults)
        return None

    def _offers(self) -> OfferList:
        """Those of the file, also while they are switched off: journeys may name them."""
        file = self._stored.get(OFFERS)
        if file is None or file.content is None:
            return self._app.offers
        offers, faults = offer_files.offers_in(file.content, place_of(OFFERS), self._app.reasons)
        if offers is None or faults:
            self._leave_out(file, faults)
            return self._app.offers
        return offers

    def _themes(self) -> ThemeList:
        file = self._stored.get(THEMES)
        if file is None or file.content is None:
            return self._app.themes
        themes, faults = survey_files.themes_in(file.content, place_of(THEMES))
        if themes is None or faults:
            self._leave_out(file, faults)
            return self._app.themes
        return themes

    def _texts(self) -> Texts:
        own = []
        for file in self._of_kind(ContentKind.TEXTS):
            if file.content is None:
                continue
            if faults := _text_faults(file.content, place_of((file.kind, file.name))):
                self._leave_out(file, faults)
            else:
                own.append((file.name, file.content))
        return _texts(self._app.folders, tuple(own)) if own else self._app.texts

    def _entry(self, key: ContentKey) -> ContentEntry:
        file, below = self._stored.get(key), self._below.get(key)
        content = below.content if below is not None else None
        layer = below.layer if below is not None else ContentLayer.CHAT
        if file is not None and file.content is not None:
            content, layer = file.content, ContentLayer.CHAT
        return ContentEntry(
            kind=key[0],
            name=key[1],
            layer=layer,
            content=content or "",
            version=file.version if file is not None else 0,
            is_on=self._is_on(key, file),
            is_usable=key not in self._unusable,
            below=below.content if below is not None else None,
            changed_by=file.changed_by if file is not None else None,
            changed_at=file.changed_at if file is not None else None,
        )

    def _is_on(self, key: ContentKey, file: ContentFile | None) -> bool:
        if key[0] is not ContentKind.JOURNEY:
            return file is None or file.enabled is not False
        return self._enabled[key[1]] if key[1] in self._enabled else key[1] in self._app.journeys


def _survey(content: str, name: str, reasons: Taxonomy) -> tuple[Survey | None, list[FileError]]:
    return survey_files.survey_in(content, place_of((ContentKind.SURVEY, name)), reasons)


_KEPT: Final = 4


@lru_cache(maxsize=_KEPT)
def _text_faults(content: str, place: Path) -> tuple[FileError, ...]:
    return tuple(check.faults_in(content, place))


@lru_cache(maxsize=_KEPT)
def _texts(folders: ContentFolders, own: tuple[tuple[str, str], ...]) -> Texts:
    return Texts(folders.texts, own=own)

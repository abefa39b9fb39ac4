"""Surveys, reasons, support texts and themes: the built-in files, and a company's own that replace them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from surveys.cases import support_file
from surveys.cases.support_texts import NO_SUPPORT_TEXTS, SupportTexts
from surveys.catalogue.file_reading import Build, Built, Remedy, parse, read
from surveys.catalogue.remedies import KEYS, keys_of
from surveys.language.interface_text import InterfaceText
from surveys.questions import reason_file
from surveys.questions.checks import faults_in
from surveys.questions.file_error import FileError, SurveyFileErrors
from surveys.questions.file_parts import TextPart
from surveys.questions.reasons import NO_REASONS, Taxonomy
from surveys.questions.survey import Catalogue, Survey
from surveys.questions.survey_file import SurveyFile
from surveys.themes import theme_file
from surveys.themes.theme import NO_THEMES, ThemeList

BUILT_IN: Final = Path(__file__).parent
THEME_KEYS: Final = keys_of((theme_file.ThemeFile, theme_file.ThemePart, TextPart))


def load(directory: Path | None = None) -> Catalogue:
    """The built-in surveys and those of the directory, which replace built-in ones of the same id.

    Raises SurveyFileErrors with every fault found.
    """
    reasons, faults = _reasons_beside(directory or BUILT_IN)
    built_in, built_in_faults = _read_all(_files(BUILT_IN), reasons)
    own, own_faults = _read_all(_files(directory), reasons) if directory else ({}, [])
    if faults := [*faults, *built_in_faults, *own_faults]:
        raise SurveyFileErrors(faults)
    return Catalogue({**built_in, **own})


def load_reasons(directory: Path | None = None) -> Taxonomy:
    """The directory's own reasons, else the built-in ones; raises SurveyFileErrors with every fault found."""
    return _whole(*_reasons_beside(directory or BUILT_IN))


def reasons_of(directory: Path | None = None) -> Taxonomy:
    """The reasons that `load_reasons` returns; where the directory's own are faulty, the built-in ones."""
    return _reasons_beside(directory or BUILT_IN)[0]


def load_support_texts(directory: Path | None = None) -> SupportTexts:
    """The directory's own support texts, else the built-in ones.

    Raises SurveyFileErrors with every fault found.
    """
    return _whole(*_support_texts_beside(directory or BUILT_IN))


def load_themes(directory: Path | None = None) -> ThemeList:
    """The directory's own themes, else the built-in ones; raises SurveyFileErrors with every fault found."""
    return _whole(*_themes_beside(directory or BUILT_IN))


def themes_in(source: str, place: Path) -> tuple[ThemeList | None, list[FileError]]:
    """The themes that a text describes, None where it cannot be read, and every fault of it."""
    return parse(source, place, theme_file.built, THEME_KEYS)


def survey_in(source: str, place: Path, reasons: Taxonomy) -> tuple[Survey | None, list[FileError]]:
    """The survey that a text describes, None where it cannot be read, and every fault of it."""
    return parse(source, place, partial(_survey, reasons=reasons))


def survey_files(path: Path) -> list[Path]:
    """The files of a directory that describe surveys, in the order of their names."""
    return _files(path)


def check(path: Path) -> list[FileError]:
    """Every fault of one file, or of all files of a directory; empty when there is none."""
    directory = path if path.is_dir() else path.parent
    reasons, reason_faults = _reasons_beside(directory)
    _, support_faults = _support_texts_beside(directory)
    _, theme_faults = _themes_beside(directory)
    faults = (*reason_faults, *support_faults, *theme_faults)
    of_parts = [fault for fault in faults if path.is_dir() or fault.file == path]
    return [*of_parts, *_read_all(_files(path), reasons)[1]]


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [file for file in files if file.name not in (reason_file.FILE, support_file.FILE, theme_file.FILE)]


def _reasons_beside(directory: Path) -> tuple[Taxonomy, list[FileError]]:
    return _beside(directory, reason_file.FILE, _reasons, NO_REASONS)


def _support_texts_beside(directory: Path) -> tuple[SupportTexts, list[FileError]]:
    return _beside(directory, support_file.FILE, _support_texts, NO_SUPPORT_TEXTS)


def _themes_beside(directory: Path) -> tuple[ThemeList, list[FileError]]:
    return _beside(directory, theme_file.FILE, theme_file.built, NO_THEMES, THEME_KEYS)


def _beside(
    directory: Path, name: str, build: Build[Built], nothing: Built, keys: Sequence[str] = KEYS
) -> tuple[Built, list[FileError]]:
    """What the directory's own file says, else (and when that is faulty) the built-in one; and its faults."""
    built, faults = read(directory / name, build, keys) if (directory / name).exists() else (None, [])
    if built is None:
        built, built_in_faults = read(BUILT_IN / name, build, keys)
        faults += built_in_faults
    return built or nothing, faults


def _whole(built: Built, faults: list[FileError]) -> Built:
    if faults:
        raise SurveyFileErrors(faults)
    return built


def _read_all(files: Iterable[Path], reasons: Taxonomy) -> tuple[dict[str, Survey], list[FileError]]:
    surveys: dict[str, Survey] = {}
    faults: list[FileError] = []
    for file in files:
        survey, found = read(file, partial(_survey, reasons=reasons))
        faults += found
        if survey is None:
            continue
        if survey.id in surveys:
            faults.append(FileError(file, "id", InterfaceText("survey-id-taken", survey=survey.id)))
        surveys[survey.id] = survey
    return surveys, faults


def _survey(content: Mapping[str, object], reasons: Taxonomy) -> tuple[Survey, list[Remedy]]:
    survey = SurveyFile.model_validate(content).build(reasons)
    return survey, faults_in(survey)


def _reasons(content: Mapping[str, object]) -> tuple[Taxonomy, list[Remedy]]:
    file = reason_file.ReasonFile.model_validate(content)
    return file.build(), list(file.faults())


def _support_texts(content: Mapping[str, object]) -> tuple[SupportTexts, list[Remedy]]:
    file = support_file.SupportFile.model_validate(content)
    return file.build(), list(file.faults())

"""Survey files and the file of reasons: the built-in ones, and a company's own that replace them."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from surveys.checks import faults_in
from surveys.fault import Fault, FaultySurveysError
from surveys.reason_file import FILE, ReasonFile
from surveys.reasons import Taxonomy
from surveys.remedies import faults_of
from surveys.survey import Catalogue, Survey, Text
from surveys.survey_file import NO_REASONS, SurveyFile

Built = TypeVar("Built")
Remedy = tuple[str, Text]
"""The dotted key and what to do about it."""

BUILT_IN: Final = Path(__file__).parent / "catalogue"

_LINE: Final = re.compile(r"at line (\d+)")


def load(directory: Path | None = None) -> Catalogue:
    """Built-in surveys and those of the directory; raises FaultySurveysError with every fault found."""
    reasons, faults = _reasons_beside(directory or BUILT_IN)
    built_in, built_in_faults = _read_all(_files(BUILT_IN), reasons)
    own, own_faults = _read_all(_files(directory), reasons) if directory else ({}, [])
    if faults := [*faults, *built_in_faults, *own_faults]:
        raise FaultySurveysError(faults)
    return Catalogue({**built_in, **own})


def load_reasons(directory: Path | None = None) -> Taxonomy:
    """The directory's own reasons, else the built-in ones; raises FaultySurveysError."""
    reasons, faults = _reasons_beside(directory or BUILT_IN)
    if faults:
        raise FaultySurveysError(faults)
    return reasons


def check(path: Path) -> list[Fault]:
    """Every fault of a survey file, of a file of reasons, or of all such files of a directory."""
    reasons, faults = _reasons_beside(path if path.is_dir() else path.parent)
    own_reasons = path.is_dir() or path.name == FILE
    return [*(faults if own_reasons else []), *_read_all(_files(path), reasons)[1]]


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [file for file in files if file.name != FILE]


def _reasons_beside(directory: Path) -> tuple[Taxonomy, list[Fault]]:
    """The directory's own reasons, else (and when they are faulty) the built-in ones."""
    own, built_in = directory / FILE, BUILT_IN / FILE
    reasons, faults = _read(own, _reasons) if own.exists() else (None, [])
    if reasons is None:
        reasons, built_in_faults = _read(built_in, _reasons)
        faults += built_in_faults
    return reasons or NO_REASONS, faults


def _read_all(files: Iterable[Path], reasons: Taxonomy) -> tuple[dict[str, Survey], list[Fault]]:
    surveys: dict[str, Survey] = {}
    faults: list[Fault] = []
    for file in files:
        survey, found = _read(file, partial(_survey, reasons=reasons))
        faults += found
        if survey is None:
            continue
        if survey.id in surveys:
            faults.append(Fault(file, "id", _taken(survey.id)))
        surveys[survey.id] = survey
    return surveys, faults


def _survey(content: Mapping[str, object], reasons: Taxonomy) -> tuple[Survey, list[Remedy]]:
    survey = SurveyFile.model_validate(content).build(reasons)
    return survey, faults_in(survey)


def _reasons(content: Mapping[str, object]) -> tuple[Taxonomy, list[Remedy]]:
    file = ReasonFile.model_validate(content)
    return file.build(), file.faults()


def _read(
    file: Path, build: Callable[[Mapping[str, object]], tuple[Built, list[Remedy]]]
) -> tuple[Built | None, list[Fault]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        built, found = build(content)
    except OSError:
        return None, [Fault(file, "", _UNREADABLE)]
    except UnicodeDecodeError:
        return None, [Fault(file, "", _NOT_UTF8)]
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(file, _line(file, error), _NOT_TOML)]
    except ValidationError as error:
        return None, [Fault(file, key, remedy) for key, remedy in faults_of(error, content)]
    return built, [Fault(file, key, remedy) for key, remedy in found]


def _line(file: Path, error: tomllib.TOMLDecodeError) -> str:
    found = _LINE.search(str(error))
    last = file.read_text(encoding="utf-8-sig").count("\n") + 1
    return f"line {found[1] if found else last}"


def _taken(survey_id: str) -> Text:
    return Text(
        f"опрос «{survey_id}» уже есть в другом файле этой папки: дайте одному из них другой id",
        f"another file of this directory already has the survey '{survey_id}': give one of them another id",
    )


_UNREADABLE: Final = Text(
    "файл или папка не читается: проверьте путь и права доступа",
    "the file or directory cannot be read: check the path and the permissions",
)
_NOT_UTF8: Final = Text("сохраните файл в кодировке UTF-8", "save the file in UTF-8")
_NOT_TOML: Final = Text(
    "это не TOML: проверьте кавычки, скобки, знак = и нет ли того же ключа дважды",
    "this is not TOML: check the quotes, the brackets, the = sign and whether a key is given twice",
)

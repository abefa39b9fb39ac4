"""Survey files: the built-in ones, and a company's own that replace them by id."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from surveys.checks import faults_in
from surveys.fault import Fault, FaultySurveysError
from surveys.remedies import faults_of
from surveys.survey import Catalogue, Survey, Text
from surveys.survey_file import SurveyFile

BUILT_IN: Final = Path(__file__).parent / "catalogue"

_LINE: Final = re.compile(r"at line (\d+)")


def load(directory: Path | None = None) -> Catalogue:
    """Built-in surveys and those of the directory; raises FaultySurveysError with every fault found."""
    built_in, faults = _read_all(_files(BUILT_IN))
    own, own_faults = _read_all(_files(directory)) if directory else ({}, [])
    if faults or own_faults:
        raise FaultySurveysError(faults + own_faults)
    return Catalogue({**built_in, **own})


def check(path: Path) -> list[Fault]:
    """Every fault of a survey file, or of all survey files of a directory."""
    return _read_all(_files(path))[1]


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def _read_all(files: Iterable[Path]) -> tuple[dict[str, Survey], list[Fault]]:
    surveys: dict[str, Survey] = {}
    faults: list[Fault] = []
    for file in files:
        survey, found = _read(file)
        faults += found
        if survey is None:
            continue
        if survey.id in surveys:
            faults.append(Fault(file, "id", _taken(survey.id)))
        surveys[survey.id] = survey
    return surveys, faults


def _read(file: Path) -> tuple[Survey | None, list[Fault]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        survey = SurveyFile.model_validate(content).build()
    except OSError:
        return None, [Fault(file, "", _UNREADABLE)]
    except UnicodeDecodeError:
        return None, [Fault(file, "", _NOT_UTF8)]
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(file, _line(file, error), _NOT_TOML)]
    except ValidationError as error:
        return None, [Fault(file, key, remedy) for key, remedy in faults_of(error, content)]
    return survey, [Fault(file, key, remedy) for key, remedy in faults_in(survey)]


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

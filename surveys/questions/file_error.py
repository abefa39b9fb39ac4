"""What is wrong with a survey file, said so that whoever wrote the file can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.errors import UserError
from surveys.language.text import Text


@dataclass(frozen=True, slots=True)
class FileError:
    file: Path
    key: str
    """Dotted path with question ids (`questions.why-low.text.ru`); empty for the file as a whole."""
    remedy: Text

    def render(self, language: str) -> str:
        place = f"{self.file}: {self.key}" if self.key else str(self.file)
        return f"{place}: {self.remedy.render(language)}"


class FileErrors(UserError):
    """Files of a company that cannot be used, with every fault found."""

    def __init__(self, faults: Sequence[FileError]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.render("en"))

    def render(self, language: str) -> str:
        return "\n".join(fault.render(language) for fault in self.faults)


class SurveyFileErrors(FileErrors):
    """Survey files that cannot be used."""

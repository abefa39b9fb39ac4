"""What is wrong with a survey file, said so that whoever wrote the file can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText


@dataclass(frozen=True, slots=True)
class FileError:
    """One fault of a file: where it is and what to do about it."""

    file: Path
    key: str
    """Dotted path with question ids (`questions.why-low.text.ru`); empty for the file as a whole."""
    remedy: InterfaceText

    @property
    def text(self) -> InterfaceText:
        """The place of the fault and its remedy, in one text."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return InterfaceText("file-error", place=place, remedy=self.remedy)


class FileErrors(UserErrors):
    """Files of a company that cannot be used, with every fault found."""

    def __init__(self, faults: Sequence[FileError]) -> None:
        super().__init__([fault.text for fault in faults])
        self.faults = tuple(faults)


class SurveyFileErrors(FileErrors):
    """Survey files that cannot be used."""

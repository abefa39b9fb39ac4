"""What is wrong with a survey file, said so that whoever wrote the file can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.errors import SayableError
from surveys.survey import Text


@dataclass(frozen=True, slots=True)
class Fault:
    file: Path
    key: str
    """Dotted path with question ids (`questions.why-low.text.ru`); empty for the file as a whole."""
    remedy: Text

    def say(self, language: str) -> str:
        place = f"{self.file}: {self.key}" if self.key else str(self.file)
        return f"{place}: {self.remedy.say(language)}"


class FaultyFilesError(SayableError):
    """Files of a company that cannot be used, with every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        return "\n".join(fault.say(language) for fault in self.faults)


class FaultySurveysError(FaultyFilesError):
    """Survey files that cannot be used."""

"""Why a record is not taken: one sentence that says what to do."""

from dataclasses import dataclass

from surveys.language.interface_text import InterfaceText


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that is refused while the others count."""

    position: int
    """The line of the file, from 1, or the place in the request, from 0."""
    why: InterfaceText

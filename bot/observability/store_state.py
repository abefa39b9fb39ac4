"""Whether the database can be written to, as this process has last seen it."""

from dataclasses import dataclass


@dataclass(slots=True)
class StoreState:
    """None while all is well; otherwise a code of what is wrong, such as an SQLSTATE or SQLITE_FULL.

    A lasting fault, unlike one that may pass by itself, needs a person.
    """

    fault: str | None = None
    is_lasting: bool = False

"""What every room may raise."""

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from surveys.language.interface_text import InterfaceText


class LoggableError(Exception):
    """An error whose message quotes neither a customer nor a secret, so it may be logged."""


class UserErrors(LoggableError):
    """An error that a person can mend: its texts are put into words where they are shown, one line each."""

    def __init__(self, texts: Iterable[InterfaceText]) -> None:
        self.texts = tuple(texts)
        super().__init__("\n".join(map(str, self.texts)))


class UserError(UserErrors):
    """An error of one thing that a person can mend; `values` fill the placeholders of its text."""

    text_id: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__([InterfaceText(self.text_id, **values)])
        self._values = values

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by its values, because errors of a job come back from another process."""
        return partial(type(self), **self._values), ()

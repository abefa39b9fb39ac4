"""What the interface is to say, where the reader's language is not known yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class InterfaceText:
    """The id of a text and what fills its placeholders; the room `texts` puts it into words."""

    id: str
    values: tuple[tuple[str, "str | InterfaceText"], ...]

    def __init__(self, text_id: str, /, **values: object) -> None:
        """Fill a text; a value that is no text itself stands in the words as `str` shows it."""
        object.__setattr__(self, "id", text_id)
        filled = ((name, _shown(value)) for name, value in values.items())
        object.__setattr__(self, "values", tuple(filled))

    def __str__(self) -> str:
        """The id with its values, in no language, for logs."""
        values = ", ".join(f"{name}: {value}" for name, value in self.values)
        return f"{self.id} ({values})" if values else self.id


def _shown(value: object) -> "str | InterfaceText":
    if isinstance(value, InterfaceText):
        return value
    # The name of a file or a variable may hold bytes that no terminal can show.
    return str(value).encode("utf-8", "backslashreplace").decode()

"""The words behind a command, where several in quotes are one value: `touchpoint:"North branch"`."""

import re
from typing import Final

_WORD: Final = re.compile(r"""[^\s:]+:(?:"(?:[^"]|"")*"|«[^»]*»|“[^”]*”)(?!\S)|\S+""")
"""A value of several words stands in quotes; a quote within it is doubled."""


def words_of(arguments: str) -> list[str]:
    """The words one by one; a name with a value in quotes is one."""
    return _WORD.findall(arguments)


def unquoted(value: str) -> str:
    """A value that is not empty without the quotes around it."""
    inner = value[1:-1]
    match value[0] + value[-1]:
        case '""' if len(value) > 1 and '"' not in inner.replace('""', ""):
            return inner.replace('""', '"')
        case "«»" | "“”":
            return inner
        case _:
            return value

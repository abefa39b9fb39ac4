"""Words as they are compared: without signs, pictures, capitals and the dots over ё."""

import re
from typing import Final

_WORDS: Final = re.compile(r"\w+")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text without signs, case and the dots over ё; empty for a text of signs alone."""
    return tuple(_WORDS.findall(text.casefold().replace("ё", "е")))


def plain(text: str) -> str:
    """The same as one string, a space between two words."""
    return " ".join(plain_words(text))

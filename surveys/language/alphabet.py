"""Which of the two languages a text is written in."""

import re
from typing import Final

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")


def written_in(text: str) -> str:
    """The language of a text, `ru` or `en`, by its letters; a text without letters is `ru`.

    Cyrillic letters count double, because Russians write brands in Latin.
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    return "en" if latin > 2 * cyrillic else "ru"

"""Which of the two languages a text is written in."""

import re
from typing import Final

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ADDRESS: Final = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+", re.IGNORECASE
)
_MAY_ADDRESS: Final = re.compile(r"@|://|www\.", re.IGNORECASE)
"""Few texts have one, and looking for it takes a tenth of the time of a reading."""


def without_addresses(text: str) -> str:
    """The text without links, e-mail addresses and @names: their letters are not the customer's words."""
    return _ADDRESS.sub(" ", text) if _MAY_ADDRESS.search(text) else text


def written_in(text: str) -> str:
    """The language of a text, `ru` or `en`, by its letters; a text without letters is `ru`.

    Cyrillic letters count double, because Russians write brands in Latin. Addresses do not count.
    """
    text = without_addresses(text)
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    return "en" if latin > 2 * cyrillic else "ru"

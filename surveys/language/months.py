"""The names of months in both languages, in every form in which people write them."""

import re
from typing import Final

_MAY: Final = (
    r"(?<=\bin )may|(?<=\bfor )may|(?<=\bof )may"
    r"|may(?!\s+(?!next|or|first|fi|s[ei]|t[ehw]|n[io]|eig|ele|f[io])[a-z])"
)
"""An English May before another word is the verb."""
MONTHS: Final = (
    "янв(?:ар(?:[ьяею]|ем))?|jan(?:uary)?", "фев(?:р(?:ал(?:[ьяею]|ем))?)?|feb(?:ruary)?",
    "мар(?:т(?:а|у|е|ом)?)?|mar(?:ch)?", "апр(?:ел(?:[ьяею]|ем))?|apr(?:il)?",
    rf"ма(?:[йяею]|ем)|{_MAY}",
    "июн(?:[ьяею]|ем)?|june?", "июл(?:[ьяею]|ем)?|july?", "авг(?:уст(?:а|у|е|ом)?)?|aug(?:ust)?",
    "сен(?:т(?:ябр(?:[ьяею]|ем))?)?|sept?(?:ember)?", "окт(?:ябр(?:[ьяею]|ем))?|oct(?:ober)?",
    "ноя(?:б(?:р(?:[ьяею]|ем))?)?|nov(?:ember)?", "дек(?:абр(?:[ьяею]|ем))?|dec(?:ember)?",
)  # fmt: skip
"""Patterns of the twelve months, for text in small letters with е for ё."""


def month_number(name: str) -> int:
    """The number of a month, 1…12, that one of the patterns matched."""
    return next(number for number, forms in enumerate(MONTHS, start=1) if re.fullmatch(forms, name))

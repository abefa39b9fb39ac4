"""The number that a customer typed instead of pressing a button.

A text that begins with a number is a score ("5", "5, отлично", "9/10"), also after a word such as "оценка".
It is not one when the number clearly means something else: "2 часа ждал", "4/5", "8,5", "7-8", a telephone
number. Number words count only when they stand alone, because "one of the best" is no 1.
"""

import re
import unicodedata
from typing import Final

_WORDS: Final = {
    "ноль": 0, "нуль": 0, "один": 1, "единица": 1, "два": 2, "двойка": 2, "три": 3, "тройка": 3,
    "четыре": 4, "четверка": 4, "пять": 5, "пятерка": 5, "шесть": 6, "шестерка": 6, "семь": 7, "семерка": 7,
    "восемь": 8, "восьмерка": 8, "девять": 9, "девятка": 9, "десять": 10, "десятка": 10,
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "🔟": 10,
}  # fmt: skip

_LEAD: Final = re.compile(
    r"(?:моя оценка|оценка|ставлю|поставлю|даю|балл|баллов"
    r"|(?:my )?(?:score|rating)(?: is)?|i(?:'d| would) (?:say|give)|i give)\b\s*(?:[:=–—]|-(?=\s))?\s*"
)
_NUMBER: Final = re.compile(r"-?\d+(?!\w)")
_WORD: Final = re.compile(r"[a-zа-я]+|🔟")
_OF_TEN: Final = re.compile(r"\s*(?:/|из|of|out of)\s*(?:10(?!\d)|десяти|ten)\b")
_OF_OTHER: Final = re.compile(r"\s*(?:/|из|of|out of)\s*\d")
_POINTS: Final = re.compile(r"\s*(?:балл\w*|points?)\b")
_MORE_FIGURES: Final = re.compile(r"[.,:]\d|\s*(?:[-–—(*+]|или|до|or|to)?\s*\d")
_COUNTED: Final = re.compile(
    r"\s*(?:[%₽$€]|(?:мин|минут[аы]?|час|часа|часов|дн|день|дня|дней|сут[ко]\w*|недел\w*|месяц\w*|год|года|лет"
    r"|раза?|р|руб\w*|шт|штуки?|тыс|тысяч\w*|звезд\w*|заказа|заказов|товара|товаров|человека?|числа"
    r"|min|minutes?|hours?|days?|weeks?|months?|years?|times?|stars?|orders|items|people|rub|usd)\b)"
)
_ALONE: Final = re.compile(r"\s*(?:$|[.,!?;:)…—–-])")


def leading_number(text: str) -> int | None:
    """The whole number that the text begins with, of any size; None when none is meant as a score."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufe0f", "").replace("\u20e3", "")
    plain = plain.strip().casefold().replace("ё", "е").replace("−", "-")
    lead = _LEAD.match(plain)
    plain = plain[lead.end() :] if lead else plain
    return _figures(plain) if _NUMBER.match(plain) else _word(plain)


def _figures(plain: str) -> int | None:
    found = _NUMBER.match(plain)
    if found is None:
        return None
    number = int(found[0][:18])
    rest = plain[found.end() :]
    if _OF_TEN.match(rest) or _POINTS.match(rest):
        return number
    other_thing = _OF_OTHER.match(rest) or _MORE_FIGURES.match(rest) or _COUNTED.match(rest)
    only_figures = re.search(r"\d", rest) and not re.search(r"[^\W\d_]", rest)
    return None if other_thing or only_figures else number


def _word(plain: str) -> int | None:
    found = _WORD.match(plain)
    if found is None or found[0] not in _WORDS:
        return None
    rest = plain[found.end() :]
    stands_alone = _OF_TEN.match(rest) or _POINTS.match(rest) or _ALONE.match(rest)
    return _WORDS[found[0]] if stands_alone else None

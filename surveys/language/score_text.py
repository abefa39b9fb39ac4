"""The score that a customer wrote instead of pressing a button.

What plainly is a score is a short list of forms: the number alone, before a full stop, a comma, a dash or a
reason, out of ten, in points, after or before a word such as "ставлю". Any other number up to ten may count
boxes, hours or days of a month, so it has to be asked about.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

HIGHEST: Final = 10
_STARS: Final = 5
"""A scale of so many is the one that stars have."""

_NOUNS: Final = ("двой", "трой", "четвер", "пятер", "шестер", "семер", "восьмер", "девят", "десят")
_WORDS: Final = {
    "ноль": 0, "нуль": 0, "один": 1, "единица": 1, "единицу": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5,
    "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "🔟": 10,
    **{noun + ending: n for n, noun in enumerate(_NOUNS, 2) for ending in ("ка", "ку", "очка", "очку")},
}  # fmt: skip
_ARTICLES: Final = ("один", "one")
"""Words that say how many so seldom that alone they are a score and in a sentence nothing."""

_WORD: Final = rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w)"
_NUMBER: Final = rf"(?P<number>(?:-|минус |minus )?(?:\d+(?!\w)|{_WORD}))(?:\s*\({_WORD}\))?"
_GENITIVES: Final = {5: ("пяти", "five"), 7: ("семи", "seven"), 10: ("десяти", "ten")}
"""How many a scale has, in words: "4 из пяти"."""
_NO_NUMBER: Final = rf"(?![\s(+–—-]*(?:\d|{_WORD}))"
_NO_ENDING: Final = r"(?!\s*(?:[йяехм]|го|му|ый|ая|ой|th|st|nd|rd)\b)"
_NO_CONDITION: Final = r"(?!\s*(?:если|if)\b)"
_END: Final = (
    r"(?:[\s.!…:;=()]*$"
    rf"|(?:\s*[,;:!.…)]+|[^\S\n]*\n|\s*\(|(?:\s*[–—]|\s-|-\s){_NO_ENDING}){_NO_NUMBER}{_NO_CONDITION}"
    r"|\s+(?:потому|так как|но|because|since|but)\b)"
)
_BEFORE: Final = (
    r"(?:(?:моя |my )?(?:оценка|score|rating)(?: is)?|(?:ставлю|поставлю|даю|дам)(?: вам| тебе)?"
    r"|i(?:'d| would|'ll)? (?:say|give|rate)(?: it| you| this)?)(?:\s*[:=–—]|\s-)?\s+"
)
_SENTENCE: Final = r"(?:^|[.,!?;…\n]\s*)(?:(?:я|и|i|so|and) )?"
_SIZE: Final = r"(?:(?:на|все|твердая|твердую|крепкая|крепкую|an?|solid|strong) )*"


@dataclass(frozen=True, slots=True)
class ScoreText:
    """A number in a customer's words where a score is awaited."""

    value: int
    """A sure one is a whole number of any size, also off the scale; an unsure one is 0 to the highest."""
    is_sure: bool
    """Whether the number plainly is the score; otherwise it may mean something else, and is asked about."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a score is written on a scale that ends with `highest`."""

    highest: int
    forms: tuple[re.Pattern[str], ...]
    candidate: re.Pattern[str]
    other_scale: re.Pattern[str]


@cache
def _scale(highest: int) -> _Scale:
    ru, en = _GENITIVES[highest]
    of_all = (
        rf"(?:\s*/\s*{highest}(?![\w/]|[.,]\d)"
        rf"|\s*(?:из|of|out of)\s+(?:{highest}(?![\w/]|[.,]\d)|(?:{ru}|{en})(?!\w))"
        rf"|\s+по (?:{ru}|{highest}-)балл\w*(?: шкале)?)"
    )
    unit = rf"(?:\s*(?:балл\w*|points?)\b)?{of_all}?"
    others = "|".join(f"{words[0]}|{n}-" for n, words in _GENITIVES.items() if n != highest)
    signs = r"[%₽$€]" if highest == _STARS else r"[%₽$€★⭐🌟]|звезд|stars?\b"
    return _Scale(
        highest,
        forms=(
            re.compile(rf"{_SIZE}{_NUMBER}{unit}(?P<end>{_END})"),
            re.compile(rf"{_NUMBER}{unit}\s+(?:ставлю|поставлю|моя оценка|от меня|from me)(?P<end>{_END})"),
            re.compile(
                rf".*?{_SENTENCE}{_BEFORE}{_SIZE}{_NUMBER}{unit}(?P<end>{_END}|\s+(?:за|for)\b)", re.DOTALL
            ),
        ),
        candidate=re.compile(
            rf"(?<![\w#$€£₽+.,:/⁄–—-])(?<!# )(?P<number>\d+|{_WORD}){unit}"
            r"(?=\s|$|[.,!?;:…)]+(?:\s|$)|[+–—-]+\s*$)"
        ),
        other_scale=re.compile(
            rf"\d\s*(?:{signs}|по (?:{others}|сто|100-)|(?:/|из\s|of\s)\s*(?!{highest}(?!\d))\d)"
            r"|\d[.,]\d+\s*(?:/|из|of|out|балл|points?)"
        ),
    )


def score_in(text: str, highest: int = HIGHEST) -> ScoreText | None:
    """The number that is or may be the score; None without one, with several, for a part or another scale.

    `highest` is where the scale ends: 5, 7 or 10.
    """
    scale, plain = _scale(highest), _plain(text)
    for form in scale.forms:
        if (found := form.match(plain)) is not None and not _counts_items(found):
            return ScoreText(_value(found["number"]), is_sure=True)
    return _candidate(plain, scale)


def _plain(text: str) -> str:
    """The words in small letters, without keycaps, quotes and pictures around them."""
    figures = (
        unicodedata.normalize("NFKC", text.replace("№", "#")).replace("\ufe0f", "").replace("\u20e3", "")
    )
    plain = figures.casefold().replace("ё", "е").replace("−", "-").replace("’", "'")
    begin, end = 0, len(plain)
    while begin < end and _is_ornament(plain[begin]):
        begin += 1
    while begin < end and _is_ornament(plain[end - 1]):
        end -= 1
    return plain[begin:end]


def _is_ornament(sign: str) -> bool:
    if sign in "🔟⭐★🌟":
        return False
    return (
        sign.isspace() or sign in "\"'*" or unicodedata.category(sign) in ("So", "Sk", "Cf", "Mn", "Pi", "Pf")
    )


def _counts_items(found: re.Match[str]) -> bool:
    """Whether the number begins a list ("1. fast 2. tasty") or is an article with words behind it."""
    number, rest = found["number"], found.string[found.start("end") :]
    sign = rest.lstrip()[:1]
    is_listing = sign != "" and sign in ".)"
    if number in _ARTICLES or (number == "1" and is_listing):
        return re.search(r"\w", rest) is not None
    following = rf"\s{_value(number) + 1}\s*{re.escape(sign)}"
    return is_listing and re.search(following, rest) is not None


def _candidate(plain: str, scale: _Scale) -> ScoreText | None:
    if scale.other_scale.search(plain):
        return None
    numbers = (one["number"] for one in scale.candidate.finditer(plain))
    values = {_value(number) for number in numbers if number not in _ARTICLES}
    value = values.pop() if len(values) == 1 else None
    return ScoreText(value, is_sure=False) if value is not None and value <= scale.highest else None


def _value(number: str) -> int:
    amount = re.sub(r"^(?:-|минус |minus )", "", number)
    value = _WORDS[amount] if amount in _WORDS else int(amount[:18])
    return value if amount == number else -value

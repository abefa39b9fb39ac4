"""Numbers in words, to a hundred and a bit: "двадцать пять", "полтора", "a couple of", "twenty-first"."""

from collections.abc import Sequence
from typing import Final

_UNITS: Final = {
    "ноль": 0, "один": 1, "одну": 1, "одна": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "пару": 2,
    "пара": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8,
    "девять": 9, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "десяток": 10, "дюжину": 12,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "dozen": 12, "полтора": 1.5, "полторы": 1.5, "couple": 2,
}  # fmt: skip
_TENS: Final = {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90, "сто": 100, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
WHOLE_NUMBERS: Final = {
    word: int(number)
    for word, number in {**_UNITS, **_TEENS}.items()
    if number >= 1 and number == int(number)
}
"""The numbers from 1 to 19 that are one word."""
_ORDINALS_RU: Final = (
    *("перв", "втор", "треть", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат"),
    *("двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат"),
    *("девятнадцат", "двадцат"),
)
_ORDINALS_EN: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *(
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
    ),
    *("nineteenth", "twentieth"),
)


def _ordinals() -> dict[str, int]:
    """The days of a month in words → their numbers."""
    russian = {
        stem + ending: n for n, stem in enumerate(_ORDINALS_RU, 1) for ending in ("ого", "ое", "его", "е")
    }
    russian |= {"тридцатого": 30, "тридцатое": 30}
    english = {word: n for n, word in enumerate(_ORDINALS_EN, 1)} | {"thirtieth": 30}
    compound = {f"двадцать {word}": 20 + n for word, n in russian.items() if n < 10}
    compound |= {f"twenty{sign}{word}": 20 + n for word, n in english.items() if n < 10 for sign in "- "}
    last = {"тридцать первого": 31, "тридцать первое": 31, "thirty-first": 31, "thirty first": 31}
    return {**compound, **last, **russian, **english}


ORDINALS: Final = _ordinals()
"""The days of a month as people name them, longer ones first."""


def number_at(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """The number that begins at a word, a whole or a half one, and the place behind it; None without one."""
    if (
        at < len(words)
        and words[at] == "a"
        and words[at + 1 : at + 2] in (["couple"], ["hundred"], ["dozen"])
    ):
        at += 1
    begun = _figures_or_word(words, at)
    if begun is None:
        return None
    number, end = begun
    if words[end - 1] == "couple" and words[end : end + 1] == ["of"]:
        end += 1
    if words[end : end + 2] == ["с", "половиной"]:
        return number + 0.5, end + 2
    return (number + 0.5, end + 3) if words[end : end + 3] == ["and", "a", "half"] else (number, end)


def _figures_or_word(words: Sequence[str], at: int) -> tuple[float, int] | None:
    word = words[at] if at < len(words) else ""
    if word[:1].isdecimal():
        whole, _, part = word.replace(",", ".").partition(".")
        return (
            (int(whole) + (0.5 if part == "5" else 0), at + 1)
            if len(whole) < 4 and part in ("", "0", "5")
            else None
        )
    if word in _TENS:
        number, end = _TENS[word], at + 1
        further = end + 1 if words[end : end + 1] == ["-"] else end
        unit = words[further] if further < len(words) else ""
        return (number + _UNITS[unit], further + 1) if _UNITS.get(unit) else (number, end)
    value = {**_UNITS, **_TEENS}.get(word)
    if value == 1 and words[at + 1 : at + 2] == ["hundred"]:
        return 100, at + 2
    return (value, at + 1) if value is not None else None

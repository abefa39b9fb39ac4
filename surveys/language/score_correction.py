"""Words after a score that may correct it: "ой, 10", "нет, 9, я перепутала"."""

import re
from dataclasses import dataclass
from typing import Final

from surveys.language.plain_words import plain, plain_words
from surveys.language.score_text import HIGHEST, score_in

_WRONG: Final = (
    r"(?:не (?:туда|то|ту(?: кнопку)?|на ту(?: кнопку)?)|случайно|by mistake|the wrong (?:one|button))"
)
_TAPPED: Final = r"(?:нажал\w*|ткнул\w*|попал\w*|(?:i )?(?:mis)?(?:tapped|clicked|pressed|hit))"
_OTHER: Final = r"(?:не \w+,? а|not \w+,? but)"
"""The score that was wrong, before the one that is right: "не 8, а 3"."""
_SLIP: Final = re.compile(
    rf"\s*(?:{_OTHER}|(?:я )?(?:{_WRONG}(?: {_TAPPED})?|{_TAPPED} {_WRONG})"
    r"|(?:я )?(?:промахну|промаза|перепута)\w+"
    r"|о[йи]+|ах|упс|опечатк\w*|(?:я )?ошиб\w+|нет|не|точнее|вернее|то есть|пардон|простите|извините"
    r"|(?:я )?(?:хотел\w*|имел\w*)(?: (?:сказать|поставить|написать|нажать|ввиду|в виду))?"
    r"|лучше|пусть(?: будет)?|это|должн[ао] быть|(?:надо|нужно)(?: было)?"
    r"|(?:(?:по)?ставь|запиши)(?:те)?"
    r"|(?:исправ|измен|поменя)\w*(?: на)?|давайте|o+ps|no|nope|sorry|wait|actually|i mean(?:t)?"
    r"|make it|change (?:it )?to|rather|typo|(?:should|must) be|put)(?!\w)[\s,.!:;…–—-]*",
    re.IGNORECASE,
)
_SCORE_WORDS: Final = frozenset(
    {
        *("балл", "балла", "баллов", "из", "десяти", "оценка", "оценку", "ставлю", "поставлю", "даю", "моя"),
        *("of", "out", "points", "point", "my", "score", "rating", "is", "a"),
    }
)
"""Words that say nothing but the score."""
_YES: Final = frozenset({"да", "ага", "да это оценка", "оценка", "yes", "yep", "yes it is"})
_NO: Final = frozenset({"нет", "не оценка", "не", "no", "nope"})


@dataclass(frozen=True, slots=True)
class ScoreCorrection:
    """A score that may take the place of the one given before."""

    value: int
    """A whole number of any size."""
    is_slip: bool
    """Whether words such as "ой" or "нет" say that the first was wrong."""
    says_more: bool
    """Whether words beside the score tell something."""


def correction_in(text: str, highest: int = HIGHEST) -> ScoreCorrection | None:
    """The score that the text may be meant to set right; None where it plainly names none."""
    rest = _without_slip(text)
    found = score_in(rest, highest)
    if found is None or not found.is_sure:
        return None
    return ScoreCorrection(found.value, rest != text, says_more(rest))


def says_more(text: str) -> bool:
    """Whether the text tells anything beside a score and words such as "ой"."""
    rest = _without_slip(text)
    return any(word not in _SCORE_WORDS and score_in(word) is None for word in plain_words(rest))


def _without_slip(text: str) -> str:
    while (slip := _SLIP.match(text)) is not None:
        text = text[slip.end() :]
    return text


def assent_in(text: str) -> bool | None:
    """Whether a text says yes or no, and nothing else; None where it says neither."""
    said = plain(text)
    return True if said in _YES else False if said in _NO else None

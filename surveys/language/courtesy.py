"""Words that only thank or agree: they ask for nothing, so nothing waits for an answer to them."""

import re
import unicodedata
from typing import Final

from surveys.questions.message_kind import MessageKind

_WORD: Final = re.compile(r"[^\W_]+")
_THANKS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        спасибо спасибочки пасиб спс благодарю благодарна благодарен благодарим признательна признателен мерси
        ок окей хорошо ладно понятно понял поняла поняли ясно принято отлично супер класс здорово прекрасно
        замечательно договорились ага угу
        thanks thank thx ty cheers appreciated ok okay k great perfect cool good fine understood super awesome
        wonderful brilliant excellent gotcha
        """,
    )
)
"""Without ё. One of these makes words thanks, if all others are among those that may stand beside it."""
_BESIDE: Final = frozenset(
    re.findall(
        r"\w+",
        """
        большое огромное очень вам вас тебе всем за помощь ответ заботу оперативность быстрый быструю и еще
        раз все так что вы ты это от души
        you very much so a lot for your the help helping reply answer it all that this is everyone again too
        many sounds i got
        """,
    )
)
_WORDLESS: Final = frozenset({MessageKind.STICKER, MessageKind.ANIMATION})
_NEUTRAL: Final = frozenset(".,;:)(+-–—~*'\"«»… \n\t")
_SYMBOLS: Final = frozenset(["So", "Sk", "Mn", "Me", "Cf"])
"""Categories of emoji, of their skins, variants and joiners."""


def asks_nothing(kind: MessageKind, words: str | None) -> bool:
    """Whether a message of that kind says no more than thanks do; a file with words under it says more."""
    if words is None:
        return kind in _WORDLESS
    return kind is MessageKind.TEXT and is_courtesy(words)


def is_courtesy(words: str) -> bool:
    """Whether words are nothing but thanks, consent or emoji; False for a question and for no words."""
    found = _WORD.findall(words.casefold().replace("ё", "е"))
    if "?" in words:
        return False
    if not found:
        return bool(words.strip()) and all(_says_nothing(character) for character in words)
    return not _THANKS.isdisjoint(found) and all(one in _THANKS or one in _BESIDE for one in found)


def _says_nothing(character: str) -> bool:
    return character in _NEUTRAL or unicodedata.category(character) in _SYMBOLS

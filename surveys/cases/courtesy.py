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
        спасибо спасибочки спасиб спосибо пасибо пасиб пасибки спс спсб сенкс благодарю благодарна благодарен
        благодарим благодарствую признательна признателен мерси
        ок оки окей хорошо ладно лады понятно понял поняла поняли ясно принято принял приняла приняли отлично
        супер класс здорово прекрасно замечательно договорились ага угу
        свидания хорошего хороших
        thanks thank thanx thx thnx tks ty cheers appreciated ok okay k kk great perfect cool good fine noted
        understood alright super awesome wonderful brilliant excellent gotcha bye goodbye
        """,
    )
)
"""Without ё. One of these makes words thanks, if all others are among those that may stand beside it."""
_BESIDE: Final = frozenset(
    re.findall(
        r"\w+",
        """
        большое огромное очень вам вас тебе всем за помощь ответ заботу оперативность быстрый быструю и еще
        раз все так что вы ты это от души заранее понимание внимание терпение тоже взаимно помогло получилось
        до всего доброго дня вечера ночи выходных удачи
        you u very much so a lot for your the help helping reply answer it all that this is everyone again too
        many sounds i got in advance have nice day evening weekend million
        """,
    )
)
_WAITING: Final = frozenset(
    re.findall(r"\w+", "жду ждем подожду подождем буду ждать waiting wait will ll m am we")
)
"""Beside assent a customer says by these that they wait; staff ask something of the customer."""
_NAME: Final = "[A-ZА-ЯЁ][a-zа-яё]+"
_THANKED: Final = re.compile(
    rf"(?i:спасибо|благодарю|спс|thanks|thank you|thx)\b[^.?!\n]*? ({_NAME}(?: {_NAME})?)\W*$"
)
"""Thanks that end with the name of whoever is thanked."""
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_WORDLESS: Final = frozenset({MessageKind.ANIMATION})
_SIGNS: Final = frozenset({MessageKind.STICKER, MessageKind.DICE, MessageKind.GAME})
"""Whatever stands beside them is ours."""
_QUESTION: Final = frozenset("?¿؟❓❔⁉⁇⁈‽？")
_NEUTRAL: Final = frozenset(".,;:)(+-–—~*'\"«»… \n\t")
_SYMBOLS: Final = frozenset(["So", "Sk", "Mn", "Me", "Cf"])
"""Categories of emoji, of their skins, variants and joiners."""


def asks_nothing(kind: MessageKind, words: str | None) -> bool:
    """Whether a customer's message of that kind says no more than thanks, or that they will wait.

    A file with words under it says more.
    """
    return _is_wordless(kind, words) or (kind is MessageKind.TEXT and _is_courtesy(words, _BESIDE | _WAITING))


def answers_nothing(kind: MessageKind, words: str | None) -> bool:
    """Whether a message of the staff of that kind says no more than thanks do."""
    return _is_wordless(kind, words) or (kind is MessageKind.TEXT and _is_courtesy(words, _BESIDE))


def is_courtesy(words: str) -> bool:
    """Whether words are nothing but thanks, consent or emoji; False for a question and for no words."""
    return _is_courtesy(words, _BESIDE)


def _is_wordless(kind: MessageKind, words: str | None) -> bool:
    return kind in _SIGNS or (words is None and kind in _WORDLESS)


def _is_courtesy(words: str | None, beside: frozenset[str]) -> bool:
    if words is None or not _QUESTION.isdisjoint(words):
        return False
    if (thanked := _THANKED.search(words)) is not None:
        words = words[: thanked.start(1)]
    found = _WORD.findall(_REPEATED.sub(r"\1", words.casefold().replace("ё", "е")))
    if not found:
        return bool(words.strip()) and all(_says_nothing(character) for character in words)
    return not _THANKS.isdisjoint(found) and all(one in _THANKS or one in beside for one in found)


def _says_nothing(character: str) -> bool:
    return character in _NEUTRAL or unicodedata.category(character) in _SYMBOLS

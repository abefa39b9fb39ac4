"""Words that only open a conversation, and so tell nothing yet: "Здравствуйте", "hello"."""

import re
from typing import Final

from surveys.language.courtesy import is_courtesy

_GREETINGS: Final = (
    "доброго времени суток",
    "добрый день",
    "добрый вечер",
    "доброе утро",
    "доброго дня",
    "доброго вечера",
    "доброго утра",
    "доброй ночи",
    "здравствуйте",
    "здравствуй",
    "здрасьте",
    "здрасте",
    "приветствую",
    "привет",
    "есть кто нибудь",
    "есть кто",
    "тут кто нибудь есть",
    "алло",
    "ало",
    "эй",
    "уважаемые",
    "good morning",
    "good afternoon",
    "good evening",
    "good day",
    "anybody there",
    "anyone there",
    "hello there",
    "hi there",
    "hello",
    "hi",
    "hey",
    "да",
    "yes",
)
_SAID: Final = re.compile(rf"\b(?:{'|'.join(_GREETINGS)})\b")
_SIGNS: Final = re.compile(r"[\W\d_]+")


def tells_something(text: str) -> bool:
    """Whether a text says anything beyond greetings, thanks, assent, signs and numbers."""
    words = _SIGNS.sub(" ", text.casefold().replace("ё", "е"))
    rest = _SAID.sub("", words).strip()
    return bool(rest) and not is_courtesy(rest)

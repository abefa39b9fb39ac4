"""Words that only open or end a conversation, and so tell nothing yet: "Здравствуйте", "hello"."""

import re
from typing import Final

from surveys.cases.courtesy import is_courtesy

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
    "до свидания",
    "всего доброго",
    "всего хорошего",
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
    "goodbye",
    "bye",
    "да",
    "yes",
)
_SAID: Final = re.compile(rf"\b(?:{'|'.join(_GREETINGS)})\b".replace(" ", r"\W+"))
_SIGNS: Final = re.compile(r"[\W\d_]+")


def without_greetings(words: str) -> str:
    """The same in small letters, without ё and without the words that greet or say goodbye."""
    return _SAID.sub("", words.casefold().replace("ё", "е"))


def tells_something(text: str) -> bool:
    """Whether a text says anything beyond greetings, thanks, assent, signs and numbers."""
    rest = _SIGNS.sub(" ", without_greetings(text)).strip()
    return bool(rest) and not is_courtesy(rest)

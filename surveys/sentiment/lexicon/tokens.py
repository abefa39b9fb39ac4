"""A comment cut into words, numbers, faces and marks, each with the ways in which an entry may name it."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from surveys.language.alphabet import without_addresses

NUMBER: Final = "N"
BREAK: Final = "end-of-clause"
"""Stands for punctuation. Longer than any emoticon, so that TextBlob does not look for it among them."""

_SHORTEST_PREFIX: Final = 3

OBSCENITY: Final = "#$%&"
"""Stands for every word that its writer has masked: "х***", "f**k", "#@%!"."""

_TOKEN: Final = re.compile(
    r"(?P<word>(?![xX\u0445\u0425]D+(?!\w)|T_|D[:=])"
    r"(?:[^\W\d_]+?(?=n['’]t\b)|n['’]t\b|[^\W\d_]++(?:['’][^\W\d_]+)?)(?!\*))"
    r"|(?P<smile>[:;=]['’]?-?[)D]+|[:;=]-?[Pp\u0420\u0440](?!\w)|\){2,}|\^_*\^|[xX\u0445\u0425]D+(?!\w))"
    r"|(?P<frown>[:;=]['’]?-?\(+|\({2,}|[:=]-?[/\\|](?=\s|$)|-_+-|T_+T(?!\w)|D[:=](?=\s|$)"
    r"|(?<=[^\s(])\((?=\s|$)(?![^(]*\)))"
    r"|(?P<heart><3+)"
    r"|(?P<masked>(?<!\*)[^\W\d_]{1,4}(?:\*+[^\W\d_]+)+\**|(?<!\*)[^\W\d_]{1,4}\*{2,}"
    r"|(?=!*[#$%&@*])[#$%&@*!]{4,})"
    r"|(?P<other>[^\W\d_]+)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<emoji>[\u2600-\u27bf\u2b50\U0001f300-\U0001f3fa\U0001f400-\U0001faff])"
    r"|(?P<loud>!+)"
    r"|(?P<stop>[.,;:?()\n…–—]+)"
)
_DRAWLED: Final = re.compile(r"([^\W\d_])\1{2,}")
_HASHTAG: Final = re.compile(r"#\w+")
_WORD_IN_HASHTAG: Final = re.compile(r"(?<=[a-z\u0430-\u044f\u0451])(?=[A-Z\u0410-\u042f\u0401])")
_HEART: Final = "❤"
_MARKS: Final = frozenset("#$%&@*")


class Token(str):
    """What TextBlob looks up, with what the customer wrote and how much it weighs in the mean."""

    __slots__ = ("is_asked", "is_inquired", "said", "weight")
    said: str
    weight: float
    is_asked: bool
    """Whether it stands in a sentence that asks: that praises nothing."""
    is_inquired: bool
    """Whether it stands in a sentence that asks for information: that blames nothing either."""

    def __new__(cls, key: str, said: str, weight: float = 0.0) -> "Token":
        token = super().__new__(cls, key)
        token.said, token.weight, token.is_asked, token.is_inquired = said, weight, False, False
        return token


def tokens_of(text: str) -> Iterator[Token]:
    """The words, numbers, faces and marks of a text, in order.

    In small letters, with `е` for `ё`, drawled letters once, a repeated emoji once, punctuation as BREAK,
    `#NeverAgain` as two words. Addresses are no words.
    """
    previous = ""
    for found in _TOKEN.finditer(_words_alone(text)):
        kind, said = found.lastgroup, found[0]
        form = said.lower().replace("ё", "е").replace("’", "'")
        if kind == "stop":
            form = BREAK
        elif kind == "loud":
            yield Token("!", said)
            form = BREAK
        elif kind == "smile":
            form = ":)"
        elif kind == "frown":
            form = ":("
        elif kind == "heart":
            form = _HEART
        elif kind == "masked":
            form = OBSCENITY if _hides_obscenity(said, found.start()) else BREAK
        elif kind in {"word", "other"}:
            form = _DRAWLED.sub(r"\1", form)
        if kind != "emoji" or form != previous:
            yield Token(form, said)
        previous = form


def _words_alone(text: str) -> str:
    text = without_addresses(unicodedata.normalize("NFC", text))
    if "#" not in text:
        return text
    return _HASHTAG.sub(lambda found: _WORD_IN_HASHTAG.sub(" ", found[0]), text)


def _hides_obscenity(said: str, at: int) -> bool:
    """Whether a masked word is no name ("И**н") and a row of marks no emphasis ("****")."""
    if not said[0].isalpha():
        return len(_MARKS.intersection(said)) >= 3
    could_be_name = said[0].isupper() and said[-1].islower()
    return at == 0 or not could_be_name


def is_word(form: str) -> bool:
    """Whether a token is a word, which `n't` is too; a number, a face and a mark are none."""
    return form[0].isalpha() and form != BREAK


def stem_of(form: str, language: str) -> str:
    """The stem of a word: Russian without its endings, English as it stands."""
    return _stemmer(language)(form)


@lru_cache(maxsize=20_000)
def names_of(form: str, language: str, numbers: frozenset[str]) -> frozenset[str]:
    """Every way in which an entry may name this token: `=form`, its stem, each `prefix*`, N for a number."""
    names = {f"={form}", _stemmer(language)(form)}
    names.update(f"{form[:length]}*" for length in range(_SHORTEST_PREFIX, len(form) + 1))
    if form[0].isdigit() or form in numbers:
        names.add(NUMBER)
    return frozenset(names)


def is_one_word(written: str) -> bool:
    """Whether an entry's word is one: no mark, and no prefix of less than three letters."""
    tokens = list(tokens_of(written.strip("=*")))
    if len(tokens) != 1 or tokens[0] == BREAK:
        return False
    return not written.endswith("*") or len(tokens[0]) >= _SHORTEST_PREFIX


def name_of(written: str, language: str) -> str:
    """The name that a word of an entry stands for; raises ValueError for what is not exactly one word."""
    if not is_one_word(written):
        raise ValueError(written)
    exact, prefix = written.startswith("="), written.endswith("*")
    tokens = list(tokens_of(written.strip("=*")))
    if written == NUMBER:
        return NUMBER
    form = str(tokens[0])
    return f"={form}" if exact else f"{form}*" if prefix else _stemmer(language)(form)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """The stemmer of a language; English words stay whole, because TextBlob's own list is one of those."""
    if language != "ru":
        return str
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("russian").stemWord
    return stem

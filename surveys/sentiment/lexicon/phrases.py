"""The entries of a lexicon found in a comment, and the grammar that TextBlob does not know."""

import re
from collections.abc import Sequence
from itertools import product
from typing import Final

from surveys.sentiment.lexicon.entries import ANY, Entry, Lexicon
from surveys.sentiment.lexicon.tokens import BREAK, Token, is_word, names_of, tokens_of

_GAP_WORDS: Final = 2
_STOPS: Final = frozenset({BREAK})
_SENTENCE_END: Final = re.compile(r"[.,;:?()\n…–—!]*[.;?()\n…!][.,;:?()\n…–—!]*")


def marked(text: str, lexicon: Lexicon) -> list[Token]:
    """The comment as TextBlob is to see it: one token for each entry found, its key the entry's text."""
    tokens = list(tokens_of(text))
    names = [names_of(token, lexicon.language, lexicon.numbers) & lexicon.names for token in tokens]
    seen: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _longest(at, tokens, names, lexicon)
        if found:
            entry, end = found
            _see_entry(entry, " ".join(token.said for token in tokens[at:end]), seen, lexicon)
            at = end
        else:
            _see_other(tokens[at], seen, lexicon)
            at += 1
    _mark_questions(seen, lexicon)
    return seen


def _mark_questions(seen: Sequence[Token], lexicon: Lexicon) -> None:
    """Mark the words of each sentence that asks: "Есть ли вкусные торты?" praises nothing.

    Nor does a bare "Спасибо" right after it, and a question for information blames nothing either.
    """
    start = 0
    asks = False
    for at, token in enumerate(seen):
        ends = _SENTENCE_END.fullmatch(token.said) is not None
        if not ends and at + 1 < len(seen):
            continue
        sentence = seen[start : at + 1]
        only_thanks = asks and all(_words_of(each) <= lexicon.thanks for each in sentence)
        asks = "?" in token.said or not lexicon.requests.isdisjoint(sentence)
        inquires = "?" in token.said and _inquires(sentence, lexicon)
        if asks or only_thanks:
            for each in sentence:
                each.is_asked, each.is_inquired = True, inquires
        start = at + 1


def _inquires(sentence: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a question is for information: "Can I return a broken one?"."""
    words = f" {' '.join(token.said for token in sentence).lower()} "
    return any(f" {inquiry} " in words for inquiry in lexicon.inquiries)


def _words_of(token: Token) -> set[str]:
    return {word for word in token.said.lower().split() if word.isalpha()}


def _longest(
    at: int, tokens: Sequence[Token], names: Sequence[frozenset[str]], lexicon: Lexicon
) -> tuple[Entry, int] | None:
    """The entry that reaches furthest from here and where it ends; None when none begins here.

    Among equals an exact word goes before a stem, a stem before a prefix, and a phrase before one with gaps.
    """
    if not names[at]:
        return None
    following = [ANY, *names[at + 1]] if at + 1 < len(names) else [ANY]
    found = [
        (end, _exactness(name), entry)
        for name, second in product(names[at], following)
        for entry in lexicon.by_opening.get((name, second), ())
        if (end := _end(entry.elements, 0, at, tokens, names, _stops(entry, lexicon))) is not None
    ]
    if not found:
        return None
    end, _, entry = max(found, key=lambda each: (*each[:2], each[2].named))
    return entry, end


def _exactness(name: str) -> int:
    """How closely a name fits: an exact word most, then a stem, then the longest prefix."""
    if name.startswith("="):
        return 200
    return len(name) if name.endswith("*") else 100


def _stops(entry: Entry, lexicon: Lexicon) -> frozenset[str]:
    """What no gap of the phrase reaches over: punctuation, in praise negations ("will not fly again")."""
    return lexicon.stops_of_praise if entry.polarity > 0 else _STOPS


def _end(
    elements: Sequence[frozenset[str]],
    element: int,
    at: int,
    tokens: Sequence[Token],
    names: Sequence[frozenset[str]],
    stops: frozenset[str],
) -> int | None:
    """Where the phrase ends if its elements from this one on fit the tokens from here on; else None."""
    if element == len(elements):
        return at
    if elements[element]:
        fits = at < len(tokens) and not elements[element].isdisjoint(names[at])
        return _end(elements, element + 1, at + 1, tokens, names, stops) if fits else None
    for skipped in range(_GAP_WORDS + 1):
        if not stops.isdisjoint(tokens[at : at + skipped]):
            return None
        end = _end(elements, element + 1, at + skipped, tokens, names, stops)
        if end is not None:
            return end
    return None


def _see_entry(entry: Entry, said: str, seen: list[Token], lexicon: Lexicon) -> None:
    """Add the entry; one that denies takes the place of a denial before it.

    "ничего не работает" is no double negation.
    """
    if entry.is_silent:
        return
    denies = any(f"={word}" in entry.elements[0] or word in entry.elements[0] for word in lexicon.negations)
    if denies and seen and seen[-1] in lexicon.negations:
        seen.pop()
    seen.append(Token(entry.text, said, entry.weight))


def _see_other(token: Token, seen: list[Token], lexicon: Lexicon) -> None:
    after_negation = bool(seen) and seen[-1] in lexicon.negations
    if after_negation and (token in lexicon.passes or token in lexicon.negations):
        if token in lexicon.negations:
            seen[-1] = token
        return
    if token in lexicon.contrasts:
        for earlier in seen:
            earlier.weight = min(earlier.weight, 0.5)
        token = Token(BREAK, token.said)
    if token in lexicon.negations or token in {"!", BREAK}:
        seen.append(token)
    elif is_word(token):
        seen.append(Token(token, token.said, 1.0))
    else:
        seen.append(Token(BREAK, token.said))

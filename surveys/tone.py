"""The tone of a comment: which way its words lean, and which words those are.

It sorts lists and colours cards. It decides nothing: three angry texts of four state facts without a word of
opinion, and a mild text may hide an accident. What is escalated follows the score, the button and the case.
"""

from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Final

from surveys.language.alphabet import written_in

NEUTRAL_BELOW: Final = 0.1
"""Texts that lean less than this either way are neutral."""

_ONE_AT_A_TIME: Final = Lock()
"""The stemmer keeps the word it works on in itself, and complaints and comments are judged in two threads."""


class Mood(StrEnum):
    """The value is stored."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True)
class OpinionWord:
    said: str
    """As the customer wrote it, with its negation and modifiers."""
    polarity: float


@dataclass(frozen=True, slots=True)
class Tone:
    mood: Mood
    polarity: float
    """−1…1, the weighted mean of the words; 0 without any."""
    words: tuple[OpinionWord, ...]


def tone_of(text: str) -> Tone:
    """English by TextBlob, Russian by our own lexicon in its machinery (docs/tone.md).

    Pure, but the first call of each language imports and reads for about half a second: see `warm`.
    """
    from surveys.lexicon.analyzer import analyzer_for, said_in, weight_of

    with _ONE_AT_A_TIME:
        assessed = analyzer_for(written_in(text)).analyze(text)
    words = tuple(
        OpinionWord(said_in(each.tokens), each.polarity)
        for each in assessed.assessments
        if each.polarity and weight_of(each.tokens)
    )
    return Tone(mood_of(assessed.polarity), assessed.polarity, words)


def warm() -> None:
    """Import and read what the first comment of either language would otherwise wait for."""
    tone_of("плохо")
    tone_of("bad")


def mood_of(polarity: float) -> Mood:
    """Of −1…1."""
    if polarity >= NEUTRAL_BELOW:
        return Mood.POSITIVE
    return Mood.NEGATIVE if polarity <= -NEUTRAL_BELOW else Mood.NEUTRAL

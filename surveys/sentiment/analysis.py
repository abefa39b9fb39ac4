"""The sentiment of a comment: which way its words lean, and which words those are.

It sorts lists and colours cards. It decides nothing: three angry texts of four state facts without a word of
opinion, and a mild text may hide an accident. What is escalated follows the score, the button and the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from surveys.language.alphabet import written_in
from surveys.sentiment.learned_model import SentimentModel
from surveys.sentiment.polarity import Sentiment, sentiment_of

ANALYZED: Final = 1000
"""Characters of a text whose sentiment is asked for: enough to tell, and soon done."""

_ONE_AT_A_TIME: Final = Lock()
"""The stemmer keeps the word it works on in itself."""


@dataclass(frozen=True, slots=True)
class OpinionWord:
    """A word or phrase of a text that says what the customer thinks."""

    said: str
    """The word as the customer wrote it, with its negation and modifiers."""
    polarity: float
    """Which way it leans, −1…1, never 0."""


@dataclass(frozen=True, slots=True)
class SentimentAnalysis:
    """The sentiment of a text, and the words that it follows from."""

    sentiment: Sentiment
    polarity: float
    """The weighted mean of the words, −1…1; 0 without any."""
    words: tuple[OpinionWord, ...]


def analyze_sentiment(text: str) -> SentimentAnalysis:
    """The sentiment of a text: English by TextBlob, Russian by our own lexicon in its machinery.

    See docs/sentiment.md. Pure, but the first call of each language imports and reads for half a second, and
    TextBlob brings numpy and nltk: call it in a spawned process.
    """
    from surveys.sentiment.lexicon.analyzer import analyzer_for, said_in, weight_of

    with _ONE_AT_A_TIME:
        assessed = analyzer_for(written_in(text)).analyze(text)
    words = tuple(
        OpinionWord(said_in(each.tokens), each.polarity)
        for each in assessed.assessments
        if each.polarity and weight_of(each.tokens)
    )
    return SentimentAnalysis(sentiment_of(assessed.polarity), assessed.polarity, words)


def polarity_of(text: str, models: Mapping[str, SentimentModel]) -> float:
    """The polarity of a text, −1…1, by the model of its language, or by the lexicon where there is none."""
    polarity = analyze_sentiment(text).polarity
    model = models.get(written_in(text))
    return polarity if model is None else model.polarity_of(text, polarity)

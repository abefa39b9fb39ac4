"""TextBlob's analyser with our own lexicon: Russian wholly ours, English TextBlob's words and ours on top.

Imported where it is used only, because TextBlob takes 0.4 s to import. `textblob._text` is private: the
version is pinned and tests hold it to what is relied on here. As any analyser, this one is honoured by
`TextBlob(text, analyzer=…).sentiment` only; `.polarity` is always TextBlob's English.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from textblob._text import Sentiment  # type: ignore[import-untyped]  # it has no types
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer  # type: ignore[import-untyped]  # it has no types
from textblob.en import Sentiment as EnglishSentiment  # type: ignore[import-untyped]  # it has no types
from textblob.en import sentiment as english

from surveys.sentiment.lexicon.entries import FAINT_WEIGHT, Lexicon, read
from surveys.sentiment.lexicon.phrases import marked
from surveys.sentiment.lexicon.tokens import Token
from surveys.sentiment.polarity import NEUTRAL_BELOW

_HERE: Final = Path(__file__).parent
_MODIFIER: Final = "RB"
_FAINT: Final = 0.25
"""TextBlob's words that lean less than this ("smart", "plain", "down") say nothing about a service."""
_HABIT: Final = 0.99 * NEUTRAL_BELOW
"""How far a habit may lean, however it is strengthened."""
_FURY: Final = -0.9
"""Words that lean so far ("ужасно", "terrible") are no praise when denied: "не ужасно" is faint at best."""


class Assessment(NamedTuple):
    """One opinion word of a text, as TextBlob judges it."""

    tokens: list[str]
    polarity: float
    subjectivity: float
    label: str | None


class Assessed(NamedTuple):
    """A whole text, as TextBlob judges it."""

    polarity: float
    subjectivity: float
    assessments: list[Assessment]


class FieldAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # its base has no types
    """An analyser that knows words of shops, delivery, cafés, banks, telecom, clinics, subscriptions."""

    kind = CONTINUOUS

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._sentiment = _sentiment(lexicon)

    def analyze(self, text: str, keep_assessments: bool = True) -> Assessed:
        """Polarity of the text, −1…1, and its subjectivity, 0…1, with the words that they follow from."""
        score = self._sentiment(marked(text, self._lexicon), weight=weight_of)
        kept = [Assessment(*each) for each in score.assessments] if keep_assessments else []
        return Assessed(score[0], score[1], kept)


@cache
def analyzer_for(language: str) -> FieldAnalyzer:
    """The analyser with the built-in lexicon of `ru` or `en`; raises FaultyLexiconError as `read` does."""
    return FieldAnalyzer(read(language, _HERE / f"{language}.toml", _HERE / "emoji.toml"))


def said_in(tokens: Sequence[str]) -> str:
    """The customer's words of one assessment, without the exclamation mark that TextBlob adds."""
    return " ".join(token.said for token in tokens if isinstance(token, Token))


def weight_of(tokens: Sequence[str]) -> float:
    """Weight of one assessment, which is its opinion word's; 0 for a modifier alone ("very")."""
    return max((token.weight for token in tokens if isinstance(token, Token)), default=0.0)


class _SettledWords:
    """Before TextBlob's sentiment of a language: what its rule `not X = −0.5 × X` and its lists get wrong."""

    def assessments(self, words: object = None, negation: bool = True) -> list[Assessment]:
        """The opinion words of a text.

        No strong blame denied and no praise asked for is praise; no "!" makes a habit decide ("Ок!").
        """
        found = super().assessments(words, negation)  # type: ignore[misc]  # TextBlob's class comes after
        return [self._settled(Assessment(*each)) for each in found]

    def _settled(self, assessment: Assessment) -> Assessment:
        tokens = [token for token in assessment.tokens if isinstance(token, Token)]
        if weight_of(tokens) == FAINT_WEIGHT:
            return assessment._replace(polarity=max(-_HABIT, min(_HABIT, assessment.polarity)))
        if assessment.polarity <= 0:
            return self._silenced(assessment) if any(token.is_inquired for token in tokens) else assessment
        denies_fury = any(self._leaning(token) <= _FURY for token in tokens)
        if denies_fury or any(token.is_asked for token in tokens):
            return self._silenced(assessment)
        return assessment

    def _silenced(self, assessment: Assessment) -> Assessment:
        for token in assessment.tokens:
            if isinstance(token, Token):
                token.weight = 0.0
        return assessment._replace(polarity=0.0)

    def _leaning(self, token: Token) -> float:
        parts = dict.get(self, token)  # type: ignore[call-overload]  # it is a dict in TextBlob's class
        return float(parts[None][0]) if parts else 0.0


class _RussianSentiment(_SettledWords, Sentiment):  # type: ignore[misc]  # its base has no types
    pass


class _EnglishSentiment(_SettledWords, EnglishSentiment):  # type: ignore[misc]  # its base has no types
    pass


def _sentiment(lexicon: Lexicon) -> Sentiment:
    sentiment: Any  # TextBlob has no types
    if lexicon.language == "en":
        sentiment = _EnglishSentiment(
            path=english.path, language="en", negations=lexicon.negations, modifier=english.modifier
        )
    else:
        sentiment = _RussianSentiment(
            language=lexicon.language, negations=lexicon.negations, modifier=_no_suffix
        )
    sentiment.load()
    for word in [word for word, parts in dict.items(sentiment) if abs(parts[None][0]) < _FAINT]:
        del sentiment[word]
    for entry in lexicon.entries:
        part = _MODIFIER if entry.is_modifier else None
        sentiment.annotate(entry.text, part, entry.polarity, abs(entry.polarity), entry.intensity)
    return sentiment


def _no_suffix(word: str) -> bool:
    """No ending makes an unknown word a modifier, as -ly does in English."""
    return False

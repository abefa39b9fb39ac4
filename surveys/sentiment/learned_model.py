"""The sentiment in a company's own words: a small head on the lexicon, learned from scored comments.

Multinomial logistic regression with an L2 penalty, by stochastic gradient descent in a fixed order (Bishop,
*Pattern Recognition and Machine Learning*, 4.3.4). Its features are what the lexicon says of the comment, and
the stems and letter groups of its words. It is kept where it is right more often than the lexicon on comments
that it has not seen, and calls no more of them negative by mistake; see docs/sentiment.md.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any, Final

from surveys.language.alphabet import written_in
from surveys.sentiment.polarity import NEUTRAL_BELOW, Sentiment, sentiment_of

FEWEST: Final = 100
"""Comments of one language from which on something is learned."""
MOST: Final = 1000
"""Comments of one language that are learned from, the newest."""
PEOPLE: Final = 3
"""People whose comments must have a stem or letter group before it is learned: it tells of nobody then."""
KEPT: Final = 400
"""Stems and letter groups of a model, those that weigh most: about 10 kB."""
FOLDS: Final = 5

_EPOCHS: Final = 12
_RATE: Final = 0.3
_PENALTY: Final = 0.0005
_CERTAINTIES: Final = (0.45, 0.55, 0.65, 0.75)
"""Tried in this order, the boldest first."""
_OF_WORDS: Final = 2.0
"""The length of all features of a comment's words together, beside the lexicon's, which are 1 each."""
_CLASSES: Final = tuple(Sentiment)
_LETTERS: Final = (4, 5)
_SCALE: Final = 100
"""Weights are kept in hundredths."""

Row = tuple[Mapping[str, float], int]
"""Features of a comment, and the place of its sentiment."""
Weights = dict[str, list[float]]
"""For each feature its weight for each of the three sentiments."""


@dataclass(frozen=True, slots=True)
class ScoredComment:
    """A comment whose author also gave a score from 0 to 10, and what the lexicon says of it."""

    person: int
    text: str
    score: int
    polarity: float
    """By the lexicon, −1…1."""

    @property
    def sentiment(self) -> Sentiment:
        """What the score means: 0…6 negative, 7 and 8 neutral, 9 and 10 positive, as in the NPS."""
        if self.score >= 9:
            return Sentiment.POSITIVE
        return Sentiment.NEUTRAL if self.score >= 7 else Sentiment.NEGATIVE


@dataclass(frozen=True, slots=True)
class Performance:
    """How often a way of telling the sentiment is right."""

    accuracy: float
    """Share of comments that are told as their scores mean, 0…1."""
    precision: float | None
    """Share of those told to be negative that are, 0…1; None where none was."""
    confusion: Mapping[tuple[Sentiment, Sentiment], int]
    """Comments by what was meant and what was said."""


@dataclass(frozen=True, slots=True)
class SentimentModel:
    """What was learned of one language."""

    language: str
    comments: int
    weights: Mapping[str, Sequence[int]]
    """For each feature its weight for each sentiment, in hundredths."""
    certainty: float
    """How likely blame must be before a comment is called negative, 0…1."""
    learned: Performance
    """Of the head, cross-validated."""
    lexicon: Performance
    """Of the lexicon alone on the same comments."""

    def polarity_of(self, text: str, polarity: float) -> float:
        """The polarity of a text, −1…1, of which the lexicon says `polarity`."""
        return _polarity(
            _shares(_features(text, self.language, polarity), self.weights, _SCALE), self.certainty
        )

    def to_json(self) -> dict[str, Any]:
        """What is stored: no words but those of PEOPLE people, no comment."""
        return {
            "language": self.language,
            "comments": self.comments,
            "weights": {name: list(each) for name, each in self.weights.items()},
            "certainty": self.certainty,
            "learned": _pair(self.learned),
            "lexicon": _pair(self.lexicon),
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "SentimentModel":
        """A stored model; raises KeyError for what is none."""
        return SentimentModel(
            stored["language"],
            stored["comments"],
            stored["weights"],
            stored["certainty"],
            learned=_performance_of(stored["learned"]),
            lexicon=_performance_of(stored["lexicon"]),
        )


def learn(language: str, comments: Sequence[ScoredComment]) -> SentimentModel | None:
    """A model of one language; None below FEWEST comments and where the lexicon is as good.

    Deterministic: the same comments in the same order give the same model.
    """
    own = [each for each in comments if written_in(each.text) == language][-MOST:]
    if len(own) < FEWEST or len({each.person for each in own}) < FOLDS:
        return None
    lexicon = of_lexicon(own)
    for certainty, learned in cross_validated(language, own).items():
        if learned.accuracy > lexicon.accuracy and (learned.precision or 0) >= (lexicon.precision or 0):
            return SentimentModel(
                language, len(own), _rounded(_fit(language, own)), certainty, learned, lexicon
            )
    return None


def cross_validated(language: str, comments: Sequence[ScoredComment]) -> dict[float, Performance]:
    """How a model does, by its certainty, on comments of people whom it has not seen.

    Five folds, each person in one.
    """
    people = {person: place % FOLDS for place, person in enumerate(dict.fromkeys(c.person for c in comments))}
    found: list[tuple[Sentiment, tuple[float, float, float]]] = []
    for fold in range(FOLDS):
        weights = _fit(language, [each for each in comments if people[each.person] != fold])
        held_back = [each for each in comments if people[each.person] == fold]
        found += [
            (each.sentiment, _shares(_features(each.text, language, each.polarity), weights))
            for each in held_back
        ]
    return {
        certainty: _performance(
            Counter((meant, sentiment_of(_polarity(shares, certainty))) for meant, shares in found)
        )
        for certainty in _CERTAINTIES
    }


def of_lexicon(comments: Sequence[ScoredComment]) -> Performance:
    """How the lexicon alone does."""
    return _performance(Counter((each.sentiment, sentiment_of(each.polarity)) for each in comments))


def _performance(found: Counter[tuple[Sentiment, Sentiment]]) -> Performance:
    negative = sum(found[meant, Sentiment.NEGATIVE] for meant in _CLASSES)
    right = sum(found[each, each] for each in _CLASSES)
    precision = found[Sentiment.NEGATIVE, Sentiment.NEGATIVE] / negative if negative else None
    return Performance(right / found.total(), precision, found)


def _performance_of(stored: Sequence[Any]) -> Performance:
    accuracy, precision = stored
    return Performance(accuracy, precision, {})


def _pair(performance: Performance) -> list[float | None]:
    return [performance.accuracy, performance.precision]


# Features ------------------------------------------------------------------------------------------


def _features(text: str, language: str, polarity: float) -> dict[str, float]:
    """The features of a comment: `#…` of the lexicon, all others together of one length."""
    names = set(_names(text, language))
    length = sqrt(len(names)) or 1.0
    features = dict.fromkeys(sorted(names), _OF_WORDS / length)
    features["#bias"] = 1.0
    features[f"#{sentiment_of(polarity)}"] = 1.0
    features["#polarity"] = polarity
    return features


def _names(text: str, language: str) -> Iterator[str]:
    from surveys.sentiment.lexicon.tokens import is_word, stem_of, tokens_of

    for token in tokens_of(text):
        if token in {"!", ":)", ":("}:
            yield str(token)
        if "?" in token.said:
            yield "?"
        if not is_word(token):
            continue
        yield f"={stem_of(token, language)}"
        word = f"_{token}_"
        for length in _LETTERS:
            for at in range(len(word) - length + 1):
                yield word[at : at + length]


# The regression ------------------------------------------------------------------------------------


def _fit(language: str, comments: Sequence[ScoredComment]) -> Weights:
    """Weights of the lexicon's features and of those others that say most."""
    rows = [(_features(c.text, language, c.polarity), _CLASSES.index(c.sentiment)) for c in comments]
    kept = _informative(rows, comments)
    return _descend(
        [({n: x for n, x in row.items() if n[:1] == "#" or n in kept}, meant) for row, meant in rows]
    )


def _informative(rows: Sequence[Row], comments: Sequence[ScoredComment]) -> frozenset[str]:
    """The KEPT features of PEOPLE people that one sentiment has most above what chance would give it.

    By the largest Pearson residual, (observed − expected) / √expected.
    """
    having: dict[str, tuple[set[int], list[int]]] = {}
    for (features, meant), comment in zip(rows, comments, strict=True):
        for name in features:
            people, seen = having.setdefault(name, (set(), [0, 0, 0]))
            people.add(comment.person)
            seen[meant] += 1
    shares = [sum(meant == place for _, meant in rows) / len(rows) for place in range(3)]
    residuals = {
        name: max(
            (n - sum(seen) * share) / sqrt(sum(seen) * share)
            for n, share in zip(seen, shares, strict=True)
            if share
        )
        for name, (people, seen) in having.items()
        if len(people) >= PEOPLE and name[:1] != "#"
    }
    return frozenset(sorted(residuals, key=lambda name: (-residuals[name], name))[:KEPT])


def _descend(rows: Sequence[Row]) -> Weights:
    weights: Weights = {}
    for epoch in range(_EPOCHS):
        rate = _RATE / (1 + epoch / 4)
        for features, meant in rows:
            shares = _shares(features, weights)
            for name, value in features.items():
                weight = weights.setdefault(name, [0.0, 0.0, 0.0])
                for place in range(3):
                    weight[place] -= rate * value * (shares[place] - (place == meant))
        shrunk = max(0.0, 1 - rate * _PENALTY * len(rows))
        for name, weight in weights.items():
            if name[:1] != "#":
                weight[:] = [each * shrunk for each in weight]
    return weights


def _shares(
    features: Mapping[str, float], weights: Mapping[str, Sequence[float]], scale: float = 1
) -> tuple[float, float, float]:
    """How likely each sentiment is, 0…1 together."""
    sums = [0.0, 0.0, 0.0]
    for name, value in features.items():
        if weight := weights.get(name):
            for place in range(3):
                sums[place] += value * weight[place] / scale
    most = max(sums)
    parts = [exp(each - most) for each in sums]
    whole = sum(parts)
    return parts[0] / whole, parts[1] / whole, parts[2] / whole


def _polarity(shares: tuple[float, float, float], certainty: float) -> float:
    """The likelier of praise and blame as a polarity; in the neutral band where neither is likely enough."""
    negative, neutral, positive = shares
    leaning = positive - negative
    if positive > max(negative, neutral):
        return max(leaning, NEUTRAL_BELOW)
    if negative > max(neutral, positive) and negative >= certainty:
        return min(leaning, -NEUTRAL_BELOW)
    return max(-0.99 * NEUTRAL_BELOW, min(0.99 * NEUTRAL_BELOW, leaning))


def _rounded(weights: Weights) -> dict[str, list[int]]:
    return {name: [round(each * _SCALE) for each in weight] for name, weight in weights.items()}

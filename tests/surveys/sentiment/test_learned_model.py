"""What a company's own scored comments teach, and what they must not."""

import json
from functools import cache

import pytest

from surveys.sentiment.analysis import analyze_sentiment, polarity_of
from surveys.sentiment.learned_model import (
    FEWEST,
    PEOPLE,
    ScoredComment,
    SentimentModel,
    cross_validated,
    learn,
    of_lexicon,
)
from surveys.sentiment.polarity import Sentiment, sentiment_of
from tests.surveys.sentiment.test_customers import customers

SCORES = {"negative": 3, "neutral": 7, "positive": 10}
PLACES = ("на Мира", "у вокзала", "в центре", "на рынке", "за углом", "во дворе", "у школы")
JARGON = {3: "столик номер девять {}", 7: "брали обед {}", 10: "сидели у камина {}"}
"""What a house's guests say, none of which is an opinion in any list."""


def scored(person: int, text: str, score: int) -> ScoredComment:
    return ScoredComment(person, text, score, analyze_sentiment(text).polarity)


def guests(people: int = 34) -> list[ScoredComment]:
    """Three comments of each person, in the words of one house."""
    return [
        scored(person, text.format(PLACES[person % len(PLACES)]), score)
        for person in range(people)
        for score, text in JARGON.items()
    ]


@cache
def model_of_guests() -> SentimentModel:
    model = learn("ru", guests())
    assert model is not None
    return model


def test_the_words_of_a_house_are_learned_from_its_scores() -> None:
    model = model_of_guests()
    assert model.learned.accuracy > 0.9 > model.lexicon.accuracy
    told = {score: polarity_of(text.format("у моста"), {"ru": model}) for score, text in JARGON.items()}
    assert [sentiment_of(told[score]) for score in (3, 7, 10)] == list(Sentiment)
    assert polarity_of("столик номер девять", {}) == 0


def test_the_same_comments_teach_the_same_and_a_model_is_a_few_kilobytes() -> None:
    model = model_of_guests()
    stored = json.dumps(model.to_json(), ensure_ascii=False)
    again = learn("ru", guests())
    assert again is not None
    assert json.dumps(again.to_json(), ensure_ascii=False) == stored
    assert len(stored.encode()) < 20_000
    read = SentimentModel.from_json(json.loads(stored))
    text = "столик номер девять у школы"
    assert read.polarity_of(text, 0) == model.polarity_of(text, 0)


def test_nobodys_own_words_are_in_a_model() -> None:
    """A word counts once three people wrote it, however often one did."""
    own = [scored(900 + n % (PEOPLE - 1), "столик номер девять Тимирязевская", 3) for n in range(8)]
    model = learn("ru", [*guests(), *own])
    assert model is not None
    assert not [name for name in model.weights if name[1:] in {"тимирязевская", "тимирязевск", "мирязе"}]
    assert not [name for name in model.weights if "миря" in name or "рязе" in name]


@pytest.mark.parametrize(
    "comments",
    [
        pytest.param(guests(FEWEST // 3), id="too few"),
        pytest.param([scored(n, "Вкусно, спасибо", 10) for n in range(FEWEST)], id="the lexicon knows all"),
        pytest.param([scored(1, f"обед {n}", n % 11) for n in range(FEWEST)], id="one person"),
        pytest.param([scored(n, f"Table nine {n}", n % 11) for n in range(FEWEST)], id="another language"),
    ],
)
def test_what_teaches_nothing_leaves_the_lexicon_alone(comments: list[ScoredComment]) -> None:
    assert learn("ru", comments) is None


# Measured on the hundred comments of test_customers.py; docs/sentiment.md has the matrices.
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_head_does_no_harm_on_comments_that_it_has_not_seen(language: str) -> None:
    panel = customers(language)
    panel.sort(key=lambda each: each[1][::-1])
    comments = [scored(n, text, SCORES[meant]) for n, (meant, text) in enumerate(panel)]
    heads, lexicon = cross_validated(language, comments), of_lexicon(comments)
    head = heads[max(heads)]
    assert head.accuracy >= lexicon.accuracy - 0.03
    assert head.precision is not None
    assert lexicon.precision is not None
    assert head.precision >= lexicon.precision - 0.03

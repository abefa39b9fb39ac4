"""What sentiment can tell and what it cannot, and TextBlob's private machinery held to what is relied on."""

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from surveys.language.alphabet import written_in
from surveys.sentiment.analysis import analyze_sentiment
from surveys.sentiment.lexicon import tokens
from surveys.sentiment.lexicon.analyzer import analyzer_for
from surveys.sentiment.polarity import Sentiment
from tests.surveys.sentiment.comments import ENGLISH, RUSSIAN
from tests.surveys.statistics.vectors import Vector, near, of_function

Panel = Mapping[str, Sequence[str]]
Matrix = Counter[tuple[str, str]]


def confusion(panel: Panel) -> Matrix:
    return Counter(
        (meant, str(analyze_sentiment(text).sentiment)) for meant, texts in panel.items() for text in texts
    )


def accuracy(matrix: Matrix) -> float:
    return sum(matrix[sentiment, sentiment] for sentiment in Sentiment) / matrix.total()


def precision_of_negative(matrix: Matrix) -> float:
    said = sum(matrix[meant, "negative"] for meant in Sentiment)
    return matrix["negative", "negative"] / said


def said(text: str) -> list[str]:
    return [word.said for word in analyze_sentiment(text).words]


@pytest.mark.parametrize("vector", of_function("textblob_polarity"))
def test_an_agreed_value(vector: Vector) -> None:
    assert analyze_sentiment(vector["input"]["text"]).polarity == near(vector, vector["expected"]["polarity"])


# Measured: Russian 0.77 and 0.92, English 0.72 and 0.87.
@pytest.mark.parametrize(
    ("panel", "right", "right_when_negative"),
    [pytest.param(RUSSIAN, 0.70, 0.85, id="russian"), pytest.param(ENGLISH, 0.60, 0.80, id="english")],
)
def test_comments_not_seen_while_building(panel: Panel, right: float, right_when_negative: float) -> None:
    matrix = confusion(panel)
    assert {meant: len(texts) for meant, texts in panel.items()} == dict.fromkeys(map(str, Sentiment), 20)
    assert accuracy(matrix) >= right
    assert precision_of_negative(matrix) >= right_when_negative


@pytest.mark.parametrize("panel", [RUSSIAN, ENGLISH])
def test_no_complaint_is_taken_for_praise(panel: Panel) -> None:
    assert confusion(panel)["negative", "positive"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "Никто не берёт трубку",
        "Ждал курьера четыре часа",
        "Сколько можно!",
        "Не могу дозвониться",
        "Деньги списали дважды",
        "Nobody answers the phone",
        "The courier never arrived",
        "I waited two hours",
    ],
)
def test_facts_of_failed_service_need_no_word_of_opinion(text: str) -> None:
    assert analyze_sentiment(text).sentiment is Sentiment.NEGATIVE


def test_a_fact_that_no_phrase_knows_stays_neutral() -> None:
    """The limit of any lexicon, and why sentiment decides nothing."""
    assert analyze_sentiment("Пицца лежала на коврике у соседней двери").sentiment is Sentiment.NEUTRAL


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Не вкусно", Sentiment.NEGATIVE),
        ("Оператор не был вежлив", Sentiment.NEGATIVE),
        ("Не очень вкусно", Sentiment.NEGATIVE),
        ("Никаких проблем", Sentiment.POSITIVE),
        ("Нет, всё отлично", Sentiment.POSITIVE),
        ("Не только вкусно, но и быстро", Sentiment.POSITIVE),
        ("The waiter was not at all polite", Sentiment.NEGATIVE),
        ("The app isn't very helpful", Sentiment.NEGATIVE),
        ("No problems", Sentiment.POSITIVE),
    ],
)
def test_a_negation_reaches_its_word_over_small_ones_and_no_further(text: str, sentiment: Sentiment) -> None:
    assert analyze_sentiment(text).sentiment is sentiment


def test_a_negation_of_one_thing_does_not_touch_another() -> None:
    words = {word.said: word.polarity for word in analyze_sentiment("Кофе не взяли, курьер вежливый").words}
    assert words["вежливый"] > 0


def test_two_russian_negations_are_one() -> None:
    assert analyze_sentiment("Ничего не работает").sentiment is Sentiment.NEGATIVE
    assert analyze_sentiment("Никто ни разу не помог").sentiment is Sentiment.NEGATIVE


def test_what_follows_but_weighs_more() -> None:
    assert (
        analyze_sentiment("Вкусно, но ждали полтора часа").polarity
        < 0
        < analyze_sentiment("Ждали полтора часа, но вкусно").polarity
    )


def test_the_words_are_shown_as_the_customer_wrote_them() -> None:
    assert said("Ужасно ДОЛГО, никто не берёт трубку!") == ["Ужасно", "ДОЛГО", "никто не берёт трубку"]
    assert said("Очень вкусно, но не быстро") == ["Очень вкусно", "не быстро"]


def test_a_modifier_alone_has_no_opinion() -> None:
    assert analyze_sentiment("очень").words == ()
    assert analyze_sentiment("very").polarity == 0


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("👍", Sentiment.POSITIVE),
        ("😡😡😡", Sentiment.NEGATIVE),
        ("Курьер приехал )))", Sentiment.NEUTRAL),
        (":(", Sentiment.NEGATIVE),
    ],
)
def test_a_face_is_a_word_of_either_language(text: str, sentiment: Sentiment) -> None:
    assert analyze_sentiment(text).sentiment is sentiment


def test_a_bracket_is_no_smile() -> None:
    assert analyze_sentiment("Магазин (на Ленина)").words == ()


@pytest.mark.parametrize("text", ["Вкусный ч\u0430\u0438\u0306", "ВКУСНЫИ\u0306", "вкууууусный"])
def test_decomposed_and_drawled_letters_are_read(text: str) -> None:
    assert analyze_sentiment(text).sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize("text", ["", " ", "42", "ok?", "\u202e\u200f", "🏳" * 4096, "ж" * 4096, "не " * 1365])
def test_any_text_has_a_sentiment(text: str) -> None:
    assert -1 <= analyze_sentiment(text).polarity <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Добрый день, хорошего дня",
        "промокод завтрак вылет молодой дорога страна сыр любой уважаемый цена размер",
        "The chicken is white, I have a new mobile phone and ordered many more",
    ],
)
def test_words_of_the_trade_say_nothing(text: str) -> None:
    assert analyze_sentiment(text).words == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Заказ iPhone 15 Pro Max не пришёл", "ru"),
        ("My order from Озон", "en"),
        ("👍", "ru"),
        ("Ок, thanks a lot", "en"),
    ],
)
def test_the_language_is_counted_in_letters(text: str, language: str) -> None:
    assert written_in(text) == language


def test_the_analyser_is_honoured_by_sentiment_only() -> None:
    """TextBlob's own trap: polarity ignores the analyser, so nothing may read it."""
    from textblob import TextBlob  # type: ignore[import-untyped]  # it has no types

    from surveys.sentiment.lexicon.analyzer import analyzer_for

    blob = TextBlob("Ужасный сервис", analyzer=analyzer_for("ru"))
    assert blob.sentiment.polarity == -1
    assert blob.polarity == 0


def test_textblobs_own_english_is_left_as_it_was() -> None:
    from textblob import TextBlob

    assert analyze_sentiment("There are many more").polarity == 0
    assert TextBlob("many").sentiment.polarity == 0.5


def test_textblob_is_not_imported_until_a_comment_is_read() -> None:
    script = (
        "import sys, surveys.sentiment.analysis;"
        "sys.exit(any(name in sys.modules for name in ('textblob', 'snowballstemmer')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


def test_comments_are_judged_in_several_threads_at_once_as_one_after_the_other() -> None:
    """From the first reading of the lexicons on."""
    texts = [f"{said} {n}" for n in range(40) for said in ("Ужасно долго ждала, наплевали", "Awful, so slow")]
    expected = [analyze_sentiment(text) for text in texts]
    for cached in (analyzer_for, tokens.names_of):
        cached.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(analyze_sentiment, texts)) == expected

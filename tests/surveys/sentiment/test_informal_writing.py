"""How people write in chats: links, masked words, faces, hashtags, wishes, questions, bare thanks."""

import pytest

from surveys.language.alphabet import written_in
from surveys.sentiment.analysis import analyze_sentiment
from surveys.sentiment.lexicon.tokens import tokens_of
from surveys.sentiment.polarity import Sentiment

NEGATIVE, NEUTRAL, POSITIVE = Sentiment


def sentiment(text: str) -> Sentiment:
    return analyze_sentiment(text).sentiment


@pytest.mark.parametrize(
    "text",
    [
        "Меню: https://example.org/bad-awful-terrible",
        "@ugly_duck передал привет",
        "пишите на worst.shop@example.org",
        "www.example.org/horrible",
    ],
)
def test_an_address_says_nothing(text: str) -> None:
    assert analyze_sentiment(text).words == ()


def test_the_letters_of_an_address_are_of_no_language() -> None:
    assert written_in("Плохо https://example.org/some/very/long/path/of/latin/letters") == "ru"
    assert written_in("Плохо @a_very_long_name_of_somebody") == "ru"
    assert sentiment("Не работает https://example.org/some/very/long/path/of/latin/letters") is NEGATIVE


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Х***я какая-то", NEGATIVE),
        ("это просто п***ц", NEGATIVE),
        ("сервис г**но", NEGATIVE),
        ("What a f**king delay", NEGATIVE),
        ("#@%! again", NEGATIVE),
        ("Заказ получил И**н", NEUTRAL),
        ("Отель 4*** и 5*", NEUTRAL),
        ("**внимание** перенос даты", NEUTRAL),
        ("****", NEUTRAL),
    ],
)
def test_a_masked_obscenity_is_one_and_a_masked_name_is_none(text: str, meant: Sentiment) -> None:
    assert sentiment(text) is meant


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("жду :/", ":("),
        ("-_-", ":("),
        ("D:", ":("),
        ("курьера нет(", ":("),
        ("xD", ":)"),
        ("^_^", ":)"),
        (":P", ":)"),
        ("<3", "❤"),
    ],
)
def test_a_face_of_signs_is_read(text: str, form: str) -> None:
    assert list(tokens_of(text))[-1] == form


@pytest.mark.parametrize(
    "text", ["Магазин(на Ленина)", "Магазин ( на Ленина )", "Адрес: https://example.org/x"]
)
def test_a_bracket_and_a_colon_are_no_face(text: str) -> None:
    assert not {":(", ":)"} & set(tokens_of(text))


def test_a_hashtag_is_the_words_that_it_is_made_of() -> None:
    assert [str(token) for token in tokens_of("#NeverAgain #ОченьПлохо #рф")] == [
        "never",
        "again",
        "очень",
        "плохо",
        "рф",
    ]
    assert sentiment("#NeverAgain") is NEGATIVE


@pytest.mark.parametrize("text", ["Ок!", "Нормально!!!", "очень нормально", "Fine!", "ok :)!"])
def test_a_habit_that_is_stressed_still_decides_nothing(text: str) -> None:
    assert sentiment(text) is NEUTRAL


def test_praise_does_not_reach_over_a_negation() -> None:
    assert sentiment("I will fly again") is POSITIVE
    assert sentiment("I will not fly again") is not POSITIVE


def test_a_phrase_goes_before_one_with_gaps_that_ends_where_it_ends() -> None:
    assert (
        analyze_sentiment("It could not be better").polarity
        > 0
        > analyze_sentiment("Could be better").polarity
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Можно ли вернуть бракованный товар?", NEUTRAL),
        ("Как отменить ошибочный заказ?", NEUTRAL),
        ("Почему товар бракованный?", NEGATIVE),
        ("Товар бракованный. Можно ли его вернуть?", NEGATIVE),
        ("Can I return a broken kettle?", NEUTRAL),
        ("Why is it broken?", NEGATIVE),
        ("It is broken. Can I return it?", NEGATIVE),
    ],
)
def test_a_question_for_information_blames_nothing(text: str, meant: Sentiment) -> None:
    assert sentiment(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Во сколько вы открываетесь? Спасибо", NEUTRAL),
        ("Уточните адрес, пожалуйста. Заранее спасибо!", NEUTRAL),
        ("When do you open? Thanks in advance", NEUTRAL),
        ("Спасибо! Во сколько вы открываетесь?", POSITIVE),
        ("Во сколько открываетесь? Спасибо, всё было вкусно", POSITIVE),
    ],
)
def test_thanks_for_an_answer_to_come_are_courtesy(text: str, meant: Sentiment) -> None:
    assert sentiment(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        "Хорошо бы добавить оплату картой",
        "Было бы неплохо получать чек на почту",
        "Хотелось бы побыстрее",
        "Рекомендую вам добавить детское меню",
        "I would love a bigger car park",
    ],
)
def test_a_wish_praises_nothing(text: str) -> None:
    assert sentiment(text) is NEUTRAL


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Врач ужасен", NEGATIVE),
        ("Сайт неудобен", NEGATIVE),
        ("Официант приветлив, зал уютен", POSITIVE),
        ("Тариф выгоден", POSITIVE),
    ],
)
def test_a_short_adjective_is_its_word(text: str, meant: Sentiment) -> None:
    assert sentiment(text) is meant

"""What a canned reply says of a customer."""

import pytest

from surveys.cases.canned_reply import addition, deletion, fill, unknown_placeholders


@pytest.mark.parametrize(
    ("text", "with_name", "without"),
    [
        ("Здравствуйте, {имя}!", "Здравствуйте, Анна!", "Здравствуйте!"),
        ("Hello {Name}, your code is {code}.", "Hello Анна, your code is 1-3.", "Hello, your code is 1-3."),
        ("Код { код }", "Код 1-3", "Код 1-3"),
        ("{} и {", "{} и {", "{} и {"),
    ],
)
def test_a_name_that_is_not_known_goes_with_its_comma(text: str, with_name: str, without: str) -> None:
    if not unknown_placeholders(text):
        assert (fill(text, "Анна", "1-3"), fill(text, None, "1-3")) == (with_name, without)


def test_a_name_may_have_several_words_and_the_language_comes_last() -> None:
    added = addition("add  Долгая   доставка EN\nSorry")
    assert added is not None
    assert (added.name, added.language, added.text) == ("долгая доставка", "en", "Sorry")
    assert addition("задержка") is None
    assert deletion("delete Долгая доставка") == "долгая доставка"
    assert unknown_placeholders("{имя} {Код} {заказ} {order id}") == ["заказ", "order id"]

"""Whether it helped, in words."""

import pytest

from surveys.language.solved_text import says_solved


@pytest.mark.parametrize(
    "said",
    [
        "Помогло",
        "Да, помогло!",
        "Помогло, спасибо большое",
        "вопрос решён",
        "Всё решилось, спасибо",
        "It helped",
        "Yes, it did",
        "Solved, thank you",
        "my problem is fixed",
    ],
)
def test_it_was_solved(said: str) -> None:
    assert says_solved(said) is True


@pytest.mark.parametrize(
    "said",
    [
        "Не помогло",
        "Нет, не помогло",
        "к сожалению, вопрос не решён",
        "ничего не решили",
        "It didn't help",
        "No, it did not",
        "not solved",
        "It hasn’t been resolved",
    ],
)
def test_it_was_not(said: str) -> None:
    assert says_solved(said) is False


@pytest.mark.parametrize(
    "said",
    [
        "",
        "да",
        "спасибо",
        "помогло?",
        "Помогло, но торт всё ещё мятый",
        "Помогите",
        "решили обмануть",
        "👍",
        "it helped but the cake is late",
        "did it help?",
        "I did",
        "not",
    ],
)
def test_other_words_say_nothing_of_it(said: str) -> None:
    assert says_solved(said) is None

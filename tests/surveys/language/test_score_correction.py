"""Words after a score: which may set it right, and which say more than a score."""

import pytest

from surveys.language.score_correction import ScoreCorrection, assent_in, correction_in, says_more

CORRECTIONS = {
    "ой, 10": ScoreCorrection(10, is_slip=True, says_more=False),
    "Ой!! 10": ScoreCorrection(10, is_slip=True, says_more=False),
    "нет, 9": ScoreCorrection(9, is_slip=True, says_more=False),
    "oops, 10": ScoreCorrection(10, is_slip=True, says_more=False),
    "ой, нет, 8 из 10": ScoreCorrection(8, is_slip=True, says_more=False),
    "хотела поставить девять": ScoreCorrection(9, is_slip=True, says_more=False),
    "sorry, I meant 7": ScoreCorrection(7, is_slip=True, says_more=False),
    "исправьте на 5": ScoreCorrection(5, is_slip=True, says_more=False),
    "10": ScoreCorrection(10, is_slip=False, says_more=False),
    "нет, 9, я перепутала": ScoreCorrection(9, is_slip=True, says_more=True),
    "ой, я промахнулась, 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "не 8, а 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "не восемь а три": ScoreCorrection(3, is_slip=True, says_more=False),
    "поставьте 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "я не туда нажала, хотела 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "нажал не ту кнопку: 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "перепутала, это 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "случайно нажала, 2 из 10": ScoreCorrection(2, is_slip=True, says_more=False),
    "must be 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "not 8 but 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "I tapped the wrong button, 3": ScoreCorrection(3, is_slip=True, says_more=False),
    "by mistake, put 3": ScoreCorrection(3, is_slip=True, says_more=False),
}


@pytest.mark.parametrize(("text", "correction"), CORRECTIONS.items())
def test_a_score_that_sets_right_is_found(text: str, correction: ScoreCorrection) -> None:
    assert correction_in(text) == correction


@pytest.mark.parametrize(
    "text",
    [
        *("10 минут ждала", "нет", "ой", "не привезли 2 коробки", "нетто 9 кг", "Долго", "нет 9 ложек", ""),
        *("не 2, а 3 коробки", "это 3-й раз", "поставьте 3 стула", "не туда нажала", "перепутала 2 заказа"),
        *("put 3 more chairs", "not 2 but 3 boxes"),
    ],
)
def test_words_that_set_nothing_right(text: str) -> None:
    assert correction_in(text) is None


@pytest.mark.parametrize("text", ["2 коробки", "7 ч ждал", "10, спасибо", "хм"])
def test_words_that_say_more(text: str) -> None:
    assert says_more(text)


@pytest.mark.parametrize(
    "text", ["7?", "10/10", "ой, 10", "девять", "8 из десяти", "ставлю 5", "🙂", "ten points"]
)
def test_words_that_say_no_more_than_a_score(text: str) -> None:
    assert not says_more(text)


@pytest.mark.parametrize(
    ("text", "assent"),
    [("Да!", True), ("yes", True), ("Нет.", False), ("no", False), ("да, но дорого", None), ("", None)],
)
def test_yes_and_no(text: str, assent: bool | None) -> None:
    assert assent_in(text) is assent

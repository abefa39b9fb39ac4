import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.language.score_text import ScoreText, score_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("0", 0),
            ("0!", 0),
            ("5", 5),
            ("05", 5),
            ("10!", 10),
            (" 7 ", 7),
            ("10!!", 10),
            ("9)", 9),
            ("10)))", 10),
        ),
        *(("5️⃣", 5), ("1️⃣0️⃣", 10), ("🔟", 10), ("９", 9), ("«9»", 9), ("10 👍", 10), ("❤️ 10 ❤️", 10), ("8…", 8)),
        *(("ноль", 0), ("Девять!", 9), ("пятёрка", 5), ("десяточка", 10), ("Ten!", 10), ("eight :)", 8)),
        *(
            ("9/10", 9),
            ("10/10!!", 10),
            ("9 из 10", 9),
            ("0 из 10", 0),
            ("8 out of 10", 8),
            ("9 / 10, спасибо", 9),
        ),
        *(("девять из десяти", 9), ("ten out of ten", 10), ("8 по десятибалльной шкале", 8)),
        *(
            ("7 баллов", 7),
            ("один балл", 1),
            ("1 из 10.", 1),
            ("семь баллов", 7),
            ("9 points", 9),
            ("8 баллов из 10", 8),
            ("7 баллов, долго везли", 7),
        ),
        *(("оценка 8", 8), ("Моя оценка: 8", 8), ("оценка - 8", 8), ("ставлю 6", 6), ("Ставлю вам 9!", 9)),
        *(("Всё понравилось, моя оценка 8", 8), ("Спасибо вам! Оценка: десять", 10)),
        *(("ставлю 2 за холодный кофе", 2), ("8 ставлю", 8), ("9 от меня", 9), ("поставлю девятку", 9)),
        *(
            ("на девятку", 9),
            ("на 10!", 10),
            ("На твёрдую восьмёрку", 8),
            ("твёрдая 9", 9),
            ("на все 10", 10),
        ),
        *(
            ("My score is 7", 7),
            ("I'd say 6", 6),
            ("I'd give it a 9", 9),
            ("I’d rate you 8.", 8),
            ("a solid 9", 9),
        ),
        *(("It was lovely, I would give it a ten", 10), ("rating: 4", 4), ("9 from me", 9)),
        *(
            ("5, отлично", 5),
            ("9 - супер", 9),
            ("9 – всё супер", 9),
            ("9- всё супер", 9),
            ("10! Спасибо", 10),
        ),
        *(("5. Отлично", 5), ("10\nвсё понравилось", 10), ("8: долго ждали", 8), ("9 (за сервис)", 9)),
        *(("7, ждал 2 часа", 7), ("10 (десять)", 10), ("zero, because nobody came", 0), ("4, late again", 4)),
        *(("9 потому что вкусно", 9), ("10 because of the staff", 10), ("6 но кофе хороший", 6)),
    ],
)
def test_what_has_the_form_of_a_score_is_one(text: str, number: int) -> None:
    assert score_in(text) == ScoreText(number, is_sure=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("55", 55), ("-1", -1), ("−1", -1), ("минус 1", -1), ("minus one", -1), ("11, отлично", 11)),
        *(("оценка -1", -1), ("11/10", 11), ("100 из 10!", 100), ("100", 100)),
    ],
)
def test_a_number_off_the_scale_is_told_as_it_is(text: str, number: int) -> None:
    assert score_in(text) == ScoreText(number, is_sure=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("2 коробки пришли мятые", 2),
            ("5 ноября привезли, всё супер", 5),
            ("1 из лучших кофеен города", 1),
        ),
        *(
            ("7 ч ждал", 7),
            ("7 ч. ждал", 7),
            ("2 часа ждал курьера", 2),
            ("10 minutes late", 10),
            ("мне 5 лет", 5),
        ),
        *(("9 из 10 заказов приходят холодными", 9), ("8 out of 10 times it was late", 8)),
        *(("10/10 would not recommend", 10), ("9/10 привезли не то", 9), ("5 баллов не начислили", 5)),
        *(("10, если вернёте деньги", 10), ("I'd give it a 10 if it were hot", 10)),
        *(
            ("не ставлю 10, потому что", 10),
            ("Обычно ставлю 10, но не сегодня", 10),
            ("На картах оценка 4", 4),
        ),
        *(("0 претензий", 0), ("ноль претензий", 0), ("Ten times I called", 10), ("три дня не везут", 3)),
        *(("5 отлично", 5), ("10 to be honest", 10), ("5 минус за доставку", 5), ("10 часто заказываю", 10)),
        *(
            ("5+", 5),
            ("10?", 10),
            ("9-", 9),
            ("наверное 8", 8),
            ("ой, 10", 10),
            ("нет, 9", 9),
            ("Всё отлично! 10", 10),
        ),
        *(("1. Быстро", 1), ("1) быстро", 1), ("мы два раза заказывали", 2), ("ставлю 3 тарелки на стол", 3)),
        *(("даю 2 недели", 2), ("верните 5 рублей", 5), ("В вашем кафе за последние дни был 4 раза", 4)),
        *(("8 человек ждали в очереди", 8), ("6 guests, one waiter", 6), ("3 years a customer", 3)),
    ],
)
def test_a_number_that_may_mean_something_else_is_asked_about(text: str, number: int) -> None:
    assert score_in(text) == ScoreText(number, is_sure=False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "отлично", "👍", "Один. Жена не смогла", "one of the best", "один раз опоздали"),
        *("4/5", "4 из 5", "5 звёзд", "5 stars", "5 ⭐", "5 по пятибалльной", "10%", "на 100%", "100 %"),
        *("7-8", "7, 8", "8 или 9", "7 – 8", "10 - 15 минут опоздали", "2, 3 и 4 заказы с опозданием"),
        *(
            "1. Быстро\n2. Вкусно",
            "1) fast 2) tasty",
            "1\n2\n3",
            "5. 2 раза опоздали",
            "Two, three days late",
        ),
        *(
            "8,5",
            "9.5",
            "8,5 из 10",
            "½",
            "5½",
            "3-й раз заказываю, всегда отлично!",
            "2nd time",
            "5ка",
            "5-звёздочный",
        ),
        *(
            "5:30",
            "01.10",
            "9.05 привезли",
            "привезли в 10:30",
            "4/10/2026",
            "№5",
            "№ 5",
            "#5",
            "5 000 ₽",
            "5₽",
            "$5",
        ),
        *("8 900 123 45 67", "+79001234567", "+7 900 123-45-67", "8 (800) 555-35-35", "12 коробок", "на 8-9"),
    ],
)
def test_a_part_of_a_number_several_numbers_and_another_scale_are_none(text: str) -> None:
    assert score_in(text) is None


@given(st.text(max_size=50))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = score_in(text)
    assert found is None or found.is_sure or 0 <= found.value <= 10


@given(
    st.integers(0, 10),
    st.sampled_from(["коробки", "й раз", "ноября", "boxes", "th time", "ч", "кофе", "из лучших"]),
)
def test_a_number_with_a_noun_is_never_taken_for_a_score(number: int, noun: str) -> None:
    found = score_in(f"{number} {noun}")
    assert found is None or not found.is_sure


def test_a_number_of_a_thousand_figures_is_off_the_scale() -> None:
    found = score_in("1" * 5000)
    assert found is not None
    assert found.is_sure
    assert found.value > 10

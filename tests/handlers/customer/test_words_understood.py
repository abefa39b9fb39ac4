"""What customers write instead of pressing: taken where it is plain, asked about where it is not."""

import pytest

from storage import tables
from tests.harness import Harness
from tests.updates import ANN, ANNA, Person, said


async def _answers(harness: Harness, question: str, column: str) -> list[object]:
    return [row[column] for row in await harness.rows(tables.answers) if row["question_id"] == question]


@pytest.mark.parametrize(
    "words",
    [
        *("2 коробки пришли мятые", "3-й раз заказываю, всегда отлично!", "5 ноября привезли, всё супер"),
        *("1. Быстро\n2. Вкусно", "1 из лучших кофеен города", "7 ч ждал", "9 из 10 заказов холодные"),
        *("10/10 would not recommend", "0 претензий", "8,5", "№5"),
    ],
)
async def test_a_number_that_counts_something_is_stored_as_no_score(harness: Harness, words: str) -> None:
    await harness.say(ANNA, "/rate")
    await harness.say(ANNA, words)
    assert await _answers(harness, "score", "score") == []
    assert await harness.scores() == {}


@pytest.mark.parametrize(
    ("person", "words", "score"),
    [
        *((ANNA, "на девятку", 9), (ANNA, "Всё понравилось, моя оценка 8", 8), (ANNA, "10! Спасибо", 10)),
        *((ANN, "I'd give it a 9", 9), (ANN, "8 out of 10", 8)),
    ],
)
async def test_what_has_the_form_of_a_score_is_stored_as_one(
    harness: Harness, person: Person, words: str, score: int
) -> None:
    await harness.say(person, "/rate")
    await harness.say(person, words)
    assert await _answers(harness, "score", "score") == [score]


async def _asked_for_a_day(harness: Harness, person: Person) -> None:
    """The customer leaves for a while and is asked when to be reminded."""
    await harness.deliver(said(person, "/leave"))
    reason = harness.contexts.current.reasons.get("TEMP_SICK")
    assert reason is not None
    await harness.deliver(said(person, reason.label.render((person.language or "")[:2])))


@pytest.mark.parametrize(
    ("person", "words", "day"),
    [
        *((ANNA, "через десять дней", "2026-10-25"), (ANNA, "через девять месяцев", "2027-07-15")),
        *((ANNA, "через 1.5 месяца", "2026-11-30"), (ANNA, "через полтора года", "2028-04-15")),
        *((ANNA, "в конце марта", "2027-03-25"), (ANNA, "до 5 марта не беспокойте", "2027-03-05")),
        *((ANN, "in ten days", "2026-10-25"), (ANN, "next Friday", "2026-10-23")),
    ],
)
async def test_a_day_in_words_is_the_day_that_was_said(
    harness: Harness, person: Person, words: str, day: str
) -> None:
    await _asked_for_a_day(harness, person)
    await harness.deliver(said(person, words))
    assert await _answers(harness, "return", "option") == [day]


@pytest.mark.parametrize(
    "words", ["не знаю", "осенью", "через несколько недель", "в 15:30", "через неделю после отпуска"]
)
async def test_a_day_that_is_not_certain_is_asked_for_again(harness: Harness, words: str) -> None:
    await _asked_for_a_day(harness, ANNA)
    [told] = await harness.deliver(said(ANNA, words))
    assert told.text == harness.contexts.current.texts.text("ru", "date-not-understood")
    assert await _answers(harness, "return", "option") == []

"""A group takes eighteen messages a minute: cases take turns, and nobody's words wait for others' topics."""

import random

import pytest

from bot.delivery.rate_limiter import RateLimiter
from tests.bot.delivery.group_traffic import GroupTraffic
from tests.bot.delivery.traffic import most_within

PER_SECOND, PER_MINUTE = 28, 18
LONG = "Курьер опоздал на три часа, коробка мятая, внутри всё перемешалось. " * 5


@pytest.fixture
def group() -> GroupTraffic:
    return GroupTraffic(RateLimiter(PER_SECOND, PER_MINUTE))


def words(number: int, more: str = "") -> str:
    return f"words of {number}." + more


@pytest.mark.parametrize("more", ["", LONG], ids=["short", "long"])
def test_the_words_of_25_complaints_within_a_second_are_seen_within_a_minute(
    group: GroupTraffic, more: str
) -> None:
    for number in range(1, 26):
        group.complain(number / 25, number, words(number, more))
    group.run(until=600)
    seen = [group.first(words(number)) for number in range(1, 26)]
    assert min(seen) < 5
    assert max(seen) < 60
    calls = sorted({one.at for one in group.shown})
    assert most_within(calls, 60) <= PER_MINUTE


def test_every_case_gets_its_topic_with_card_and_words_in_the_end_oldest_first(group: GroupTraffic) -> None:
    for number in range(1, 26):
        group.complain(number / 25, number, words(number))
    group.run(until=600)
    said = [one.text for one in group.shown]
    topics = [said.index(f"#{number}") for number in range(1, 26)]
    assert topics == sorted(topics)
    for number, at in zip(range(1, 26), topics, strict=True):
        assert said[at + 1 : at + 3] == [f"card {number}", f"💬 Анна:\n{words(number)}"]


def test_few_complaints_get_their_topics_and_no_list(group: GroupTraffic) -> None:
    for number in range(1, 6):
        group.complain(number * 2, number, words(number))
    group.run(until=600)
    assert len(group.shown) == 5 * 3
    assert max(group.first(words(number)) - number * 2 for number in range(1, 6)) < 10


def test_complaints_that_go_on_coming_are_all_read_within_a_minute(group: GroupTraffic) -> None:
    for number in range(1, 61):
        group.complain(number * 5, number, words(number))
    group.run(until=3600)
    assert max(group.first(words(number)) - number * 5 for number in range(1, 61)) < 60
    assert group.first("#60") < 1200


def test_who_writes_2300_messages_delays_the_case_of_another_by_ten_seconds_at_most(
    group: GroupTraffic,
) -> None:
    group.complain(0, 1, words(1))
    for number in range(2300):
        group.write(5 + number * 0.05, 1, f"flood {number}")
    delays = {}
    for number, at in ((2, 20.0), (3, 61.0), (4, 100.0)):
        group.complain(at, number, words(number))
        delays[number] = at
    group.run(until=1800)
    assert max(group.first(words(number)) - at for number, at in delays.items()) <= 10
    assert group.first("flood 2299") < 600
    flood = [one.text for one in group.shown if "flood" in one.text]
    assert flood == [f"💬 Анна:\nflood {number}" for number in range(2300)], "in order, each once"


def test_an_answer_to_staff_passes_the_words_of_all_cases(group: GroupTraffic) -> None:
    group.complain(0, 1, words(1))
    for number in range(500):
        group.write(1 + number * 0.05, 1, f"flood {number}")
    group.answer(15, "open cases")
    group.run(until=600)
    assert group.first("open cases") - 15 <= 2


def test_cases_that_write_at_once_take_turns(group: GroupTraffic) -> None:
    for number in (1, 2):
        group.complain(0, number, words(number))
    for number in (1, 2):
        for piece in range(30):
            group.write(70, number, f"{number}/{piece} " + "я" * 3000)
    group.run(until=1800)
    order = [one.text[8] for one in group.shown if "/" in one.text]
    assert len(order) == 60
    assert max(map(len, "".join(order).replace("12", "1 2").replace("21", "2 1").split())) <= 3


def test_nothing_is_lost_or_said_twice_whatever_comes(group: GroupTraffic) -> None:
    generator = random.Random(7)
    written = []
    for number in range(1, 16):
        at = generator.uniform(0, 120)
        group.complain(at, number, words(number))
        for piece in range(generator.randrange(12)):
            text = f"<{number}/{piece}>"
            written.append(text)
            group.write(at + generator.uniform(0.1, 100), number, text)
    group.run(until=7200)
    said = [one.text for one in group.shown if "\n\n" not in one.text]
    for text in [*written, *(f"card {number}" for number in range(1, 16))]:
        assert sum(one.endswith(text) for one in said) == 1

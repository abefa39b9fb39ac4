"""The period within a sentence: the same days as its words after a command, and no guess."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.statistics.period_sentence import find_period
from surveys.statistics.periods import BadWordError, parse

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("жалобы за октябрь", "октябрь"),
        ("жалобы в сентябре", "2026-09"),
        ("Жалобы за сентябрь 2025 года", "2025-09"),
        ("отток в мае", "2026-05"),
        ("churn in May", "2026-05"),
        ("complaints for January 2026", "2026-01"),
        ("нпс за 90 дней", "90d"),
        ("NPS за последние 3 месяца", "90d"),
        ("complaints for the last 2 weeks", "14d"),
        ("оценки за неделю", "7d"),
        ("сколько жалоб за месяц", "30d"),
        ("complaints in a month", "30d"),
        ("оценки на этой неделе", "week"),
        ("отток с начала года", "year"),
        ("nps year to date", "ytd"),
        ("complaints month-to-date", "mtd"),
        ("nps за первое октября", "2026-10-01"),
        ("жалобы с первого по десятое октября", "2026-10-01..2026-10-10"),
        ("отток со вчерашнего дня", "2026-10-14..2026-10-15"),
        ("жалобы с 1 октября по вчера", "2026-10-01..2026-10-14"),
        ("nps за окт. 2025", "2025-10"),
        ("nps Sep-2025", "2025-09"),
        ("жалобы с 5 по 10 октября", "2026-10-05..2026-10-10"),
        ("отток за 5 октября", "2026-10-05"),
        ("nps с июля по сентябрь", "2026-07..2026-09"),
        ("жалобы позавчера", "2026-10-13"),
        ("отток за полгода", "180d"),
        ("нпс за последние две недели", "14d"),
        ("complaints for the third quarter", "2026-q3"),
        ("жалобы в октябре прошлого года", "2025-10"),
        ("may we see complaints in may", "2026-05"),
        ("отток за этот месяц", "month"),
        ("как дела в этом году", "year"),
        ("жалобы сегодня", "today"),
        ("отток за 2025 год", "2025"),
        ("nps 2026-08", "2026-08"),
        ("nps 01.10.2026", "2026-10-01"),
        ("nps 2026-10-01..2026-10-07", "2026-10-01..2026-10-07"),
        ("nps 28d", "28d"),
        ("какой нпс был летом", "2026-06-01..2026-08-31"),
        ("жалобы за лето 2025", "2025-06-01..2025-08-31"),
        ("отток осенью", "2026-09-01..2026-11-30"),
        ("churn in spring", "2026-03-01..2026-05-31"),
        ("complaints this winter", "2025-12-01..2026-02-28"),
    ],
)
def test_a_sentence_names_the_days_of_a_command(sentence: str, words: str) -> None:
    assert find_period(sentence, NOW, MOSCOW) == parse(words, NOW, MOSCOW)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("отток за прошлый месяц", "2026-09"),
        ("show me complaints last month", "2026-09"),
        ("жалобы за прошлую неделю", "2026-10-05..2026-10-11"),
        ("nps за прошлый квартал", "2026-07-01..2026-09-30"),
        ("churn last year", "2025"),
        ("отток прошлой осенью", "2025-09-01..2025-11-30"),
        ("nps за прошлое лето", "2026-06-01..2026-08-31"),
        ("complaints last winter", "2025-12-01..2026-02-28"),
        ("жалобы за вчерашний день", "2026-10-14"),
    ],
)
def test_the_last_one_is_the_last_whole_one(sentence: str, words: str) -> None:
    found = find_period(sentence, NOW, MOSCOW)
    assert found is not None
    assert found.period == parse(words, NOW, MOSCOW).period


@pytest.mark.parametrize(
    "sentence", ["какой у нас nps?", "добрый день", "отток", "may I see the NPS", "годовщина", ""]
)
def test_most_sentences_name_none(sentence: str) -> None:
    assert find_period(sentence, NOW, MOSCOW) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "жалобы с 10 по 5 октября",
        "отток за 31 сентября",
        "nps с сентября 2026 по июль 2026",
        "nps 32.13.2026",
        "nps 2026-13",
        "заказ 551",
        "nps за 2026 и 2025",
        "жалобы зимой 2026 года",
        "nps летом и осенью",
        "nps в пятницу",
        "nps в выходные",
        "complaints on Monday",
        "nps до октября",
        "отток после 1 сентября",
        "complaints before October",
        "churn until September 5",
        "nps в начале сентября",
        "жалобы в конце сентября",
        "жалобы за первую половину сентября",
        "churn at the end of September",
        "complaints in early September",
        "nps mid-september",
        "жалобы 2 недели назад",
        "nps a month ago",
        "отток завтра",
        "nps на следующий месяц",
        "complaints next week",
        "жалобы за несколько дней",
        "nps за полтора месяца",
        "nps за всё время",
        "nps за 40 неделю",
        "nps 00.10.2026",
    ],
)
def test_what_is_not_understood_is_not_guessed(sentence: str) -> None:
    with pytest.raises(BadWordError):
        find_period(sentence, NOW, MOSCOW)

"""What `/churn` says of made-up figures."""

import re

import pytest

from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics.churn_report import Base
from surveys.statistics.farewells import Farewell
from surveys.statistics.pareto import Measure
from tests.reports.figures import churn, farewells


def test_leaving_in_full() -> None:
    assert churn("ru", farewells(), Base(1600, 80), Base(1580, 73)) == [
        "🚪 Отток, сентябрь 2026: без значимых изменений",
        "80 из 1 600 на начало = 5,0 % (от 4,0 до 6,2)",
        "август 2026: 4,6 % (73 из 1 580)",
        "Причину назвали 43 из 80 (54 %)",
        "Дорого: 33 % назвавших причину (от 20 до 47)",
        "Причина          люди ₽/мес",
        "Дорого             14 4 200",
        "Доставка: срок,…    9 4 050",
        "Переезд, туда н…    6 2 280 🌿",
        "Прочее             14 9 100",
        "Можно было удержать не меньше 28 из 43, 12 750 ₽ маржи в месяц · 🌿 уход естественный",
        "1–30 сент. 2026 · данные на 15 окт. 12:00",
    ]


def test_by_money_another_reason_leads() -> None:
    def leading(measure: Measure) -> str:
        shown = churn("en", farewells(), Base(1600, 80), measure=measure)
        head = next(place for place, line in enumerate(shown) if line.startswith("Reason"))
        return " ".join(shown[head + 1].split())

    assert leading(Measure.CUSTOMERS) == "Too expensive 14 4,200"
    assert leading(Measure.MONEY) == "Poor quality 5 4,500"


def test_a_month_that_is_half_over_is_not_held_against_a_whole_one() -> None:
    shown = churn("ru", farewells(), Base(1600, 20), Base(1580, 90), words="month")
    assert shown[0] == "🚪 Отток, 1–15 октября 2026, идёт: ушло 20 клиентов"


def test_of_a_month_to_come_nothing_is_claimed() -> None:
    shown = churn("ru", [], before=Base(1600, 20), words="2026-12")
    assert shown == [
        "🚪 Отток, декабрь 2026: период ещё не начался",
        "1–31 дек. 2026 · данные на 15 окт. 12:00",
    ]
    assert churn("en", [], words="2026-12")[0] == "🚪 Churn, December 2026: has not begun yet"


def test_a_change_in_leaving_is_a_word_only_when_it_is_no_chance() -> None:
    def head(lost: int, before: int, started: int = 1000) -> str:
        return churn("ru", [], Base(started, lost), Base(started, before))[0].partition(": ")[2]

    assert head(90, 40) == "⚠️ вырос"
    assert head(40, 90) == "снизился"
    assert head(50, 48) == "без значимых изменений"
    assert head(2, 1, 20) == "мало для выводов"


def test_of_a_touchpoint_the_share_is_unknown() -> None:
    here = churn("ru", farewells(money=False), touchpoint="delivery")
    assert here[0] == "🚪 Отток, сентябрь 2026: о причине сказали 43 человека"
    assert not any("₽" in line for line in here)
    assert here[1].startswith("Клиенты не привязаны к точкам")
    assert "точка: При доставке" in here[-1]


def test_where_all_came_within_the_period_nobody_is_told_to_import_them() -> None:
    shown = churn("ru", farewells()[:1], Base(0, 0, early=1))
    assert shown[1] == "На начало периода клиентов ещё не было: доли ушедших нет."
    english = churn("en", farewells()[:1], Base(0, 0, early=1))
    assert english[1] == "There were no customers yet when it began: no share to tell."


def test_few_reasons_are_hidden() -> None:
    shown = churn("ru", farewells()[:4], Base(100, 6))
    assert not any("Дорого" in line for line in shown)
    assert any(line.startswith("Причин названо мало (4)") for line in shown)


def test_segments_that_are_hidden_are_named() -> None:
    """The three of one could be worked out if the forty of another were shown."""
    sizes = {"vip": Base(57, 5), "old": Base(40, 4), "new": Base(3, 1)}
    shown = churn("ru", farewells(), Base(100, 10), segments=sizes)
    assert "Не показаны, чтобы никого не выдать: old, new" in shown
    assert [line.split()[0] for line in shown if line.startswith(tuple(sizes))] == ["vip"]
    many = churn(
        "en",
        farewells(),
        Base(100, 10),
        segments={"vip": Base(80, 8), **{f"s{n}": Base(4, 0) for n in range(5)}},
    )
    assert any(
        re.fullmatch(r"Not shown, so that nobody is revealed: (s\d, ){2}s\d and 2 more", line)
        for line in many
    )


def test_nobody_left_and_nobody_told() -> None:
    assert churn("ru", [], Base(100, 0))[0] == "🚪 Отток, сентябрь 2026: никто не ушёл"
    assert churn("ru", [], Base(0, 0))[1] == "На начало периода клиентов ещё не было: доли ушедших нет."


def test_money_that_is_unknown_is_said_to_be() -> None:
    shown = churn("ru", farewells(money=False), Base(1600, 80), measure=Measure.MONEY)
    assert "Доход от клиентов не загружен: в деньгах потери неизвестны." in shown


def test_those_who_have_not_left_are_no_loss() -> None:
    here = [Farewell("", "STILL_HERE", None, ())] * 2
    shown = churn("ru", farewells() + here, Base(1600, 80))
    assert "Причину назвали 43 из 80 (54 %) · передумали уходить: 2" in shown


@pytest.mark.parametrize("measure", Measure)
def test_the_rows_add_up_to_those_who_told_and_the_others_are_named_apart(measure: Measure) -> None:
    silent = [Farewell("", NO_ANSWER, ReasonClass.UNKNOWN, (), 100_00)] * 20
    shown = churn("ru", farewells() + silent, Base(1600, 80), measure=measure)
    told = "Причину назвали 43 из 80 (54 %) · не захотели сказать: 20"
    assert told in shown
    start = shown.index(told) + 2
    people = [re.match(r"\D+(\d+)", row) for row in shown[start + 1 : start + 5]]
    assert sum(int(found[1]) for found in people if found) == 43
    assert any(line.startswith("Можно было удержать не меньше 28 из 43") for line in shown)


def test_two_counts_of_those_who_left_are_explained() -> None:
    shown = churn("ru", farewells(), Base(1600, 75, early=5), Base(1580, 73))
    assert shown[1] == "75 из 1 600 на начало = 4,7 % (от 3,8 до 5,8) · пришли и ушли за период: 5"
    assert "Причину назвали 43 из 80 (54 %)" in shown
    english = churn("en", farewells(), Base(1600, 75, early=5))
    assert english[1].endswith(" · came and left within it: 5")


def test_causes_that_few_named_are_told_together() -> None:
    """Of seven causes three have fewer than five people; alone or beside the whole they stay unknown."""
    shown = "\n".join(churn("ru", farewells(), Base(1600, 80)) + churn("en", farewells(), Base(1600, 80)))
    for small in ("Не нужно", "обслуживание", "Другое", "No longer", "Bad service", "Other reason"):
        assert small not in shown
    some = [*_leavers("PRICE_HIGH", 9), *_leavers("QUALITY", 5), *_leavers("SERVICE", 1)]
    told = churn("ru", some, Base(100, 20))
    assert [line for line in told if "Качество" in line or "обслужили" in line] == []
    assert "Прочее     6" in told  # one alone is 15 − 9 − 5
    assert any(line.startswith("Можно было удержать: 15 из 15") for line in told)


def test_of_what_can_be_kept_no_single_leaver_is_told() -> None:
    """Nine named avoidable reasons and two others, so the two are 11 − 9."""
    some = [*_leavers("PRICE_HIGH", 9), *_leavers("MOVED", 2, ReasonClass.NATURAL)]
    assert not any("9" in line for line in churn("ru", some, Base(100, 20))[3:-1])


def test_a_reason_is_held_against_those_who_saw_it() -> None:
    shown = ("PRICE_HIGH", "QUALITY")
    some = [*_leavers("PRICE_HIGH", 6, shown=shown), *_leavers("QUALITY", 9, shown=shown)]
    lead = "Качество подвело: 60 % назвавших причину (от 36 до 80)"
    told = churn("ru", some, Base(100, 30))
    assert f"{lead} · 60 % тех, кто видел этот ответ (15)" in told
    unknown = churn("ru", [*some, *_leavers("QUALITY", 6)], Base(100, 30))
    assert "Качество подвело: 71 % назвавших причину (от 50 до 86)" in unknown


def test_those_who_left_against_their_will_are_marked_apart() -> None:
    some = [*_leavers("PAY_FAIL", 6, ReasonClass.INVOLUNTARY), *_leavers("QUALITY", 6)]
    told = churn("ru", some, Base(100, 30, returned=3))
    assert told[1].endswith(" · вернулись: 3")
    assert "Можно было удержать: 6 из 12 · 💳 не по своей воле" in told


def _leavers(
    reason: str, n: int, kind: ReasonClass = ReasonClass.AVOIDABLE, shown: tuple[str, ...] = ()
) -> list[Farewell]:
    return [Farewell("", reason, kind, shown, customers=n)]


def test_only_natural_reasons_are_marked() -> None:
    shown = churn("ru", [Farewell("", "MOVED", ReasonClass.NATURAL, ())] * 6, Base(100, 6))
    assert "Можно было удержать: 0 из 6 · 🌿 уход естественный" in shown
    assert any("🌿" in line and "6" in line for line in shown)
    avoidable = churn("ru", [Farewell("", "QUALITY", ReasonClass.AVOIDABLE, ())] * 6, Base(100, 6))
    assert not any("🌿" in line for line in avoidable)

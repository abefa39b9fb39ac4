"""What the tab of causes says."""

from reports.case_causes import render
from surveys.statistics import causes_report
from surveys.statistics.causes_report import ClosedCount, ClosedGroup
from tests.reports.figures import asked, formatter, told

MANY = {"delivery": 40, "defect": 30, "picking": 20, "staff": 12, "website": 9, "payment": 2, "": 6}


def counted(**counts: int) -> dict[str, ClosedCount]:
    return {name: ClosedCount(n, n) for name, n in counts.items()}


def lines(language: str, found: ClosedGroup) -> list[str]:
    return told(render(causes_report.build(asked().period, found), formatter(language)))


def test_causes_and_remedies_have_their_shares_and_fit_a_phone() -> None:
    remedies = counted(refund=70, replacement=20, explanation=10, apology=10, nothing=9)
    found = ClosedGroup(ClosedCount(119, 110), counted(**MANY), remedies)
    shown = lines("ru", found)
    assert shown[:-1] == [
        "🔎 Причины жалоб, 1–15 октября 2026, идёт: закрыто 119, клиентов 110",
        "• Подвела доставка: 34 % (от 26 до 42), 40",
        "• Брак товара: 25 % (от 18 до 34), 30",
        "• Ошибка сборки заказа: 17 % (от 11 до 25), 20",
        "• Ошибка сотрудника: 10 % (от 5,9 до 17), 12",
        "• Прочее: 17",
        "Что сделали:",
        "• Вернули деньги: 59 % (от 50 до 67), 70",
        "• Заменили или доделали: 17 % (от 11 до 25), 20",
        "• Извинились: 8,4 % (от 4,6 до 15), 10",
        "• Прочее: 19",
    ]
    assert lines("en", found)[1] == "• Delivery failed: 34% (26 to 42), 40"


def test_nobody_said_what_was_done_and_nobody_is_told_of_few() -> None:
    shown = lines("ru", ClosedGroup(ClosedCount(6, 6), counted(delivery=6), {"": ClosedCount(6, 6)}))
    assert shown[1:-1] == ["• Подвела доставка: 100 % (от 61 до 100), 6"]
    few = lines("en", ClosedGroup(ClosedCount(9, 4), counted(delivery=9)))
    assert few[1] == "Causes are not shown: fewer than five people are behind them."
    assert lines("ru", ClosedGroup())[0].endswith("закрытых жалоб нет")

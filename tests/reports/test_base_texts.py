"""What is said of the customer base, in both languages, for a phone."""

from datetime import timedelta

from reports import base
from surveys.language.languages import LANGUAGES
from surveys.questions.reasons import ReasonClass
from surveys.statistics.base_report import BaseBridge, BaseRecords, BaseReport
from surveys.statistics.periods import parse
from tests.harness import NOON
from tests.reports.figures import formatter, told

LOST = {
    ReasonClass.AVOIDABLE: 12,
    ReasonClass.NATURAL: 9,
    ReasonClass.INVOLUNTARY: 2,
    ReasonClass.UNKNOWN: 8,
}
RECORDS = BaseRecords(2000, 1200, 640, 35, 7200, 5)
MADE = NOON - timedelta(minutes=4)


def _report(bridge: BaseBridge | None, records: BaseRecords = RECORDS, **given: object) -> BaseReport:
    values: dict[str, object] = {"active": 900, "last_order_at": MADE} | given
    period = parse("month", NOON, formatter("ru").context.zone).period
    return BaseReport(period, records, bridge=bridge, **values)  # type: ignore[arg-type]  # fields by name


def _said(language: str, report: BaseReport) -> list[str]:
    return told(base.render(report, formatter(language)))


def test_the_base_in_full() -> None:
    assert _said("ru", _report(BaseBridge(1862, 40, 3, LOST))) == [
        "👥 Клиентская база, 1–15 октября 2026, идёт: 1 874 клиента",
        "На начало            1 862",
        "Новые                  +40",
        "Вернулись               +3",
        "Ушли, можно удержать   −12",
        "Ушли сами собой         −9",
        "Ушли невольно           −2",
        "Ушли, причина неясна    −8",
        "Сейчас в базе 2 000 · можем написать 1 200 · заблокировали бота 35",
        "Согласны на предложения 640 · профили заполнены на 72 %",
        "Заказывали или жаловались 900 · последний заказ 4 мин назад",
        "1–15 окт. 2026 · данные на 15 окт. 12:00",
    ]


def test_the_base_in_english() -> None:
    said = _said("en", _report(BaseBridge(1862, 40, 3, LOST)))
    assert said[0] == "👥 Customer base, 1–15 October 2026, so far: 1,874 customers"
    assert said[-2] == "900 ordered or complained · last order 4 min ago"


def test_of_a_quiet_month_without_orders_there_are_few_lines() -> None:
    quiet = _report(BaseBridge(1, 0, 0, {}), BaseRecords(1, 0, 0, 0, 0, 5), active=None, last_order_at=None)
    assert _said("ru", quiet)[:4] == [
        "👥 Клиентская база, 1–15 октября 2026, идёт: 1 клиент",
        "На начало  1",
        "Новые     +0",
        "Ушли      −0",
    ]
    assert "Заказов в базе нет: кто активен, неизвестно." in _said("ru", quiet)


def test_a_month_to_come_has_no_bridge() -> None:
    said = _said("ru", _report(None))
    assert said[0] == "👥 Клиентская база, 1–15 октября 2026, идёт: период ещё не начался"
    assert "На начало" not in "\n".join(said)


def test_a_large_base_fits_a_phone() -> None:
    for language in LANGUAGES:
        assert _said(language, _report(BaseBridge(9_999_999, 999_999, 999_999, LOST)))

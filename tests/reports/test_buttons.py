"""The keyboard under a report is short, and every label on it is read whole."""

import pytest

from reports.buttons import Button, ReportButtons
from reports.callback_state import CallbackState
from reports.formatter import Formatter
from reports.request import ReportRequest
from surveys.language.languages import LANGUAGES
from surveys.statistics.periods import parse
from tests.harness import NOON, app_context

CONTEXT = app_context().report_context
NPS_TABS = [
    ("", "button-latest-answers"), ("all", "button-all-answers"), ("branch", "button-branches"),
    ("sent", "button-responses"), ("words", "button-comments"), ("call", "button-detractors"),
]  # fmt: skip


def buttons(language: str = "ru") -> ReportButtons:
    request = ReportRequest(parse("", NOON, CONTEXT.zone), NOON)
    return ReportButtons(CallbackState("nps", "30d", "p"), request, Formatter.of(CONTEXT, language, request))


def labels(rows: list[list[Button]]) -> list[list[str]]:
    return [[one["text"] for one in row] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_of_the_nps_are_two_rows_of_three(language: str) -> None:
    assert [len(row) for row in buttons(language).tabs(NPS_TABS)] == [3, 3]


@pytest.mark.parametrize(
    ("names", "widths"),
    [
        ([], []),
        (["Юг"], [2]),
        (["Юг", "Север", "Центр"], [2, 2]),
        (["Юг", "Север", "Центр", "Запад", "Восток"], [3, 3]),
        (["Юг", "Север", "Центр", "Запад", "Восток", "Порт", "Сад"], [3, 3]),
        (["Юг", "Проспект Мира", "Центр"], [2, 2]),
        (["Юг", "Проспект Мира", "Центр", "Запад"], [2, 2, 1]),
        (["Юг", "Торговый центр «Галактика»"], [2, 1]),
    ],
)
def test_touchpoints_stand_in_as_few_rows_as_their_names_allow(names: list[str], widths: list[int]) -> None:
    rows = labels(buttons().touchpoints(names))
    assert [len(row) for row in rows] == widths
    longest = {3: 10, 2: 18, 1: 18}
    assert all(len(label.removeprefix("• ")) <= longest[len(row)] for row in rows for label in row)


def test_a_report_without_other_tabs_has_no_row_of_them() -> None:
    assert buttons().tabs([]) == []

"""What the tab of responses says: rates of those whose time is over, and who recovered from a low score."""

from datetime import date

from reports.document import COLUMNS, as_plain, width
from reports.responses import ResponseReport, render
from surveys.statistics.periods import Period
from surveys.statistics.recovery import RecoveryCounts, RecoveryReport, ScoreRecovery
from surveys.statistics.response import ResponseCohort, ResponseCounts
from tests.harness import app_context
from tests.reports.figures import formatter

NOBODY = ScoreRecovery(RecoveryCounts())


def cohort(first: int, counts: ResponseCounts, *, is_over: bool = True) -> ResponseCohort:
    return ResponseCohort(
        Period(date(2026, 9, first), date(2026, 9, first + 7), app_context().zone), counts, is_over
    )


def told(language: str, cohorts: list[ResponseCohort], recovery: RecoveryReport) -> list[str]:
    period = Period(date(2026, 9, 1), date(2026, 10, 1), app_context().zone)
    text = as_plain(render(ResponseReport(period, cohorts, recovery, 14), formatter(language)))
    return [line for line in text.replace("\N{NO-BREAK SPACE}", " ").splitlines() if line]


COHORTS = [
    cohort(1, ResponseCounts(1400, 476, 12, 3)),
    cohort(7, ResponseCounts(0, 0, 2, 0)),
    cohort(14, ResponseCounts()),
    cohort(21, ResponseCounts(1200, 80, 1, 0), is_over=False),
]


def test_cohorts_stand_below_the_rate_of_those_that_can_be_judged() -> None:
    recovery = RecoveryReport(
        ScoreRecovery(RecoveryCounts(40, 31, {30: 10, 61: 9})), ScoreRecovery(RecoveryCounts(9, 4, {30: 4}))
    )
    shown = told("ru", COHORTS, recovery)
    assert shown[:6] == [
        "✉️ Отклик по дате отправки, сентябрь 2026",
        "34 % (от 32 до 37, 95 %): ответили 476 из 1 400, кому дошло",
        "с        доля дошло блок сбой",
        "1 сент.  34 % 1 400   12    3",
        "7 сент.     –     0    2    0",
        "21 сент. ждём 1 200    1    0",
    ]
    assert max(map(width, shown[2:6])) <= COLUMNS
    assert shown[6].endswith("«Ждём»: 14 дн. на ответ ещё не прошли.")
    assert shown[7:10] == [
        "После низкой оценки в следующий раз поставили 7 и выше:",
        "• с обращением в течение 7 дн.: 61 % (от 44 до 76, 95 %), n = 31; снова пока не оценили 9; "
        "обычно через 30 дн.",
        "• без обращения: снова оценили 4, мало, чтобы показать; пока не оценили 5",
    ]


def test_what_nobody_knows_yet_is_said_and_is_no_nought() -> None:
    running = told(
        "en", COHORTS[3:], RecoveryReport(ScoreRecovery(RecoveryCounts(8, 6, {3: 2, 9: 2})), NOBODY)
    )
    assert running[1] == "Too early to judge: there are 14 days to answer."
    assert running[3].split() == ["21", "Sep", "wait", "1,200", "1", "0"]
    assert running[6] == "• with a case within 7 days: 67% (30 to 90, 95%), n = 6; not scored again yet: 2 ⚠"
    assert not any("without a case" in line for line in running)  # there was nobody
    empty = told("en", [], RecoveryReport(NOBODY, NOBODY))
    assert empty[1:3] == [
        "We asked nobody by ourselves in this time.",
        "There were no low scores: who became content cannot be told.",
    ]

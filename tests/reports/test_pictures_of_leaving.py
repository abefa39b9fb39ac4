"""What the pictures of leaving and coming back show, from reports as plain values."""

from datetime import UTC, datetime, timedelta

from reports import churn, winback
from reports.charts.drawing import draw
from reports.document import Table
from reports.formatter import Formatter
from reports.request import ReportRequest
from surveys.outreach.holdout import Arm
from surveys.questions.reasons import NO_ANSWER, ReasonClass
from surveys.statistics import churn_report, winback_report
from surveys.statistics.churn_report import Base, ChurnFacts, ChurnReport
from surveys.statistics.farewells import Farewell
from surveys.statistics.periods import parse
from surveys.statistics.scores import wilson
from surveys.statistics.winback_report import WinbackReport
from tests.harness import app_context
from tests.winback import Invited, assigned

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


REQUEST = ReportRequest(parse("2026-10", NOW, app_context().zone), NOW)


def _formatter(language: str) -> Formatter:
    return Formatter.of(app_context().report_context, language, REQUEST)


def _left(reason: str, kind: ReasonClass | None, money: int | None, times: int) -> list[Farewell]:
    return [Farewell("", reason, kind, (reason,), money)] * times


def _churn(farewells: list[Farewell], gone: int) -> ChurnReport:
    facts = ChurnFacts({"": Base(1600, gone)}, {"": Base(1500, 60)}, {"": 50}, farewells)
    return churn_report.build(REQUEST.period, REQUEST.previous, facts)


def test_reasons_stand_by_people_in_their_class_with_money_where_it_is_known() -> None:
    told = [
        *_left("PRICE_HIGH", ReasonClass.AVOIDABLE, 30_000, 14),
        *_left("MOVED", ReasonClass.NATURAL, None, 6),
        *_left("OTHER", ReasonClass.UNKNOWN, 20_000, 9),
        *_left("STILL_HERE", None, None, 5),
        *_left(NO_ANSWER, ReasonClass.UNKNOWN, 10_000, 12),
    ]
    found = churn.chart_of(_churn(told, 80), _formatter("ru"))
    assert found is not None
    assert [(cause.label, cause.people, cause.kind, cause.money) for cause in found.causes] == [
        ("Дорого", 14, ReasonClass.AVOIDABLE, 4200.0),
        ("Переезд, туда не доставляете", 6, ReasonClass.NATURAL, None),
        ("Другое", 9, ReasonClass.UNKNOWN, 1800.0),
    ]
    assert found.heading.headline == "Можно было удержать: 14 из 29"
    assert found.heading.notes == ("Чёрная черта — интервал 95 %.", "Причину назвали 29 из 80 ушедших.")
    [price, *_] = found.causes
    share = wilson(14, 29)
    assert share is not None
    assert (price.low, price.high) == (29 * share.low, 29 * share.high)
    assert found.money == "маржа в месяц, ₽"
    draw(found)


def test_words_and_picture_put_the_same_reasons_together_under_the_same_name() -> None:
    reasons = {"PRICE_HIGH": 40, "DELIVERY": 30, "QUALITY": 20, "SERVICE": 15, "MOVED": 12, "BUDGET": 6}
    told = [one for reason, n in reasons.items() for one in _left(reason, ReasonClass.AVOIDABLE, 1000, n)]
    told += _left("ONCE", ReasonClass.NATURAL, 1000, 3)
    report, formatter = _churn(told, 150), _formatter("en")
    found = churn.chart_of(report, formatter)
    assert found is not None
    assert found.rest is not None
    [table] = [block.rows for block in churn.render(report, formatter) if isinstance(block, Table)]
    drawn = [(cause.label, str(cause.people)) for cause in found.causes]
    assert [*drawn, (found.rest.label, str(found.rest.people))] == [row[:2] for row in table[1:]]
    # More than any cause, and no bar: what is in it is said, as far as it may be.
    assert found.rest.people == 36
    assert found.rest.content[-1] == "named by few 9"
    draw(found)


def test_reasons_of_a_handful_would_tell_who_gave_them() -> None:
    assert churn.chart_of(_churn(_left("MOVED", ReasonClass.NATURAL, None, 4), 80), _formatter("en")) is None


def _invited(reason: str, arm: Arm, people: int, returned: int) -> list[Invited]:
    planned = datetime(2026, 10, 1, 9, tzinfo=UTC)
    return [
        Invited(reason, arm, planned, True, (planned + timedelta(days=3),) if place < returned else ())
        for place in range(people)
    ]


def _winback(*people: list[Invited]) -> WinbackReport:
    return winback_report.build(REQUEST.period, assigned([one for some in people for one in some], NOW))


def test_two_shares_with_their_intervals_and_what_they_prove() -> None:
    wave = _winback(
        _invited("PRICE_HIGH", Arm.TREATED, 1000, 120), _invited("PRICE_HIGH", Arm.HOLDOUT, 1000, 80)
    )
    found = winback.chart_of(wave, _formatter("ru"))
    assert found is not None
    [shown] = found.waves
    assert shown.treated.label == "Написали 1\N{NO-BREAK SPACE}000, вернулись: 120"
    assert (shown.treated.returned, shown.holdout and shown.holdout.returned) == (0.12, 0.08)
    assert shown.verdict == "Эффект +4,0 п. п. (от +1,4 до +6,6): доказан"
    draw(found)


def test_reasons_with_enough_people_stand_below_the_whole() -> None:
    wave = _winback(
        *(_invited("PRICE_HIGH", arm, 40, 4) for arm in Arm),
        *(_invited("MOVED", arm, 30, 3) for arm in Arm),
        *(_invited("QUALITY", arm, 5, 1) for arm in Arm),
    )
    found = winback.chart_of(wave, _formatter("en"))
    assert found is not None
    assert [one.name for one in found.waves] == ["All reasons", "Too expensive", "Moved, no delivery there"]
    assert all(one.verdict.endswith("not proven") for one in found.waves)


def test_without_a_holdout_the_effect_is_unknown() -> None:
    found = winback.chart_of(_winback(_invited("MOVED", Arm.TREATED, 9, 3)), _formatter("en"))
    assert found is not None
    assert found.waves[0].holdout is None
    assert found.waves[0].verdict == "Nobody to compare with: the effect is unknown"
    draw(found)


def test_a_handful_of_invitations_is_not_drawn() -> None:
    assert winback.chart_of(_winback(_invited("MOVED", Arm.TREATED, 4, 3)), _formatter("en")) is None


def test_the_picture_tells_no_reason_of_few_by_what_the_others_leave() -> None:
    """All minus the dear and the late would be the three and two who moved."""
    wave = _winback(
        *(
            _invited(reason, arm, n, returned)
            for reason, treated, held in (("PRICE_HIGH", 22, 9), ("DELIVERY", 9, 11), ("MOVED", 3, 2))
            for arm, n, returned in ((Arm.TREATED, treated, 2), (Arm.HOLDOUT, held, 1))
        )
    )
    found = winback.chart_of(wave, _formatter("en"))
    assert found is not None
    assert [one.name for one in found.waves] == ["All reasons"]
    rows = winback_report.as_json(wave)["rows"]
    told = {(row["campaign"], row["arm"]) for row in rows if row["returned"] is not None}
    assert told == {
        (None, None),
        (None, "treated"),
        (None, "holdout"),
        ("PRICE_HIGH", "treated"),
        ("DELIVERY", "holdout"),
    }

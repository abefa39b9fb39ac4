"""Why customers leave: the reasons by people and, where it is known, by money."""

from bot.pictures.asked import Request
from handlers.manager.wording import Wording
from reports.drawing import Drawing
from reports.pareto import Cause, Pareto
from storage.engines.database import Connection
from storage.reports import churn
from surveys.questions.reasons import ReasonClass
from surveys.statistics.churn_report import MINOR, ChurnReport
from surveys.statistics.pareto import Bar
from surveys.statistics.scores import HIDDEN_BELOW


def draw(connection: Connection, request: Request) -> Drawing | None:
    return compose(churn.report(connection, request.asked, request.wording.now), request)


def compose(report: ChurnReport, request: Request) -> Pareto | None:
    whole, wording = report.whole, request.wording
    if whole.answered < HIDDEN_BELOW:
        return None
    say, number = wording.text, wording.number
    kept = whole.by_class()[ReasonClass.AVOIDABLE].customers
    headline = say("picture-churn-kept", avoidable=number(kept), answered=number(whole.answered))
    notes = []
    if whole.base is not None and whole.base.gone >= whole.answered:
        told, gone = number(whole.answered), number(whole.base.gone)
        notes.append(say("picture-churn-note", answered=told, gone=gone))
    return Pareto(
        heading=request.heading(say("picture-churn"), wording.label_of(report.period), headline, *notes),
        causes=tuple(_cause(bar, wording) for bar in whole.bars()),
        people=say("picture-people"),
        rest=say("picture-rest"),
        language=wording.language,
        money=say("picture-money", currency=wording.currency_sign),
        classes={
            ReasonClass.AVOIDABLE: say("picture-avoidable"),
            ReasonClass.NATURAL: say("picture-natural"),
            ReasonClass.INVOLUNTARY: say("picture-involuntary"),
            ReasonClass.UNKNOWN: say("picture-unknown"),
        },
        vital=say("picture-churn-vital"),
    )


def _cause(bar: Bar, wording: Wording) -> Cause:
    cause = bar.cause
    money = None if cause.money is None else cause.money / MINOR
    return Cause(wording.label("reason", cause.reason), cause.customers, cause.kind, money, bar.vital)

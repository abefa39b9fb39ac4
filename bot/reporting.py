"""`otklik report`: the numbers that managers get in Telegram, for a terminal or a program."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from bot.cli.offline import in_database
from bot.config.context_store import context_of
from bot.config.schema import Config
from handlers.manager import churn_text, complaints_text, nps_text, winback_text
from handlers.manager.page import Block, as_plain
from handlers.manager.wording import Wording
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.people import settings
from storage.reports import churn, complaints, nps, winback
from surveys.errors import TranslatedError
from surveys.language.text import Text
from surveys.statistics import churn_report, complaints_report, nps_report, winback_report
from surveys.statistics.periods import DAY, USUAL, YEARS, Asked, Period, parse

FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


class EmptyPeriod(TranslatedError):
    text = Text("День --from должен быть раньше дня --to.", "--from must be a day before --to.")


class OutOfRange(TranslatedError):
    text = Text("Дни считаются с {first} по {last}.", "Days are known from {first} to {last}.")


class OtherGroups(TranslatedError):
    text = Text(
        "Отчёт {report} так не делится; после --by возможно: {possible}.",
        "The report {report} has no such groups; --by may be: {possible}.",
    )


class NoGroups(TranslatedError):
    text = Text(
        "Отчёт {report} на группы по выбору не делится: уберите --by.",
        "The report {report} has no groups to choose: leave --by out.",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    asked: Asked
    now: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The same report twice: for programs and for people."""

    document: dict[str, Any]
    written: Callable[[Wording], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Kind:
    read: Callable[[Connection, AppContext, Wanted], Found]
    by: tuple[str, ...] = ()
    """What its groups may be."""
    usual: str = USUAL
    """The period without days."""


def report(
    config: Config, name: str, start: date | None, end: date | None, by: str | None, *, json_wanted: bool
) -> str:
    kind, now = KINDS[name], datetime.now(UTC)
    if by is not None and by not in kind.by:
        raise OtherGroups(report=name, possible=", ".join(kind.by)) if kind.by else NoGroups(report=name)

    def work(connection: Connection) -> tuple[AppContext, Found]:
        app = context_of(config).with_overrides(settings.all_settings(connection))
        asked = _asked(start, end, parse("", now, app.zone, kind.usual))
        return app, kind.read(connection, app, Wanted(asked, now, by))

    app, found = in_database(config, work)
    if json_wanted:
        return json.dumps(found.document, ensure_ascii=False)
    return as_plain(found.written(Wording.of(app, app.language, now)))


def _asked(start: date | None, end: date | None, usual: Asked) -> Asked:
    if start is None and end is None:
        return usual
    period = Period(start or usual.period.start, end or usual.period.end, usual.period.zone)
    if period.end <= period.start:
        raise EmptyPeriod
    if period.start < FIRST or period.end > LAST + DAY:
        raise OutOfRange(first=str(FIRST), last=str(LAST))
    return Asked(period, period.before, {})


def _nps(connection: Connection, app: AppContext, wanted: Wanted) -> Found:
    survey = app.catalogue["nps"]
    score = survey.score_question
    by = wanted.by or "touchpoint"
    found = nps.report(connection, survey.id, score.id if score else "", wanted.asked, by=by)
    return Found(nps_report.as_json(found), lambda wording: nps_text.written(found, wording))


def _complaints(connection: Connection, app: AppContext, wanted: Wanted) -> Found:
    found = complaints.report(connection, wanted.asked, wanted.now, by=wanted.by or "category")
    return Found(complaints_report.as_json(found), lambda wording: complaints_text.written(found, wording))


def _churn(connection: Connection, app: AppContext, wanted: Wanted) -> Found:
    found = churn.report(connection, wanted.asked, wanted.now, by=wanted.by)
    return Found(churn_report.as_json(found), lambda wording: churn_text.written(found, wording))


def _winback(connection: Connection, app: AppContext, wanted: Wanted) -> Found:
    found = winback.report(connection, wanted.asked, wanted.now)
    return Found(winback_report.as_json(found), lambda wording: winback_text.written(found, wording))


KINDS: Final[Mapping[str, Kind]] = {
    "nps": Kind(_nps, ("touchpoint", "segment")),
    "complaints": Kind(_complaints, ("category", "touchpoint", "segment")),
    "churn": Kind(_churn, ("segment", "touchpoint")),
    "winback": Kind(_winback, usual=winback_report.USUAL),
}

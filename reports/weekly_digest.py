"""The weekly digest: how the week went beside what was before, what to do today, and one customer's words.

Scores are those of four weeks beside the four before: one week says too little. It is made of the reports'
own numbers, so that it never tells another than they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from reports import base as base_of_customers
from reports import churn, complaints, nps, target_lines, winback
from reports.alert_buttons import CALL, CASES, MUTE, data
from reports.buttons import Rows
from reports.context import ReportContext
from reports.digest_job import WeeklyDigestJob
from reports.document import Block, Quotation, as_html
from reports.formatter import Formatter
from reports.request import ReportRequest
from reports.screen import Screen
from storage import manager_actions, weekly_digests
from storage.cases import unanswered
from storage.engines.database import Connection
from storage.reports import verbatims
from storage.rows import ManagerAction
from storage.weekly_digests import AskedCases
from surveys.statistics import period_text
from surveys.statistics.alert_kinds import AlertKind
from surveys.statistics.alerts import dropped
from surveys.statistics.base_report import BaseReport
from surveys.statistics.churn_report import ChurnReport
from surveys.statistics.complaints_report import ComplaintsReport
from surveys.statistics.nps_report import NpsGroup, NpsReport
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import HIDDEN_BELOW, Level, level, signed
from surveys.statistics.winback_report import WinbackReport
from texts.quoting import quoted, shortened

WEEK: Final = timedelta(days=7)
_SCORED: Final = 4 * WEEK
_NAMED: Final = 2
"""Branches that drag the score down."""
_LENGTH: Final = 200
_ASKED_AT_MOST: Final = 100
_ACTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class WeekNumbers:
    """What the digest tells of; `now` is when it was read."""

    now: datetime
    week: Period
    weeks: Period
    """The four weeks of the scores."""
    nps: NpsReport
    complaints: ComplaintsReport
    churn: ChurnReport
    monthly_churn: float | None
    """Share lost in four weeks, 0…1, where it has a target to be held against; else None."""
    base: BaseReport
    winback: WinbackReport
    waiting: Sequence[int]
    """Ids of the open cases that nobody has answered, a hundred at most, the oldest first."""
    unheard: int
    """People with a low score who told why and got neither a reply nor a case."""
    verbatims: Sequence[str]
    """One at most; none of fewer than five people."""
    before: AskedCases | None
    """What became of what the last digest asked for."""
    actions: Sequence[ManagerAction]
    """What managers noted that they did in the week."""

    @property
    def dragging(self) -> list[NpsGroup]:
        """The branches whose score dropped for sure."""
        return dropped(self.nps.comparable)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed for sure and nobody waits."""
        score, rate, left = self.nps.whole.change, self.complaints.whole.change, self.churn.whole.change
        changed = (score is not None and score.is_significant) or (rate is not None and rate.is_significant)
        has_news = changed or (left is not None and left.is_proven) or bool(self.dragging)
        return not (has_news or self.waiting or self.unheard)


@dataclass(frozen=True, slots=True)
class DigestScreen:
    screen: Screen
    asked: Sequence[int]
    """Ids of the cases that it asks to answer."""


def compose(
    connection: Connection, context: ReportContext, job: WeeklyDigestJob, now: datetime
) -> DigestScreen:
    """The digest in words with its buttons."""
    found = read(connection, context, job, now)
    formatter = Formatter.of(context, job.language, _request(found.week, found.week.before, now))
    return DigestScreen(
        Screen(as_html(render(found, formatter)), rows(found, formatter), True), found.waiting
    )


def read(connection: Connection, context: ReportContext, job: WeeklyDigestJob, now: datetime) -> WeekNumbers:
    """The numbers of the week before the job's Monday."""
    week = Period(job.week - WEEK, job.week, context.zone)
    weeks = Period(job.week - _SCORED, job.week, context.zone)
    of_week, of_weeks = _request(week, week.before, now), _request(weeks, weeks.before, now)
    survey_id, _ = context.nps_question
    return WeekNumbers(
        now=now,
        week=week,
        weeks=weeks,
        nps=nps.read(connection, context, of_weeks),
        complaints=complaints.read(connection, context, of_week),
        churn=churn.read(connection, context, of_week),
        monthly_churn=None if context.targets.churn is None else _churn(connection, context, of_weeks),
        base=base_of_customers.read(connection, context, of_week),
        winback=winback.read(connection, context, of_weeks),
        waiting=[one.id for one in unanswered.opened_between(connection, None, now, _ASKED_AT_MOST)],
        unheard=verbatims.unheard_detractors(connection, survey_id, weeks),
        verbatims=verbatims.of_detractors(connection, survey_id, week, HIDDEN_BELOW, 1),
        before=weekly_digests.asked_cases(connection, job.telegram_id, job.week - WEEK),
        actions=manager_actions.between(connection, week.start, week.end),
    )


def _churn(connection: Connection, context: ReportContext, request: ReportRequest) -> float | None:
    return churn.read(connection, context, request).whole.churn


def render(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    """The numbers, then what to do; three lines where nothing changed and nobody waits."""
    head = formatter.text(
        "digest-week", week=str(found.week.start.isocalendar().week), dates=formatter.dates(found.week)
    )
    if found.is_quiet:
        return [head, _quiet(found, formatter), formatter.text("digest-how", command="/digest")]
    return [
        head,
        *_score(found, formatter),
        *_complaints(found, formatter),
        *_left(found, formatter),
        *_returned(found, formatter),
        *_answered(found, formatter),
        *_to_do(found, formatter),
        *_words(found, formatter),
        *_done(found, formatter),
        "",
        formatter.text("digest-how", command="/digest"),
    ]


def rows(found: WeekNumbers, formatter: Formatter) -> Rows:
    """At most three buttons: answer, call back, mute."""
    buttons = []
    if found.waiting:
        buttons.append((formatter.text("button-alert-cases"), data(CASES)))
    if found.unheard:
        buttons.append((formatter.text("button-alert-call"), data(CALL, period_text.stated(found.weeks))))
    buttons.append((formatter.text("button-digest-mute"), data(MUTE, AlertKind.DIGEST)))
    return [[{"text": label, "callback_data": leads_to}] for label, leads_to in buttons]


def _request(period: Period, previous: Period, now: datetime) -> ReportRequest:
    return ReportRequest(Asked(period, previous, {}), now)


def _quiet(found: WeekNumbers, formatter: Formatter) -> str:
    parts = [formatter.many("digest-quiet-complaints", found.complaints.whole.cases)]
    score = found.nps.whole
    if score.nps is not None and score.level is not Level.HIDDEN:
        n = formatter.number(score.counts.n)
        parts.insert(0, formatter.text("digest-quiet-nps", nps=signed(score.nps), count=n))
    base = found.churn.whole.base
    if base is not None:
        parts.append(formatter.many("digest-quiet-left", base.gone))
    return formatter.text("digest-quiet", numbers=", ".join(parts))


def _score(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    whole = found.nps.whole
    if whole.nps is None or whole.level is Level.HIDDEN:
        return [formatter.text("digest-nps-hidden", n=whole.counts.n)]
    count = formatter.number(whole.counts.n)
    if whole.interval is None or whole.level is Level.FEW:
        line = formatter.text("digest-nps-few", nps=signed(whole.nps), count=count)
        return [line, *target_lines.nps(whole.nps, formatter)]
    low, high = signed(whole.interval.low), signed(whole.interval.high)
    line = formatter.text("digest-nps", nps=signed(whole.nps), low=low, high=high, count=count)
    return [f"{line} · {_before(whole, formatter)}", *_dragging(found, formatter),
            *target_lines.nps(whole.nps, formatter)]  # fmt: skip


def _before(whole: NpsGroup, formatter: Formatter) -> str:
    change, n = whole.change, whole.previous.n
    if change is None or level(n) is not Level.FULL:
        return formatter.text("digest-nps-no-before")
    if not change.is_significant:
        return formatter.text("change-noise")
    how = "fell" if change.points < 0 else "rose"
    return formatter.text("digest-nps-before", how=how, nps=signed(_score_before(whole)), n=n)


def _score_before(whole: NpsGroup) -> float:
    change = whole.change
    return (whole.nps or 0.0) - (change.points if change else 0.0)


def _dragging(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    names = [formatter.label("touchpoint", group.name) for group in found.dragging[:_NAMED]]
    return [formatter.text("digest-dragging", names=", ".join(names))] if names else []


def _complaints(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    whole = found.complaints.whole
    parts = [formatter.many("digest-complaints", whole.cases)]
    if whole.cases_before is not None:
        parts.append(formatter.text("digest-before", count=formatter.number(whole.cases_before)))
    rate = whole.per_100_orders
    if rate is not None:
        parts.append(formatter.text("digest-per-100", rate=formatter.number(rate.value, 1)))
    if whole.change is not None and whole.change.is_significant:
        rose = whole.change.ratio is None or whole.change.ratio > 1
        parts.append(formatter.text("complaints-more" if rose else "complaints-less"))
    target = target_lines.complaints(rate.value, formatter) if rate is not None else []
    replied_s = whole.handling.first_reply.median_s
    return [" · ".join(parts), *target, *target_lines.first_reply(replied_s, formatter)]


def _left(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    whole = found.churn.whole
    if whole.base is None:
        return []
    parts = [formatter.many("digest-left", whole.base.gone)]
    if whole.before is not None:
        parts.append(formatter.text("digest-before", count=formatter.number(whole.before.gone)))
    avoidable = whole.avoidable
    if avoidable is not None and not avoidable.is_at_least:
        kept, told = formatter.number(avoidable.customers), formatter.number(whole.answered)
        parts.append(formatter.text("digest-avoidable", count=kept, told=told))
    if (share := found.monthly_churn) is not None:
        parts.append(formatter.text("digest-churn", share=formatter.share(share)))
    return [" · ".join(parts), *target_lines.churn(found.monthly_churn, formatter)]


def _returned(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    bridge, uplift = found.base.bridge, found.winback.whole.uplift
    if bridge is None:
        return []
    line = formatter.many("digest-returned", bridge.returned)
    if uplift is None or not uplift.is_proven or uplift.incremental <= 0:
        return [line]
    return [f"{line} · {formatter.text('digest-effect', count=formatter.number(uplift.incremental))}"]


def _answered(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    parts, records, asked = [], found.base.records, found.nps.whole.response
    rate = asked.response_rate if asked is not None else None
    if asked is not None and rate is not None:
        delivered = formatter.number(asked.delivered)
        parts.append(formatter.text("digest-response", share=formatter.whole_share(rate), asked=delivered))
    if with_bot := records.reachable + records.blocked:
        share = formatter.share(records.blocked / with_bot)
        parts.append(formatter.text("digest-blocked", share=share))
    if not parts:
        return []
    return [
        formatter.text("digest-answers", parts=" · ".join(parts)),
        *target_lines.response(rate, formatter),
    ]


def _to_do(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    wanted = []
    if found.waiting:
        n = len(found.waiting)
        count = formatter.number(n) + ("+" if n == _ASKED_AT_MOST else "")
        wanted.append(formatter.text("digest-do-answer", n=n, count=count))
    if found.unheard:
        wanted.append(formatter.many("digest-do-call", found.unheard))
    return ["", formatter.text("digest-do"), *(f"• {one}" for one in wanted)] if wanted else []


def _words(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    words = [shortened(" ".join(quoted(one).split()), _LENGTH) for one in found.verbatims]
    return ["", formatter.text("digest-words"), *map(Quotation, words)] if any(words) else []


def _done(found: WeekNumbers, formatter: Formatter) -> list[Block]:
    lines: list[Block] = []
    if found.before is not None:
        done, of = formatter.number(found.before.done), formatter.number(found.before.n)
        lines.append(formatter.text("digest-done", done=done, of=of))
    shown = found.actions[-_ACTIONS:]
    lines += [f"✔️ {formatter.day(one.day, 'd MMM')} · {quoted(one.words)}" for one in shown]
    return ["", *lines] if lines else []

"""Alerts: facts are told to managers at once."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from bot.delivery.manager_notices import ManagerNotice, Words, tell_managers
from handlers.shared.app_context import AppContext
from reports.alert_buttons import CALL, CASES, INBOX, data
from storage import alerts
from storage.cases import unanswered
from storage.cases.unanswered import UnansweredCase
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.people import customers
from storage.reports import valuable
from storage.reports.valuable import LowScore
from storage.rows import Customer, OutboxRow
from surveys.statistics.alert_kinds import AlertKind
from texts.durations import duration
from texts.quoting import inline, quoted, shortened

_CASES_SINCE: Final = timedelta(days=30)
"""An older case is no news."""
_CASES_LOOKED_AT: Final = 1000
_NAMED: Final = 10
_SCORES_SINCE: Final = timedelta(hours=24)
_SETTLED_AFTER: Final = timedelta(minutes=2)
"""So long a score is left alone: a slip is mended by then, and the words beside it are told."""
_OVERLAP: Final = timedelta(minutes=10)
_NAME: Final = 40
_LENGTH: Final = 300

FindValuable = Callable[[Collection[int], float, datetime], Awaitable[set[int]]]


class ManagerAlerts:
    """What was raised is a row, so that nothing is told twice after a restart or beside another process."""

    def __init__(
        self,
        database: Database,
        contexts: ContextStore,
        enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None],
        clock: Clock,
        find_valuable: FindValuable,
    ) -> None:
        """`find_valuable` is `valuable_among`, read where it takes nobody's time."""
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._find_valuable = find_valuable
        self._scores_seen_until: datetime | None = None

    async def run_once(self) -> None:
        """Tell what happened since the last round."""
        app, now = self._contexts.current, self._clock.now()
        if await self._database.read(customers.managers, app.owner_ids):
            await self._look_for_unanswered(app, now)
            await self._look_for_low_scores(app, now)

    async def _look_for_unanswered(self, app: AppContext, now: datetime) -> None:
        until = app.clock.hours.before(now, app.alerts.unanswered_after.total_seconds())
        database = self._database
        found = await database.read(unanswered.opened_between, until - _CASES_SINCE, until, _CASES_LOOKED_AT)
        known = await database.read(alerts.raised, AlertKind.UNANSWERED, [str(one.id) for one in found])
        if new := [one for one in found if str(one.id) not in known]:
            self._offer(await database.write(self._tell_unanswered, app, new, now))

    def _tell_unanswered(
        self, connection: Connection, app: AppContext, found: list[UnansweredCase], now: datetime
    ) -> list[OutboxRow]:
        late = [
            one
            for one in found
            if alerts.raise_alert(connection, AlertKind.UNANSWERED, str(one.id), now, silent_until=None)
        ]
        if not late:
            return []

        def words(manager: Customer) -> str:
            def lasting(seconds: float) -> str:
                return duration(app.texts, manager.language, seconds)

            named = [
                f"#{one.number} ({lasting((now - one.opened_at).total_seconds())})" for one in late[:_NAMED]
            ]
            limit = lasting(app.alerts.unanswered_after.total_seconds())
            cases, more = ", ".join(named), len(late) - len(named)
            return app.texts.text(manager.language, "alert-unanswered", limit=limit, cases=cases, n=more)

        return self._post(connection, app, AlertKind.UNANSWERED, words, ("button-alert-cases", data(CASES)))

    async def _look_for_low_scores(self, app: AppContext, now: datetime) -> None:
        until, database = now - _SETTLED_AFTER, self._database
        since = now - _SCORES_SINCE
        if self._scores_seen_until is not None and self._scores_seen_until <= until:
            since = max(since, self._scores_seen_until - _OVERLAP)
        found = await database.read(valuable.low_scores, since, until)
        known = await database.read(alerts.raised, AlertKind.LOW_SCORE, [str(one.answer_id) for one in found])
        new = [one for one in found if str(one.answer_id) not in known]
        if new:
            ids, share = {one.customer_id for one in new}, app.alerts.valuable_share
            dear = await self._find_valuable(ids, share, now)
            for one in new:
                if one.customer_id in dear:
                    self._offer(await database.write(self._tell_low_score, app, one, now))
        self._scores_seen_until = until

    def _tell_low_score(
        self, connection: Connection, app: AppContext, one: LowScore, now: datetime
    ) -> list[OutboxRow]:
        kind = AlertKind.LOW_SCORE
        if not alerts.raise_alert(connection, kind, str(one.answer_id), now, silent_until=None):
            return []

        def words(manager: Customer) -> str:
            def text(text_id: str, **values: str) -> str:
                return app.texts.text(manager.language, text_id, **values)

            name = inline(one.name, _NAME) if one.name else text("risk-unnamed")
            who = " · ".join(filter(None, [name, one.external_id and inline(one.external_id, _NAME)]))
            lines = [text("alert-low-score", score=str(one.score), who=who)]
            if one.words:
                lines.append(f"«{shortened(' '.join(quoted(one.words).split()), _LENGTH)}»")
            if one.case_number is not None:
                lines.append(text("alert-low-score-case", number=str(one.case_number)))
            return "\n".join(lines)

        return self._post(connection, app, kind, words, _opens(app, one))

    def _post(
        self, connection: Connection, app: AppContext, kind: AlertKind, words: Words, opens: tuple[str, str]
    ) -> list[OutboxRow]:
        effects, now = Effects(), self._clock.now()
        notice = ManagerNotice(kind, words, lambda _: now, opens)
        tell_managers(connection, app, self._enqueuer, notice, effects)
        flush(connection, [effects])
        return [row for row in effects.added if isinstance(row, OutboxRow)]


def _opens(app: AppContext, one: LowScore) -> tuple[str, str]:
    """The button under a low score: its case, else the day's list to call back, which is of the NPS only."""
    if one.case_number is not None:
        return "button-alert-cases", data(CASES)
    if (one.survey_id, one.question_id) == app.report_context.nps_question:
        return "button-alert-call", data(CALL, one.day.isoformat())
    return "button-alert-inbox", data(INBOX)

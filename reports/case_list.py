"""`/cases`: the open cases for staff, a page at a time, in the chat where one of them asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, ClassVar, Final

from reports import case_summary
from reports.buttons import Button, Rows
from reports.context import ReportContext
from reports.feedback_list import unread_line
from reports.screen import Screen
from storage.cases import case_list, case_queue, case_topics
from storage.cases.cases import ListedCase
from storage.engines.database import Connection
from storage.people import availability
from storage.people.names import names_of
from surveys.base36 import base36
from surveys.cases.case_tab import CaseTab, NextStep, next_step
from surveys.hours.business_hours import BusinessHours
from texts.durations import day_and_month, duration
from texts.quoting import inline

BUTTON: Final = "cases"
"""How the data of a button begin: `cases:<tab>:<page in base 36>`, `cases:open:<number of a case>`."""
OPEN: Final = "open"
PAGE: Final = 6
_NAME: Final = 40
_AWAY: Final = 10
_CHOSEN: Final = "• "
_HEADS: Final[Mapping[CaseTab, str]] = {
    CaseTab.WAITING: "cases-waiting",
    CaseTab.MINE: "cases-mine",
    CaseTab.UNANSWERED: "cases-unanswered",
    CaseTab.DUE: "cases-due",
    CaseTab.OLDEST: "cases-oldest",
}
_TABS: Final[Mapping[CaseTab, str]] = {
    CaseTab.WAITING: "button-cases-waiting",
    CaseTab.MINE: "button-cases-mine",
    CaseTab.UNANSWERED: "button-cases-unanswered",
    CaseTab.DUE: "button-cases-due",
    CaseTab.OLDEST: "button-cases-oldest",
}
_STEPS: Final[Mapping[NextStep, str]] = {
    NextStep.TAKE: "cases-do-take",
    NextStep.TAKE_OVER: "cases-do-take-over",
    NextStep.CLOSE: "cases-do-close",
    NextStep.REACH: "cases-do-reach",
}
_TAB_ROWS: Final = (
    (CaseTab.WAITING, CaseTab.MINE),
    (CaseTab.UNANSWERED, CaseTab.DUE, CaseTab.OLDEST),
)


@dataclass(frozen=True, slots=True)
class CaseListJob:
    kind: ClassVar = "case_list"

    language: str
    now: datetime
    chat_id: int
    reader: int
    """The Telegram id of whoever asked or pressed."""
    is_manager: bool = False
    """Whether only a manager or an owner reads it, who is told what to do and may take a case over."""
    tab: CaseTab = CaseTab.WAITING
    page: int = 0
    """From 0."""
    message_id: int | None = None
    """The message that it is put into; None sends a new one."""
    thread_id: int | None = None
    """The topic of a forum; None elsewhere."""
    reply_to: int | None = None
    """The message that is answered; None in a private chat, and for what is put into another."""
    customer_id: int | None = None
    """The id of whoever asked in private; None in a group."""

    @property
    def key(self) -> str | None:
        """The job's key: of two pages for one message only the later one is worth its reading."""
        return f"cases:{self.chat_id}:{self.message_id}" if self.message_id else None

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {**asdict(self), "now": self.now.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "CaseListJob":
        """The job from what stands in its row."""
        typed = {"now": datetime.fromisoformat(found["now"]), "tab": CaseTab(found["tab"])}
        return cls(**{**found, **typed})


def compose(connection: Connection, context: ReportContext, job: CaseListJob) -> Screen:
    """A page of the open cases, how much else is unread, and the buttons; a sentence where none is open."""
    board = _Board(connection, context, job)
    others = [unread_line(connection, context, job.language, job.now), away_line(connection, context, job)]
    return Screen(
        "\n\n".join(filter(None, [*board.parts(), *others])), board.rows(), message_id=job.message_id
    )


def away_line(connection: Connection, context: ReportContext, job: CaseListJob) -> str | None:
    """Who of the team is away until when, and in private that the reader is; None where nobody is."""
    away = availability.away(connection, job.now.astimezone(context.zone).date())
    said = partial(context.texts.text, job.language)
    mine = away.pop(job.reader, None) if job.customer_id is not None else None
    lines = [said("away-still", day=day_and_month(mine))] if mine is not None else []
    if away:
        named = names_of(connection, away)
        listed = [
            f"{inline(named.get(one), _NAME, otherwise=str(one))} ({day_and_month(day)})"
            for one, day in sorted(away.items(), key=itemgetter(1))
        ]
        more = ", …" if len(listed) > _AWAY else ""
        lines.append(said("cases-away", names=", ".join(listed[:_AWAY]) + more))
    return "\n".join(lines) or None


class _Board:
    def __init__(self, connection: Connection, context: ReportContext, job: CaseListJob) -> None:
        self._context, self._job = context, job
        self._counts = case_list.counts(connection, job.reader)
        self._n = self._counts[job.tab]
        self._page = max(0, min(job.page, (self._n - 1) // PAGE))
        self._found = case_list.page(connection, job.tab, job.reader, self._page * PAGE, PAGE)
        self._links = case_topics.topic_links(connection, [one.case.number for one in self._found])
        self._queue = case_queue.case_queue(connection)
        self._reader = names_of(connection, [job.reader]).get(job.reader)

    def parts(self) -> list[str]:
        if not self._counts[CaseTab.WAITING]:
            return [self._say("cases-none")]
        head = self._say(_HEADS[self._job.tab], n=self._n, name=inline(self._reader, _NAME))
        pages = (self._n - 1) // PAGE + 1
        place = self._say("cases-page", page=self._page + 1, pages=pages) if pages > 1 else None
        heading = [" · ".join(filter(None, [head, place])), self._queue_age()]
        return ["\n".join(filter(None, heading)), *map(self._entry, self._found)]

    def rows(self) -> Rows:
        """A row a case, the way on and back, the other tabs."""
        if not self._counts[CaseTab.WAITING]:
            return []
        ways = self._ways()
        tabs = [[self._tab(tab) for tab in row] for row in _TAB_ROWS]
        return [*map(self._case_row, self._found), *([ways] if ways else []), *tabs]

    def _queue_age(self) -> str | None:
        """How long whoever waits longest has waited in working time; None where nobody waits."""
        hours = self._context.hours
        age_s = self._queue.age_s(self._job.now, hours or BusinessHours(self._context.zone))
        if age_s is None:
            return None
        waited = duration(self._context.texts, self._job.language, age_s)
        return self._say("cases-queue-age", waited=waited, working="yes" if hours else "no")

    def _entry(self, one: ListedCase) -> str:
        job, context = self._job, self._context
        state = case_summary.status(one.case, one.holder, one.answered_by, context, job.language)
        who = " · ".join(filter(None, [inline(one.customer, _NAME), self._waits(one), state, self._due(one)]))
        lines = [case_summary.heading(one.case, context, job.language), who, self._to_do(one)]
        return "\n".join(filter(None, lines))

    def _waits(self, one: ListedCase) -> str | None:
        """How long the customer waits, or that nothing reaches them; None while staff wait for them."""
        since = one.case.awaiting_since
        if one.case.is_unreachable:
            return self._say("cases-unreachable")
        if since is None:
            return None
        waited = duration(self._context.texts, self._job.language, (self._job.now - since).total_seconds())
        return self._say("cases-waits", waited=waited)

    def _due(self, one: ListedCase) -> str | None:
        due_at = one.case.due_at
        if due_at is None:
            return None
        until = f"{due_at.astimezone(self._context.zone):%d.%m %H:%M}"
        return self._say("cases-late" if due_at <= self._job.now else "cases-until", until=until)

    def _to_do(self, one: ListedCase) -> str | None:
        case = one.case
        step = next_step(
            case.status, case.due_at, case.last_reply_at, self._job.now, is_unreachable=case.is_unreachable
        )
        if step is None or not self._job.is_manager:
            return None
        return self._say(_STEPS[step], name=inline(one.holder, _NAME))

    def _case_row(self, one: ListedCase) -> list[Button]:
        number = one.case.number
        label, link = self._say("button-cases-open", number=str(number)), self._links.get(number)
        opens = {"url": link} if link else {"callback_data": f"{BUTTON}:{OPEN}:{number}"}
        row = [{"text": label, **opens}]
        holder = one.case.holder_telegram_id
        if holder is None or (self._job.is_manager and holder != self._job.reader):
            name = "button-cases-take" if holder is None else "button-cases-take-over"
            row.append({"text": self._say(name, number=str(number)), "callback_data": f"case:take:{number}"})
        return row

    def _ways(self) -> list[Button]:
        tab, last = self._job.tab, (self._n - 1) // PAGE
        back = [self._way("button-cases-back", tab, self._page - 1)] if self._page else []
        return [*back, *([self._way("button-cases-next", tab, self._page + 1)] if self._page < last else [])]

    def _tab(self, tab: CaseTab) -> Button:
        label = self._way(_TABS[tab], tab, 0, n=self._counts[tab])
        return {**label, "text": f"{_CHOSEN if tab is self._job.tab else ''}{label['text']}"}

    def _way(self, text_id: str, tab: CaseTab, page: int, **values: Any) -> Button:
        return {"text": self._say(text_id, **values), "callback_data": f"{BUTTON}:{tab}:{base36(page)}"}

    def _say(self, text_id: str, **values: Any) -> str:
        return self._context.texts.text(self._job.language, text_id, **values)

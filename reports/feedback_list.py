"""`/inbox`: what customers said outside cases, a page at a time, in the chat where one of the staff asked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from reports.buttons import Rows
from reports.context import ReportContext
from reports.feedback_groups import FeedbackGroup, grouped, names_of_staff
from reports.screen import Screen
from storage.cases import feedback
from storage.engines.database import Connection
from surveys.base36 import base36
from texts.durations import duration
from texts.quoting import shortened

BUTTON: Final = "inbox"
"""How the data of a button begin: `inbox:<step>:<number>…`, the numbers in base 36."""
NEW, OLD, ALL, OPEN, SEEN, CASE = "new", "old", "all", "open", "seen", "case"
ANSWER, SHOWN = "answer", "shown"
"""Steps of the buttons in a group's topic: how to answer, and to mark all that a message shows."""
PAGE: Final = 5
_QUOTED: Final = 300


@dataclass(frozen=True, slots=True)
class FeedbackListJob:
    kind: ClassVar = "feedback_list"

    language: str
    now: datetime
    chat_id: int
    start: int = 0
    """Of new entries the lowest id, of old ones the highest but one; 0 begins the list."""
    is_old: bool = False
    """Those that were read, instead of those that were not."""
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
        return f"inbox:{self.chat_id}:{self.message_id}" if self.message_id else None

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {**asdict(self), "now": self.now.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "FeedbackListJob":
        """The job from what stands in its row."""
        return cls(**{**found, "now": datetime.fromisoformat(found["now"])})


def data(step: str, *numbers: int) -> str:
    """The data of a button of the list."""
    return ":".join([BUTTON, step, *map(base36, numbers)])


def compose(connection: Connection, context: ReportContext, job: FeedbackListJob) -> Screen:
    """A page of the list and the buttons under it; a sentence where there is nothing to read."""
    page = _Page(connection, context, job)
    return Screen(page.text(), page.rows(), message_id=job.message_id)


def unread_line(connection: Connection, context: ReportContext, language: str, now: datetime) -> str | None:
    """How much is unread and since when, for other lists and reports; None where all was read."""
    unread = feedback.unread(connection)
    if unread.since is None:
        return None
    age = duration(context.texts, language, (now - unread.since).total_seconds())
    return context.texts.text(language, "inbox-unread", n=unread.n, age=age)


class _Page:
    def __init__(self, connection: Connection, context: ReportContext, job: FeedbackListJob) -> None:
        self._texts, self._job = context.texts, job
        if job.is_old:
            found = grouped(feedback.old_entries(connection, job.start or None))
        else:
            found = grouped(feedback.new_entries(connection, job.start))
        self._shown: Sequence[FeedbackGroup] = found[:PAGE]
        self._next = found[PAGE] if len(found) > PAGE else None
        self._names = names_of_staff(connection, self._shown)
        self._unread = feedback.unread(connection).n

    def text(self) -> str:
        if not self._shown:
            return self._say("inbox-seen-none" if self._job.is_old else "inbox-none")
        head = self._say("inbox-seen-head") if self._job.is_old else self._say("inbox-head", n=self._unread)
        entries = (self._entry(number, group) for number, group in enumerate(self._shown, start=1))
        return "\n\n".join([head, *entries, self._say("inbox-how")])

    def rows(self) -> Rows:
        """A number a group, what is done with the page, the way on and back, the other tab."""
        numbers = [
            _button(str(number), data(OPEN, group.first.id, group.last.id))
            for number, group in enumerate(self._shown, start=1)
        ]
        rows = [numbers, self._mark(), self._ways(), [self._other_tab()]]
        return [row for row in rows if row]

    def _entry(self, number: int, group: FeedbackGroup) -> str:
        language = self._job.language
        lines = [
            f"{number}. {group.head(self._texts, language, self._job.now)}",
            shortened(group.words(self._texts, language), _QUOTED),
            group.outcome(self._texts, language, self._names),
        ]
        return "\n".join(filter(None, lines))

    def _mark(self) -> list[dict[str, str]]:
        if self._job.is_old or not self._shown:
            return []
        until = max(group.last.id for group in self._shown)
        leads_to = data(ALL, self._job.start, self._shown[-1].first.id, until)
        return [_button(self._say("button-inbox-all"), leads_to)]

    def _ways(self) -> list[dict[str, str]]:
        step = OLD if self._job.is_old else NEW
        back = [_button(self._say("button-inbox-first"), data(step, 0))] if self._job.start else []
        if self._next is None:
            return back
        start = self._next.last.id + 1 if self._job.is_old else self._next.first.id
        return [*back, _button(self._say("button-inbox-next"), data(step, start))]

    def _other_tab(self) -> dict[str, str]:
        if self._job.is_old:
            return _button(self._say("button-inbox-new-tab"), data(NEW, 0))
        return _button(self._say("button-inbox-seen-tab"), data(OLD, 0))

    def _say(self, text_id: str, **values: Any) -> str:
        return self._texts.text(self._job.language, text_id, **values)


def _button(label: str, leads_to: str) -> dict[str, str]:
    return {"text": label, "callback_data": leads_to}

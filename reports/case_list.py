"""`/cases`: the open cases for staff, the gloomiest and oldest first, in the chat where one of them asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from reports import case_summary
from reports.context import ReportContext
from reports.feedback_list import unread_line
from storage.cases import cases
from storage.cases.cases import ListedCase
from storage.engines.database import Connection
from texts.durations import duration
from texts.quoting import inline

_LISTED: Final = 25
_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class CaseListJob:
    kind: ClassVar = "case_list"

    language: str
    now: datetime
    chat_id: int
    thread_id: int | None = None
    """The topic of a forum; None elsewhere."""
    reply_to: int | None = None
    """The message that is answered; None in a private chat."""
    customer_id: int | None = None
    """The id of whoever asked in private; None in a group."""

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {**asdict(self), "now": self.now.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "CaseListJob":
        """The job from what stands in its row."""
        return cls(**{**found, "now": datetime.fromisoformat(found["now"])})


def compose(connection: Connection, context: ReportContext, job: CaseListJob) -> str:
    """The open cases in words, with how many more there are, and how much else is unread.

    A sentence where none is open.
    """
    unread = unread_line(connection, context, job.language, job.now)
    return "\n\n".join(filter(None, [_board(connection, context, job), unread]))


def _board(connection: Connection, context: ReportContext, job: CaseListJob) -> str:
    found = cases.board(connection, _LISTED)
    if not found:
        return context.texts.text(job.language, "cases-none")
    n = cases.count_open(connection)
    lines = [_line(one, context, job) for one in found]
    if (left := n - len(found)) > 0:
        lines.append(context.texts.text(job.language, "cases-more", n=left))
    return "\n\n".join([context.texts.text(job.language, "cases", n=n), *lines])


def _line(one: ListedCase, context: ReportContext, job: CaseListJob) -> str:
    waits = duration(context.texts, job.language, (job.now - one.case.opened_at).total_seconds())
    state = case_summary.status(one.case, one.holder, one.answered_by, context, job.language)
    who = " · ".join([inline(one.customer, _NAME), waits, state])
    return f"{case_summary.heading(one.case, context, job.language)}\n{who}"

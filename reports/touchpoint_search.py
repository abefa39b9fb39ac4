"""Which touchpoint was meant: by what a manager typed, or by the key that a button carries."""

import re
from collections.abc import Iterable
from typing import Any

from reports.callback_state import touchpoint_key
from reports.context import ReportContext
from reports.formatter import Formatter
from reports.job import ReportJob
from reports.report import Report
from storage.engines.database import Connection
from storage.reports import touchpoints


def find(connection: Connection, context: ReportContext, report: Report[Any], job: ReportJob) -> str | None:
    """The touchpoint that was meant; None where none was asked for, or no data name the one that was."""
    typed = job.request.touchpoint
    if report.touchpoints is None or not (typed or job.touchpoint_key or job.sentence):
        return None
    names = touchpoints.named(connection, report.touchpoints)
    if job.touchpoint_key:
        return next((name for name in names if touchpoint_key(name) == job.touchpoint_key), None)
    formatter = Formatter.of(context, job.language, job.request.of_touchpoint(None))
    return as_typed(typed, names, formatter) if typed else _within(job.sentence, names, formatter)


def as_typed(typed: str, names: Iterable[str], formatter: Formatter) -> str | None:
    """The touchpoint typed as it is stored, as it is shown, or in other capitals; None for an unknown one."""
    known = list(names)
    if typed in known:
        return typed
    wanted = typed.casefold()
    return next((name for name in known if wanted in _spellings(name, formatter)), None)


def _within(sentence: str, names: Iterable[str], formatter: Formatter) -> str | None:
    """The touchpoint whose name stands in a sentence, the longest of several; None without one."""
    said = f" {_plain(sentence)} "
    found = [
        (len(spelling), name)
        for name in names
        for spelling in map(_plain, _spellings(name, formatter))
        if spelling and f" {spelling} " in said
    ]
    return max(found)[1] if found else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _spellings(name: str, formatter: Formatter) -> tuple[str, str]:
    return name.casefold(), formatter.label("touchpoint", name).casefold()

"""What the picture of each report shows: gathered in the spawned process, drawn by reports/.

A report without a picture here, or with too little behind it, has none: its text was sent before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.pictures import churn, complaints, nps, winback
from bot.pictures.asked import Request
from handlers.manager.wording import Wording
from handlers.shared.app_context import AppContext
from reports.drawing import Drawing
from storage.engines.database import Connection
from surveys.statistics.periods import parse

PICTURES: Final[Mapping[str, Callable[[Connection, Request], Drawing | None]]] = {
    "nps": nps.draw,
    "complaints": complaints.draw,
    "churn": churn.draw,
    "winback": winback.draw,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture as it was asked for."""

    report: str
    words: str
    """After the command, as they were typed."""
    language: str
    now: datetime


def gather(connection: Connection, app: AppContext, wanted: Wanted) -> Drawing | None:
    """None where there is nothing worth drawing; raises BadWordError."""
    work = PICTURES.get(wanted.report)
    if work is None:
        return None
    asked = parse(wanted.words, wanted.now, app.zone)
    wording = Wording.of(app, wanted.language, wanted.now, asked.filters.get("touchpoint"))
    return work(connection, Request(app, asked, wording, wanted.now.astimezone(app.zone).date()))

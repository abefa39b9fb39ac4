"""The kinds of jobs that this version knows."""

from collections.abc import Mapping
from typing import Final

from bot.jobs.case_list import CASE_LIST
from bot.jobs.downloads import FETCH_FILE
from bot.jobs.erasure import ERASURE
from bot.jobs.feedback_list import FEEDBACK_LIST
from bot.jobs.kind import JobKind
from bot.jobs.personal_data import PERSONAL_DATA
from bot.jobs.pictures import PICTURE
from bot.jobs.recount import RECOUNT
from bot.jobs.reports import REPORT
from bot.jobs.sentiment import CASE_SENTIMENT
from bot.jobs.team_watch import TEAM_WATCH

KINDS: Final[Mapping[str, JobKind]] = {
    kind.name: kind
    for kind in (
        REPORT,
        CASE_LIST,
        FEEDBACK_LIST,
        CASE_SENTIMENT,
        PICTURE,
        FETCH_FILE,
        RECOUNT,
        TEAM_WATCH,
        ERASURE,
        PERSONAL_DATA,
    )
}

"""The kinds of jobs that this version knows."""

from collections.abc import Mapping
from typing import Final

from bot.jobs.alert_check import ALERT_CHECK
from bot.jobs.campaigns import CAMPAIGN_FUNNEL, COUNT_AUDIENCE
from bot.jobs.case_list import CASE_LIST
from bot.jobs.content_check import CHECK_CONTENT
from bot.jobs.customer_card import CUSTOMER_CARD
from bot.jobs.downloads import FETCH_FILE
from bot.jobs.erasure import ERASURE
from bot.jobs.exports import EXPORT
from bot.jobs.feedback_list import FEEDBACK_LIST
from bot.jobs.hook_fetch import HOOK_FETCH
from bot.jobs.kind import JobKind
from bot.jobs.page import PAGE
from bot.jobs.personal_data import PERSONAL_DATA
from bot.jobs.pictures import PICTURE
from bot.jobs.recount import RECOUNT
from bot.jobs.reports import REPORT
from bot.jobs.sent_tables import LOOK_INTO_TABLE
from bot.jobs.sentiment import CASE_SENTIMENT, SENTIMENT_LEARNING
from bot.jobs.table_imports import IMPORT_TABLE
from bot.jobs.table_undo import UNDO_TABLE
from bot.jobs.team_watch import TEAM_WATCH
from bot.jobs.weekly_digest import WEEKLY_DIGEST

KINDS: Final[Mapping[str, JobKind]] = {
    kind.name: kind
    for kind in (
        REPORT,
        CASE_LIST,
        CUSTOMER_CARD,
        FEEDBACK_LIST,
        CASE_SENTIMENT,
        SENTIMENT_LEARNING,
        PICTURE,
        EXPORT,
        FETCH_FILE,
        HOOK_FETCH,
        RECOUNT,
        TEAM_WATCH,
        WEEKLY_DIGEST,
        ALERT_CHECK,
        LOOK_INTO_TABLE,
        IMPORT_TABLE,
        UNDO_TABLE,
        ERASURE,
        PERSONAL_DATA,
        PAGE,
        COUNT_AUDIENCE,
        CAMPAIGN_FUNNEL,
        CHECK_CONTENT,
    )
}

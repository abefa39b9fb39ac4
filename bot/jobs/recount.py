"""The running totals are proved equal to a recount, away from the loop that serves customers."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from bot.jobs.kind import JobContext, JobKind, Pool
from storage.reports import totals

log = logging.getLogger(__name__)


async def _recount(context: JobContext, args: Mapping[str, Any]) -> None:
    differing = await context.read(Pool.BULK, totals.differences)
    if differing:
        log.error("totals differ from a recount rows=%d remedy='otklik totals --rebuild'", len(differing))


RECOUNT: Final = JobKind("recount", Pool.BULK, _recount)

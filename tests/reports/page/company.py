"""A small company with something to tell in every section of the page, whose names are hostile."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from demo.data import fill
from reports.job import PageJob
from reports.page.page_file import document
from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.rows import ManagerAction
from surveys.language.languages import Language
from surveys.statistics.targets import Targets
from tests.bot import report_data
from tests.comment_analysis import analyze_comments
from tests.harness import app_context
from tests.storage.history import at, case, farewell, keep, order, plan
from tests.storage.samples import conversation, customer

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
HOSTILE = "</script><script>document.title='run'</script><!--\u2028 $data {n}"
NORTH = "North"
DONE = "Trained <b>cashiers</b>"
GOOD, BAD = [10] * 24 + [8] * 6 + [3] * 4, [10] * 8 + [8] * 8 + [2] * 20


def made_page(
    folder: Path, language: Language = Language.EN, *, of_demo: bool = False, rare_reasons: bool = False
) -> bytes:
    """The page of that company, or of the demo's, whose database is made in the folder; without a loop."""

    async def make() -> bytes:
        name = f"demo-{language}" if of_demo else "company"
        async with open_database(f"sqlite:///{folder / name}.db") as database:
            if await database.read(schema.version) is None:
                await database.write(schema.migrate)
                if of_demo:
                    await database.write(fill, app_context().zone, NOW, language)
                    await database.write(analyze_comments)
                else:
                    await furnish_company(database)
                if rare_reasons:
                    await _leave_for_rare_reasons(database)
            context = replace(app_context().report_context, targets=Targets(nps=45.0, churn=0.02))
            return await database.read(document, context, page_job(language))

    return asyncio.run(make())


async def _leave_for_rare_reasons(database: Database) -> None:
    reasons = [("MOVED", "natural")] * 3 + [("QUALITY", "avoidable")] * 4
    people = [customer(joined_at=at(1, 1), left_at=at(13, 11)) for _ in reasons]
    told = [farewell(one, at(13, 11), *why) for one, why in zip(people, reasons, strict=True)]
    await keep(database, *people, *told)


def page_job(language: Language = Language.EN) -> PageJob:
    return PageJob(language, NOW, chat_id=5, customer_id=1)


async def furnish_company(database: Database) -> None:
    """Scores of three months at two places, and of each other thing a few."""
    good, bad = NORTH, HOSTILE
    days = date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 10)
    await report_data.scores(database, dict.fromkeys(days, GOOD), good)
    await report_data.scores(database, dict.fromkeys(days, BAD), bad)
    joined = at(1, 1)
    people = [customer(joined_at=joined) for _ in range(24)]
    leavers = [customer(joined_at=joined, left_at=at(12, 11)) for _ in range(8)]
    talks = [conversation(one, survey_id="leaving", started_at=at(12, 11)) for one in leavers]
    await keep(
        database,
        ManagerAction(1, date(2026, 10, 5), DONE, 7, NOW),
        *people,
        *leavers,
        *(order(one, at(5, 11), touchpoint=bad, amount_minor=1000) for one in people for _ in range(5)),
        *(order(one, at(5, 10), touchpoint=bad) for one in people for _ in range(5)),
        *(case(one, at(6, 11), category="delivery", touchpoint=bad) for one in people[:9]),
        *talks,
        *(
            farewell(
                one, at(12, 11), "PRICE_HIGH", "avoidable", id=talk.id, money_minor=50_000, touchpoint=bad
            )
            for one, talk in zip(leavers, talks, strict=True)
        ),
        *(plan(one, "treated", at(1, 10), state="sent") for one in people[:12]),
        *(plan(one, "holdout", at(1, 10), state="holdout") for one in people[12:]),
    )

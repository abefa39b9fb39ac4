"""`/dashboard` through the real worker: it orders the page in the language of whoever asks."""

from reports.job import PageJob
from storage import tables
from surveys.roles import Role
from tests.handlers.records import Past
from tests.harness import Harness
from tests.updates import BORIS, Person, said
from tests.words import interface

BELLA = Person(500_000_202, "Bella", "en")
OLEG = Person(500_000_303, "Oleg", "ru")


async def test_managers_get_the_page_and_nobody_else(harness: Harness) -> None:
    past = Past()
    past.staff(BELLA, Role.MANAGER)
    past.staff(OLEG, Role.SUPPORT)
    await past.write(harness.database)
    [told] = await harness.deliver(said(BORIS, "/dashboard"))
    assert told.text == interface("page-ordered")
    await harness.deliver(said(BELLA, "/dashboard now"), said(OLEG, "/dashboard"))
    jobs = [row for row in await harness.rows(tables.jobs) if row["kind"] == "page"]
    ordered = [PageJob.from_json(job["args"]) for job in jobs]
    assert [(job.chat_id, job.language) for job in ordered] == [(BORIS.id, "ru"), (BELLA.id, "en")]
    assert [job["key"] for job in jobs] == [job.key for job in ordered]

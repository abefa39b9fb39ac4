"""`/export` through the real worker: what is understood, who gets names, what is refused."""

from typing import Any

import pytest

from reports.job import ExportJob
from storage import tables
from surveys.roles import Role
from tests.handlers.records import Past
from tests.harness import Harness, app_context
from tests.updates import BORIS, Person, said
from tests.words import interface

BELLA = Person(500_000_202, "Bella", "en")


async def _ordered(harness: Harness) -> list[ExportJob]:
    jobs = [row for row in await harness.rows(tables.jobs) if row["kind"] == "export"]
    return [ExportJob.from_json(job["args"], app_context().zone) for job in jobs]


async def _enrolled(harness: Harness) -> None:
    past = Past()
    past.staff(BELLA, Role.MANAGER)
    await past.write(harness.database)


@pytest.mark.parametrize(
    ("words", "export", "days", "format_"),
    [
        ("orders", "orders", None, "xlsx"),
        ("заказы октябрь CSV", "orders", ("2026-10-01", "2026-11-01"), "csv"),
        ("2026-09 answers", "answers", ("2026-09-01", "2026-10-01"), "xlsx"),
    ],
)
async def test_words_stand_in_any_order(
    harness: Harness, words: str, export: str, days: Any, format_: str
) -> None:
    [told] = await harness.deliver(said(BORIS, f"/export {words}"))
    assert told.text == interface("export-ordered")
    [job] = await _ordered(harness)
    period = job.request.period
    found = (str(period.start), str(period.end)) if period else None
    assert (job.request.export, found, job.format) == (export, days, format_)


@pytest.mark.parametrize("words", ["", "orders answers", "orders csv xlsx", "orders touchpoint:зал", "кофе"])
async def test_what_is_not_clear_is_asked(harness: Harness, words: str) -> None:
    [told] = await harness.deliver(said(BORIS, f"/export {words}"))
    assert told.text == interface("export-usage")
    assert await _ordered(harness) == []


async def test_a_period_that_is_none_is_named(harness: Harness) -> None:
    [told] = await harness.deliver(said(BORIS, "/export orders позазавчера"))
    assert told.text == interface("export-bad-word", word="позазавчера")


async def test_only_owners_files_tell_names(harness: Harness) -> None:
    await _enrolled(harness)
    await harness.deliver(said(BORIS, "/export customers"), said(BELLA, "/export customers"))
    assert {job.chat_id: job.request.has_names for job in await _ordered(harness)} == {
        BORIS.id: True,
        BELLA.id: False,
    }

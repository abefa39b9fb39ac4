"""What was sent is forgotten once nothing needs it any more: it holds customers' words."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, insert

from bot.config.schema import FilesSection
from handlers.cases import case_places
from handlers.shared.places import question_place
from storage import tables
from storage.delivery import outbox
from storage.engines.database import Database
from storage.ids import lowest_id
from storage.row_values import values_of
from storage.rows import Case, Customer, OutboxRow, Place, SentTable
from storage.states import OutboxState, SentTableState
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from surveys.outreach.urgency import Urgency
from tests.harness import NOON, Harness, opened

_NUMBERS = count(1)
WORDS = '{"text": "canary"}'


@pytest.fixture
async def harness(database: Database) -> AsyncIterator[Harness]:
    async with opened(database) as one:
        yield one


def _sent(fills: str | None, days: int, **changes: object) -> OutboxRow:
    """What was sent so many days ago and fills a place."""
    at = NOON - timedelta(days=days)
    number = lowest_id(at) + next(_NUMBERS)
    row = OutboxRow(number, 7, Urgency.REPLY, "sendMessage", WORDS, at, at, OutboxState.SENT, fills=fills)
    return replace(row, **changes)  # type: ignore[arg-type]  # columns by name


def _case(number: int, closed_at: datetime | None) -> Case:
    opened_at = NOON - timedelta(days=100)
    status = Status.OPEN if closed_at is None else Status.CLOSED
    case = Case(number, number, 1, CaseSource.COMPLAINT, status, opened_at.date(), opened_at)
    return replace(case, closed_at=closed_at)


def _store(connection: Connection, *rows: Case | OutboxRow | Customer | Place | SentTable) -> None:
    for row in rows:
        connection.execute(insert(row.table), [values_of(row)])


async def _left(harness: Harness) -> set[str]:
    return {row["fills"] for row in await harness.rows(tables.outbox) if row["body"] is not None}


async def test_words_of_a_case_go_a_month_after_it_was_closed(harness: Harness) -> None:
    topic, card = case_places.topic, case_places.card
    places = [
        *(name for number in (1, 2, 3) for name in (topic(number), card(number))),
        *(case_places.said(number, 5) for number in (1, 2, 3)),
        *(case_places.notice(number, 9) for number in (1, 2, 3)),
    ]
    await harness.database.write(
        _store,
        Customer(1, 7, Language.RU, NOON),
        _case(1, None),
        _case(2, NOON - timedelta(days=29)),
        _case(3, NOON - timedelta(days=31)),
        *(_sent(name, 60) for name in places),
    )
    await harness.parts.housekeeping.tidy()
    assert await _left(harness) == {name for name in places if ":3" not in name}


async def test_nothing_that_was_sent_is_kept_for_longer_than_ninety_days(harness: Harness) -> None:
    await harness.database.write(
        _store,
        Customer(1, 7, Language.RU, NOON),
        _case(1, None),
        _sent(case_places.topic(1), 91),
        _sent(question_place(4), 91),
        _sent(question_place(5), 89),
        _sent(case_places.card(1), 91, state=OutboxState.READY),
        *(_sent(question_place(number), 91) for number in range(100, 1300)),
    )
    await harness.parts.housekeeping.tidy()
    assert await _left(harness) == {question_place(5), case_places.card(1)}


async def test_a_place_whose_recipe_is_forgotten_is_not_made_again_empty(harness: Harness) -> None:
    row = _sent(question_place(4), 91)
    await harness.database.write(_store, row, Place(question_place(4), 7, None, 5, recipe_id=row.id))
    assert await harness.database.read(outbox.recipe_of, question_place(4)) == row
    await harness.parts.housekeeping.tidy()
    assert await harness.database.read(outbox.recipe_of, question_place(4)) is None


async def test_what_was_sent_to_be_imported_goes_with_its_file(harness: Harness) -> None:
    kept = FilesSection().keep
    sent = [
        SentTable(number, 7, SentTableState.DONE, NOON - age)
        for number, age in enumerate((kept + timedelta(hours=1), kept - timedelta(hours=1)))
    ]
    await harness.database.write(_store, *sent)
    await harness.parts.housekeeping.tidy()
    assert [row["id"] for row in await harness.rows(tables.sent_tables)] == [1]

"""What happened before the bot could hear of it is unknown: no zero, no share, and no rise since then."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from reports import alert_check, numbers
from reports.base import BASE
from reports.catalogue import REPORTS
from reports.churn import CHURN
from reports.complaints import COMPLAINTS
from reports.document import as_plain
from reports.formatter import Formatter
from reports.job import ReportJob
from reports.request import ReportRequest
from reports.retention import RETENTION
from reports.screen import compose
from storage import installation
from storage.engines.database import Connection, Database
from storage.rows import Installation, Row
from surveys.statistics.periods import Period
from tests.harness import app_context
from tests.storage.history import asked, at, case, keep, order
from tests.storage.samples import customer

CONTEXT = app_context().report_context
STARTED, NOW = at(1, 10), at(5, 11)
"""The first start was on 1 October; orders and customers were imported from January on."""


def _company() -> list[Row]:
    """A hundred customers with an order a month; forty of October complain, ten leave in it."""
    people = [customer(joined_at=at(2, 1)) for _ in range(90)]
    gone = [customer(joined_at=at(2, 1), left_at=at(10, 10)) for _ in range(10)]
    bought = [order(one, at(day, number)) for one in people for number in range(1, 11) for day in (3,)]
    return [*people, *gone, *bought, *(case(one, at(7, 10)) for one in people[:40])]


@pytest.fixture
async def company(database: Database) -> Database:
    await keep(database, *_company())
    await database.write(installation.store, Installation("one", began_at=STARTED))
    return database


async def _told(database: Database, name: str, month: int) -> tuple[Mapping[str, Any], str]:
    """The whole of a report for programs, and what a manager reads."""
    request, kind = ReportRequest(asked(month), NOW), REPORTS[name]

    def read(connection: Connection) -> tuple[Mapping[str, Any], str]:
        found = kind.main.read(connection, CONTEXT, request)
        words = as_plain(kind.main.render(found, Formatter.of(CONTEXT, "ru", request)))
        return numbers.document_of(connection, kind, found, request)["rows"][0], words

    return await database.read(read)


async def test_nothing_is_held_against_days_of_which_nothing_is_known(company: Database) -> None:
    complaints, words = await _told(company, COMPLAINTS.name, 10)
    assert (complaints["cases"], complaints["complaints_since"]) == (40, "2026-10-01")
    assert (complaints["previous"]["cases"], complaints["significant"], complaints["change_ratio"]) == (
        None,
    ) * 3
    assert "сентябрь" not in words
    assert "больше" not in words
    churn, words = await _told(company, CHURN.name, 10)
    assert (churn["lost"], churn["started"], churn["churn"]) == (10, 100, 0.1)
    assert (churn["previous"]["churn"], churn["change"], churn["significant"]) == (None,) * 3
    assert "вырос" not in words
    assert "0 %" not in words.splitlines()[1]


async def test_what_is_unknown_is_no_zero_and_the_words_say_from_when_on_it_is_known(
    company: Database,
) -> None:
    complaints, words = await _told(company, COMPLAINTS.name, 9)
    assert {complaints[name] for name in ("cases", "complainants", "per_100_orders", "share_complained")} == {
        None
    }
    assert words.splitlines()[:2] == [
        "📮 Жалобы, сентябрь 2026: неизвестно",
        "О жалобах известно с 1 окт. 2026: сколько их было раньше, неизвестно.",
    ]
    churn, words = await _told(company, CHURN.name, 9)
    assert {churn[name] for name in ("lost", "churn", "started", "significant")} == {None}
    assert words.splitlines()[:2] == [
        "🚪 Отток, сентябрь 2026: неизвестно",
        "Об уходах известно с 1 окт. 2026: сколько клиентов ушло раньше, неизвестно.",
    ]
    base, words = await _told(company, BASE.name, 9)
    assert (base["start"], base["lost_unknown"], base["lost_avoidable"], base["active"]) == (
        100,
        None,
        None,
        90,
    )
    assert "Ушли" not in words


async def test_a_start_within_the_period_is_said(company: Database) -> None:
    await company.write(installation.store, Installation("one", began_at=at(9, 10)))
    for name, text in (
        (CHURN.name, "Об уходах известно с 9 окт. 2026"),
        (COMPLAINTS.name, "О жалобах известно с 7 окт."),
    ):
        row, words = await _told(company, name, 10)
        assert text in words
        assert row["significant"] is None


async def test_the_company_s_own_files_may_know_of_earlier_days(company: Database) -> None:
    await keep(company, customer(joined_at=at(2, 1), left_at=at(1, 8)))
    churn, words = await _told(company, CHURN.name, 10)
    assert (churn["leaving_since"], churn["previous"]["lost"]) == ("2026-08-01", 0)
    assert "вырос" in words


async def test_managers_are_not_alerted_to_a_rise_from_nothing_known(company: Database) -> None:
    async def rises(now: datetime) -> int:
        return len((await company.read(alert_check.read, CONTEXT, now)).rises)

    assert await rises(at(29, 10)) == 0
    await company.write(installation.store, Installation("one", began_at=STARTED - timedelta(days=60)))
    assert await rises(at(29, 10)) == 1


async def test_days_without_known_orders_have_no_active_customers_to_count(company: Database) -> None:
    december = Period(at(1, 12, year=2025).date(), at(1, 1).date(), CONTEXT.zone)
    request = numbers.request_of(BASE, CONTEXT, NOW, december.start, december.end, None)
    found = await company.read(BASE.main.read, CONTEXT, request)
    assert found.active is None
    to_come = numbers.request_of(BASE, CONTEXT, NOW, at(1, 12).date(), at(5, 12).date(), None)
    assert (await company.read(BASE.main.read, CONTEXT, to_come)).active is None


async def test_months_before_the_first_known_order_have_no_customers_to_count(company: Database) -> None:
    retention, words = await _told(company, RETENTION.name, 10)
    assert retention["customers"] == 90
    december = Period(at(1, 12, year=2025).date(), at(1, 1).date(), CONTEXT.zone)
    request = numbers.request_of(RETENTION, CONTEXT, NOW, december.start, december.end, None)

    def read(connection: Connection) -> tuple[dict[str, Any], list[str]]:
        found = RETENTION.main.read(connection, CONTEXT, request)
        rows = RETENTION.as_json(found)["rows"]
        [whole] = rows
        return whole, [
            as_plain(tab.render(found, Formatter.of(CONTEXT, "ru", request)))
            for tab in RETENTION.tabs.values()
        ]

    whole, told = await company.read(read)
    assert {name for name, value in whole.items() if value is not None} == {"orders_since"}
    for words in told:
        assert words.splitlines()[:2] == [
            "🔁 Удержание, декабрь 2025: неизвестно",
            "Заказы известны с 3 янв. 2026: кто покупал раньше, неизвестно.",
        ]


async def test_of_days_to_come_no_tab_says_more_than_that(company: Database) -> None:
    """Nobody wrote, scored low or was asked in days that have not begun: that is no news."""
    to_come = numbers.request_of(BASE, CONTEXT, NOW, at(1, 12).date(), at(5, 12).date(), None)

    def read(connection: Connection) -> list[tuple[str, str, str]]:
        found = []
        for name, kind in REPORTS.items():
            for tab, view in kind.tabs.items():
                job = ReportJob(name, tab, to_come, "", "1", "ru", 1, 1)
                if not view.is_current and (view.is_offered is None or view.is_offered(CONTEXT)):
                    found.append((name, tab, compose(connection, CONTEXT, job).text))
        return found

    for name, tab, words in await company.read(read):
        told = [line for line in words.splitlines() if not line.startswith(("🔴", "📥"))]
        assert "период ещё не начался" in told[0], (name, tab)
        allowed = {"base": 7, "complaints": 4}.get(name, 3)
        assert len(told) <= allowed, (name, tab, words)

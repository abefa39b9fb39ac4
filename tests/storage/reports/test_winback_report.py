"""Those invited back and those left alone, every number counted by hand."""

from datetime import date, datetime, timedelta

import pytest

from storage.engines.database import Database
from storage.reports import winback
from storage.rows import Customer
from surveys.outreach.holdout import Arm
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.statistics.periods import Asked, Period
from surveys.statistics.winback_report import ArmOutcome, WinbackReport, as_json
from tests.storage.history import at, keep, order, plan, refusal
from tests.storage.samples import MOSCOW, customer

NOW = at(2, 11)
AUTUMN = Period(date(2026, 8, 1), date(2026, 11, 3), MOSCOW)
PLANNED = at(1, 9)
HOUR = timedelta(hours=1)
ARMS = (Arm.TREATED, Arm.HOLDOUT)


@pytest.fixture
async def report(database: Database) -> WinbackReport:
    people: list[Customer] = [customer() for _ in range(8)]
    people[2] = customer(stopped_at=at(10, 9))
    back, late, stopped, alone, cancelled, fresh, former, reminded = people
    await keep(
        database,
        *people,
        plan(back, "treated", PLANNED, state="sent"),
        order(back, at(20, 9)),
        plan(late, "treated", PLANNED, state="sent"),
        order(late, at(1, 10)),  # the window has just ended
        refusal(late, at(5, 9)),
        plan(stopped, "treated", PLANNED, state="dropped", about="MOVED"),
        order(stopped, at(30, 8)),  # before the invitation
        plan(alone, "holdout", PLANNED, state="holdout"),
        order(alone, at(2, 9)),
        plan(cancelled, "holdout", at(2, 9), state="holdout", about="MOVED"),
        order(cancelled, at(5, 9), status="cancelled"),
        plan(fresh, "treated", at(20, 10), state="sent", about="MOVED"),
        order(fresh, at(21, 10)),
        plan(former, "treated", at(20, 7), state="sent"),
        order(former, at(21, 7)),
        plan(reminded, None, PLANNED, journey="reminder", about="nps"),
    )
    return await database.read(winback.report, Asked(AUTUMN, AUTUMN.before, {}), NOW)


async def test_all_who_were_assigned_count_once_their_window_has_passed(report: WinbackReport) -> None:
    assert report.whole.treated == ArmOutcome(assigned=3, delivered=2, returned=1)
    assert report.whole.holdout == ArmOutcome(assigned=2, delivered=0, returned=1)
    assert report.whole.waiting == 1


async def test_only_who_was_written_to_can_unsubscribe_from_it(report: WinbackReport) -> None:
    assert report.whole.unsubscribed == 1


async def test_who_says_to_be_back_is_counted_beside_the_orders(database: Database) -> None:
    said, late, alone = people = [
        customer(returned_at=PLANNED + HOUR),
        customer(returned_at=PLANNED + RETURN_WINDOW),
        customer(returned_at=PLANNED + 2 * HOUR),
    ]
    await keep(
        database,
        *people,
        plan(said, "treated", PLANNED, state="sent"),
        plan(late, "treated", PLANNED, state="sent"),
        plan(alone, "holdout", PLANNED, state="holdout"),
        order(late, at(20, 10)),
    )
    found = (await database.read(winback.report, Asked(AUTUMN, AUTUMN.before, {}), NOW)).whole
    assert (found.treated.said_back, found.holdout.said_back, found.both.said_back) == (1, 1, 2)
    assert (found.treated.returned, found.holdout.returned) == (0, 0)


@pytest.mark.parametrize(
    ("ordered_at", "status", "is_known"),
    [
        (None, None, False),
        (AUTUMN.since - HOUR, None, False),
        (AUTUMN.since, None, True),
        (at(1, 10), "cancelled", False),
    ],
)
async def test_without_any_order_of_these_days_nobody_is_said_to_have_returned(
    database: Database, ordered_at: datetime | None, status: str | None, is_known: bool
) -> None:
    people = [customer() for _ in range(10)]
    orders = [] if ordered_at is None else [order(people[0], ordered_at, status=status)]
    await keep(
        database,
        *people,
        *(plan(one, "treated", PLANNED, state="sent") for one in people[:5]),
        *(plan(one, "holdout", PLANNED, state="holdout") for one in people[5:]),
        *orders,
    )
    found = await database.read(winback.report, Asked(AUTUMN, AUTUMN.before, {}), NOW)
    assert found.knows_orders is is_known
    whole = as_json(found)["rows"][0]
    assert (whole["assigned"], whole["delivered"], whole["unsubscribed"]) == (10, 5, 0)
    assert (whole["returned"], whole["rate"]) == ((0, 0.0) if is_known else (None, None))
    assert (whole["uplift"] is None, whole["proven"] is None) == (not is_known, not is_known)


async def test_the_window_is_as_long_as_the_company_says(database: Database) -> None:
    anna = customer()
    await keep(
        database, anna, plan(anna, "treated", PLANNED, state="sent"), order(anna, PLANNED + timedelta(days=9))
    )
    asked = Asked(AUTUMN, AUTUMN.before, {})
    for days, returned in ((9, 0), (10, 1)):
        found = await database.read(winback.report, asked, NOW, timedelta(days=days))
        assert (found.window.days, found.whole.treated.returned) == (days, returned)
    early = await database.read(winback.report, asked, NOW, timedelta(days=70))
    assert (early.whole.waiting, early.whole.treated.assigned) == (1, 0)


async def test_reasons_are_counted_apart(report: WinbackReport) -> None:
    price, moved = report.groups
    assert (price.name, price.treated, price.holdout) == (
        "PRICE_HIGH",
        ArmOutcome(2, 2, 1),
        ArmOutcome(1, 0, 1),
    )
    assert (moved.name, moved.treated, moved.holdout) == ("MOVED", ArmOutcome(1, 0, 0), ArmOutcome(1, 0, 0))
    assert (price.waiting, moved.waiting) == (0, 1)


async def test_the_document_tells_the_whole_then_both_arms_of_each(report: WinbackReport) -> None:
    rows = as_json(report)["rows"]
    assert [(row["campaign"], row["arm"]) for row in rows] == [
        (None, None),
        (None, "treated"),
        (None, "holdout"),
        ("PRICE_HIGH", "treated"),
        ("PRICE_HIGH", "holdout"),
        ("MOVED", "treated"),
        ("MOVED", "holdout"),
    ]
    whole = rows[0]
    # Three and two people: how many of them returned would show who did.
    assert (whole["assigned"], whole["delivered"], whole["returned"], whole["rate"]) == (5, 2, None, None)
    assert {row["hidden"] for row in rows} == {True}
    assert [whole[name] for name in ("uplift", "proven", "incremental_customers")] == [None] * 3


async def test_a_small_reason_is_not_told_by_the_whole_minus_the_others(database: Database) -> None:
    sizes = {"PRICE_HIGH": 9, "QUALITY": 6, "MOVED": 2}
    people = [(reason, arm, customer()) for reason, n in sizes.items() for arm in ARMS for _ in range(n)]
    await keep(
        database,
        *(who for _, _, who in people),
        *(plan(who, arm, PLANNED, about=reason) for reason, arm, who in people),
        *(order(who, at(20, 9)) for _, _, who in people[::2]),
    )
    rows = as_json(await database.read(winback.report, Asked(AUTUMN, AUTUMN.before, {}), NOW))["rows"]
    shown = {(row["campaign"], row["arm"]): row["returned"] for row in rows if not row["hidden"]}
    assert shown == {(None, None): 17, (None, "treated"): 9, (None, "holdout"): 8,
                     ("PRICE_HIGH", "treated"): 5, ("PRICE_HIGH", "holdout"): 4}  # fmt: skip
    assert rows[0]["uplift"] == pytest.approx(1 / 17)
    assert rows[0]["proven"] is False


@pytest.mark.parametrize(
    ("ordered_after", "returned"),
    [(-HOUR, 0), (0 * HOUR, 1), (RETURN_WINDOW - HOUR, 1), (RETURN_WINDOW, 0)],
)
async def test_an_order_counts_within_the_window_only(
    database: Database, ordered_after: timedelta, returned: int
) -> None:
    anna = customer()
    await keep(
        database,
        anna,
        plan(anna, "treated", PLANNED, state="sent"),
        order(anna, PLANNED + ordered_after),
        refusal(anna, PLANNED + ordered_after),
    )
    [found] = await database.read(winback.assigned, AUTUMN, NOW)
    assert (found.settled, found.returned, found.unsubscribed) == (1, returned, returned)
    [early] = await database.read(winback.assigned, AUTUMN, PLANNED + RETURN_WINDOW - HOUR)
    assert (early.waiting, early.settled, early.returned, early.unsubscribed) == (1, 0, 0, 0)

"""What `/why` says: each reason and each journey in words, and nothing comes that can't come any more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from handlers.outreach.catalogue import JOURNEYS
from handlers.outreach.explanation import ContactExplanation, explain
from handlers.outreach.journey_lookup import all_journeys, journey_named
from storage import tables
from storage.engines.database import Database
from storage.outreach.contact_history import ContactHistory
from storage.outreach.recipients import Recipient
from storage.people import erasure
from storage.rows import Answer, ContactLogEntry, Conversation, OfferGiven, Order, Plan
from surveys.journeys.catalogue import RESERVED
from surveys.journeys.trigger import Trigger
from surveys.language.languages import LANGUAGES, Language
from surveys.language.text import Text
from surveys.offers.offer import Offer, OfferList
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, ContactLimits, PolicyReason, PolicyStage
from surveys.outreach.subjects import SubjectKind
from surveys.questions.later import Later
from tests.campaigns import CampaignHarness
from tests.harness import app_context
from tests.journey_files import journeys
from tests.outreach_harness import OutreachHarness, begun
from tests.updates import ANNA

MOMENT = datetime(2026, 10, 5, 9, tzinfo=UTC)
POST_ORDER = """
trigger = "order_stored"
after = "2d"
survey = "after-order"
stop = ["left", "case_opened"]
[[then]]
score = "1..2"
after = "1h"
[then.message]
ru = "Разберёмся."
en = "We'll look into it."
"""
SILENCE = 'trigger = "silent"\nsurvey = "silent"\n'
OFFER = Offer("ten", Text("Скидка 10 %", "10% off"), timedelta(days=14), codes=("BACK-1",))


def _plan(number: int, journey: str, kind: ContactKind, subject: SubjectKind, **values: Any) -> Plan:
    given: dict[str, Any] = {"subject_id": 1, "about": "nps"} | values
    return Plan(
        id=number, customer_id=1, journey=journey, kind=kind, subject_kind=subject, assigned_at=MOMENT,
        planned_at=MOMENT, due_at=MOMENT, **given,
    )  # fmt: skip


def _entry(plan: Plan, action: Action, why: PolicyReason) -> ContactLogEntry:
    until = MOMENT if action is Action.WAIT else None
    return ContactLogEntry(
        plan.id, 1, plan.kind, PolicyStage.SENDING, action, why, MOMENT, MOMENT, plan.id, plan.about, until
    )


def _history(*plans: Plan, entries: tuple[ContactLogEntry, ...] = (), **values: Any) -> ContactHistory:
    return ContactHistory("Анна", "A-7", Recipient(1, 500), list(plans), list(entries), [], **values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_is_told_in_words(language: str) -> None:
    app = app_context()
    plan = _plan(1, "reminder", ContactKind.REMINDER, SubjectKind.CONVERSATION)
    said = set()
    for why in PolicyReason:
        for action in (Action.WAIT, Action.NEVER):
            history = _history(plan, entries=(_entry(plan, action, why),))
            line = ContactExplanation(app, language).of_history(history).splitlines()[-1]
            reason = app.texts.text(language, why.text_id)
            assert line.endswith(reason)
            assert " " in reason
            said.add(reason)
    assert len(said) == len(PolicyReason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_journey_is_told_in_words_of_its_own(language: str) -> None:
    app = replace(app_context(), journeys=journeys(post_order=POST_ORDER, silence=SILENCE))
    names = {journey.name for journey in all_journeys(app)} | {"post-order/1"}
    assert {one.trigger for one in app.journeys.values()} == {Trigger.ORDER_STORED, Trigger.SILENT}
    told = {}
    for name in names:
        journey = journey_named(app, name)
        assert journey is not None
        plan = _plan(1, name, journey.contact_kind, journey.subject_kind, about="Осень")
        entries = (_entry(plan, Action.SEND, PolicyReason.DUE),)
        line = ContactExplanation(app, language).of_history(_history(plan, entries=entries)).splitlines()[-1]
        told[name] = line.split(" · ")[1]
        assert "_" not in told[name]
        assert "/" not in told[name]
    alike = {told.pop("requested_reminder"), told.pop("asked_later")}
    assert len(alike) == 1, "both are what the customer asked for"
    for name in [name for name in told if name.startswith("winback/")]:
        assert told.pop(name) == told["winback"], "one invitation after another"
    assert len(set(told.values())) == len(told)


def test_no_file_may_have_the_name_of_a_journey_of_ours() -> None:
    assert {name for name in JOURNEYS if "/" not in name} == RESERVED, "a file name has no slash"


@pytest.mark.parametrize(("became", "words"), [({}, "действует до"), ({"used_at": MOMENT}, "использовано")])
def test_offers_are_told_with_their_codes(became: dict[str, Any], words: str) -> None:
    app = replace(app_context(), offers=OfferList((OFFER,)))
    given = OfferGiven(1, 1, 1, "ten", 1, "BACK-1", MOMENT, MOMENT + timedelta(days=14), **became)
    told = ContactExplanation(app, "ru").of_history(_history(offers=[given]))
    assert f"Скидка 10 %, код BACK-1: {words}" in told


# What comes -----------------------------------------------------------------------------------------


@pytest.fixture
async def outreach_harness(harness_database: Database) -> AsyncIterator[OutreachHarness]:
    async with begun(harness_database) as running:
        yield running


async def _prepared(harness: OutreachHarness) -> int:
    """Anna waits for a survey after an order, for a campaign, an invitation and a reminder of her own."""
    campaigns = CampaignHarness(harness)
    harness.change_context(journeys=journeys(post_order=POST_ORDER))
    await campaigns.store(ANNA)
    customer = (await harness.customer(ANNA))["id"]
    await harness.leave(ANNA, "PRICE_HIGH")
    await campaigns.set_customer(ANNA, left_at=None)
    order = Order(harness.harness.ids.next(), customer, harness.now - timedelta(days=1))
    await harness.store(order)
    campaign = await campaigns.started()
    [invitation] = await harness.plans("winback")
    at = harness.now + timedelta(days=1)
    for journey, kind, subject, subject_id in (
        ("post-order", ContactKind.SURVEY, SubjectKind.ORDER, order.id),
        ("campaign", ContactKind.PROMOTION, SubjectKind.CAMPAIGN, campaign),
        ("requested_reminder", ContactKind.REQUESTED, SubjectKind.CHURN_SESSION, invitation["subject_id"]),
    ):
        about = {"post-order": "after-order", "campaign": "Осень"}.get(journey, "PRICE_HIGH")
        plan = _plan(harness.harness.ids.next(), journey, kind, subject, subject_id=subject_id, about=about)
        await harness.store(
            replace(plan, customer_id=customer, planned_at=at, due_at=at, assigned_at=harness.now)
        )
    return int(customer)


NAMES = {
    "опрос после заказа": "survey",
    "рассылка «Осень»": "campaign",
    "приглашение вернуться": "invitation",
    "сам попросил": "reminder",
}


async def _told(harness: OutreachHarness) -> str | None:
    app = harness.harness.contexts.current
    return await harness.harness.database.read(explain, app, str(ANNA.id), "ru", harness.now)


async def _coming(harness: OutreachHarness) -> set[str]:
    told = await _told(harness)
    assert told is not None
    parts = {part.splitlines()[0]: part for part in told.split("\n\n")}
    coming, gone = parts.get("Что дальше:", ""), parts.get("Уже не придёт:", "")
    found = {name for words, name in NAMES.items() if words in coming}
    assert {name for words, name in NAMES.items() if words in gone} == set(NAMES.values()) - found
    return found


async def _write(harness: OutreachHarness, *statements: Any) -> None:
    def write(connection: Connection) -> None:
        for one in statements:
            connection.execute(one)

    await harness.harness.database.write(write)


async def test_nothing_comes_that_can_not_come_any_more(outreach_harness: OutreachHarness) -> None:
    customer = await _prepared(outreach_harness)
    await _write(outreach_harness, update(tables.churn_sessions).values(return_on=MOMENT.date()))
    await _write(outreach_harness, update(tables.customers).values(left_at=outreach_harness.now))
    people, campaigns, orders = tables.customers, tables.campaigns, tables.orders
    now, app = outreach_harness.now, outreach_harness.harness.contexts.current
    everything = {"campaign", "invitation", "reminder"}
    assert await _coming(outreach_harness) == everything, "they left, so that no order is asked about"

    for changed, back, coming in (
        ({"stopped_at": now}, {"stopped_at": None}, set()),
        ({"blocked_at": now}, {"blocked_at": None}, set()),
        ({"left_at": None}, {"left_at": now}, {"survey", "campaign"}),
    ):
        await _write(outreach_harness, update(people).values(changed))
        assert await _coming(outreach_harness) == coming, changed
        await _write(outreach_harness, update(people).values(back))
    for switched, coming in (
        ({"limits": ContactLimits(promotion=False)}, {"reminder"}),
        ({"consent_version": "2"}, set()),
        ({"reasons": replace(app.reasons, groups=())}, {"campaign", "reminder"}),
    ):
        outreach_harness.change_context(**switched)
        assert await _coming(outreach_harness) == coming, switched
        outreach_harness.change_context(**{name: getattr(app, name) for name in switched})

    await _write(outreach_harness, update(people).values(left_at=None))
    assert await _coming(outreach_harness) == {"survey", "campaign"}
    outreach_harness.change_context(journeys={})
    assert await _coming(outreach_harness) == {"campaign"}, "its file is gone"
    outreach_harness.change_context(journeys=app.journeys)
    await _write(outreach_harness, update(orders).values(status="cancelled"))
    assert await _coming(outreach_harness) == {"campaign"}
    await _write(outreach_harness, update(orders).values(status=None))
    await _write(outreach_harness, update(campaigns).values(kind="survey", survey_id="removed"))
    assert await _coming(outreach_harness) == {"survey"}
    await _write(outreach_harness, update(campaigns).values(kind="service", state="stopped"))
    assert await _coming(outreach_harness) == {"survey"}
    never = (
        Conversation(7, customer, "after-order", 1, Language.RU, now, now),
        Answer(
            8, 7, customer, "after-order", "later", "later", Language.RU, now.date(), now, option=Later.NEVER
        ),
    )
    for row in never:
        await outreach_harness.store(row)
    assert await _coming(outreach_harness) == set()
    declined = app.texts.text("ru", PolicyReason.DECLINED.text_id)
    assert declined in str(await _told(outreach_harness))


async def test_nothing_is_told_or_comes_of_whoever_is_erased_or_held_out(
    outreach_harness: OutreachHarness,
) -> None:
    customer = await _prepared(outreach_harness)
    is_campaign = tables.plans.c.journey == "campaign"
    held_out = {"state": PlanState.HOLDOUT, "arm": Arm.HOLDOUT}
    await _write(outreach_harness, update(tables.plans).where(is_campaign).values(held_out))
    told = str(await _told(outreach_harness))
    assert "рассылка «Осень»" not in told
    await outreach_harness.harness.database.write(erasure.begin, customer, outreach_harness.now)
    assert await _told(outreach_harness) is None
    assert not [row for row in await outreach_harness.harness.rows(tables.plans) if row["state"] == "waiting"]

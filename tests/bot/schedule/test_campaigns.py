"""A campaign reaches each of its audience at most once; pause, stop and breaker hold; its end is told."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from storage import installation, tables
from storage.delivery import outbox
from storage.delivery.outcomes import give_up_claimed
from storage.engines.database import Database
from storage.outreach import campaign_counts, hold
from storage.people import staff
from storage.rows import Installation, Staff
from storage.states import CopySign
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import PolicyReason
from surveys.roles import Role
from tests.campaigns import CampaignHarness
from tests.outreach_harness import begun
from tests.updates import ANN, ANNA, BORIS, ZOYA, customers


@pytest.fixture
async def campaign_harness(harness_database: Database) -> AsyncIterator[CampaignHarness]:
    async with begun(harness_database) as running:
        yield CampaignHarness(running)


async def test_everybody_of_the_audience_gets_it_once_in_their_language(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ANN, ZOYA)
    campaign = await campaign_harness.started()
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.DONE
    assert campaign_harness.got(ANNA) == ["Открыли вторую кофейню!"]
    assert campaign_harness.got(ANN) == ["We opened a second café!"]
    assert await campaign_harness.states() == [(PlanState.SENT, "due")] * 3
    await campaign_harness.run_once()
    assert len(campaign_harness.got(ZOYA)) == 1


async def test_who_must_not_be_written_to_is_told_apart_by_the_reason(
    campaign_harness: CampaignHarness,
) -> None:
    stopped, blocked, refusing, unasked = customers(4)
    now = campaign_harness.outreach.now
    await campaign_harness.store(ANNA)
    await campaign_harness.store(stopped, stopped_at=now)
    await campaign_harness.store(blocked, blocked_at=now)
    await campaign_harness.store(refusing, consented=False)
    await campaign_harness.store(unasked, consented=None)
    campaign = await campaign_harness.started()
    await campaign_harness.run_until_settled(campaign)
    counts = await campaign_harness.outreach.harness.database.read(campaign_counts.progress, campaign)
    assert counts.sent == 1
    assert counts.dropped == {
        PolicyReason.STOPPED: 1,
        PolicyReason.UNREACHABLE: 1,
        PolicyReason.NO_CONSENT: 2,
    }
    assert [campaign_harness.got(one) for one in (stopped, blocked, refusing, unasked)] == [[]] * 4


async def test_the_night_is_waited_for_and_an_open_case_holds_an_offer_back(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ZOYA)
    await campaign_harness.outreach.complain(ZOYA)
    campaign_harness.outreach.harness.fake_clock.move(hours=11)  # 23:00 in Moscow
    campaign = await campaign_harness.started()
    await campaign_harness.run_once()
    assert campaign_harness.got(ANNA) == []
    campaign_harness.outreach.harness.fake_clock.move(hours=10)
    await campaign_harness.run_once()
    assert len(campaign_harness.got(ANNA)) == 1
    assert campaign_harness.got(ZOYA) == []
    assert (await campaign_harness.row(campaign))["state"] == CampaignState.RUNNING


async def test_the_holdout_is_never_written_to(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(*customers(40))
    campaign = await campaign_harness.started(holdout=0.5)
    await campaign_harness.run_until_settled(campaign)
    states = await campaign_harness.states()
    held_out = states.count((PlanState.HOLDOUT, "held_out"))
    assert 8 < held_out < 32
    assert states.count((PlanState.SENT, "due")) == 40 - held_out


async def test_a_paused_campaign_sends_nothing_and_goes_on_where_it_was(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(250)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    assert await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.PAUSED)
    for _ in range(3):
        await campaign_harness.run_once()
    assert [one for one in people if campaign_harness.got(one)] == []
    # However long the pause is, nothing becomes late of it.
    for _ in range(9):
        await campaign_harness.outreach.wait(days=1)
    assert await campaign_harness.resume(campaign)
    await campaign_harness.run_until_settled(campaign)
    assert [len(campaign_harness.got(one)) for one in people] == [1] * 250


async def test_what_is_in_the_outbox_already_waits_at_the_gate_while_it_is_paused(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(20)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    outreach = campaign_harness.parts.outreach
    page = await campaign_harness.outreach.harness.database.write(outreach.post_page)
    assert len(page.rows) == 20
    assert await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.PAUSED)
    await campaign_harness.outreach.settled()
    assert [one for one in people if campaign_harness.got(one)] == []
    await campaign_harness.outreach.wait(days=8)
    assert await campaign_harness.resume(campaign)
    await campaign_harness.run_until_settled(campaign)
    assert [len(campaign_harness.got(one)) for one in people] == [1] * 20


async def test_a_stopped_campaign_sends_no_more_whatever_waits(campaign_harness: CampaignHarness) -> None:
    people = customers(150)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    await campaign_harness.outreach.harness.database.write(campaign_harness.parts.outreach.post_page)
    assert await campaign_harness.move(campaign, CampaignState.RUNNING, CampaignState.STOPPED)
    await campaign_harness.run_until_settled(campaign)
    assert [one for one in people if campaign_harness.got(one)] == []
    assert set(await campaign_harness.states()) == {(PlanState.DROPPED, "cancelled")}
    assert not await campaign_harness.resume(campaign)


async def test_an_opt_out_between_posting_and_sending_is_heard(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(ANNA, ZOYA, ANN)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database
    await database.write(campaign_harness.parts.outreach.post_page)
    await campaign_harness.set_customer(ANNA, stopped_at=campaign_harness.outreach.now)
    await campaign_harness.outreach.agree(ZOYA, given=False)
    await campaign_harness.outreach.settled()
    assert [campaign_harness.got(one) for one in (ANNA, ZOYA)] == [[], []]
    assert len(campaign_harness.got(ANN)) == 1
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.DONE
    assert set(await campaign_harness.states()) == {
        (PlanState.DROPPED, "stopped"),
        (PlanState.DROPPED, "no_consent"),
        (PlanState.SENT, "due"),
    }


async def test_many_blocks_stop_it_and_whoever_made_it_hears_why(campaign_harness: CampaignHarness) -> None:
    people = customers(400)
    await campaign_harness.store(*people)
    campaign_harness.outreach.fake_bot_api.closed.update(one.id for one in people[:40:4])
    campaign = await campaign_harness.started()
    # The first hundred of them, ten of whom have blocked the bot.
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database
    await database.write(campaign_harness.parts.outreach.post_page)
    await campaign_harness.outreach.settled()
    row = await campaign_harness.run_until_settled(campaign)
    assert (row["state"], row["broken_by"]) == (CampaignState.BROKEN, "blocks")
    told = [body["text"] for body in campaign_harness.outreach.heard(BORIS)]
    assert len([text for text in told if "заблокировали больше 2 %" in text]) == 1
    assert len([one for one in people if campaign_harness.got(one)]) < 400


async def test_few_blocks_among_few_people_say_nothing_yet(campaign_harness: CampaignHarness) -> None:
    people = customers(40)
    await campaign_harness.store(*people)
    campaign_harness.outreach.fake_bot_api.closed.update(one.id for one in people[:10])
    campaign = await campaign_harness.started()
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.DONE


async def test_complaints_after_the_message_stop_it_too(campaign_harness: CampaignHarness) -> None:
    people = customers(700)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database
    await database.write(campaign_harness.parts.outreach.post_page)
    await campaign_harness.outreach.settled()
    reached = [one for one in people if campaign_harness.got(one)]
    for one in reached[:2]:
        await campaign_harness.outreach.complain(one)
    row = await campaign_harness.run_until_settled(campaign)
    assert (row["state"], row["broken_by"]) == (CampaignState.BROKEN, "complaints")


async def test_what_is_uncertain_is_counted_told_and_never_sent_again(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(5)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    await campaign_harness.outreach.settled()
    campaign_harness.outreach.fake_bot_api.cuts = 3
    await campaign_harness.run_until_settled(campaign)
    assert [len(campaign_harness.got(one)) for one in people] == [1] * 5
    counts = await campaign_harness.outreach.harness.database.read(campaign_counts.progress, campaign)
    assert (counts.sent, counts.uncertain) == (2, 3)
    told = [body["text"] for body in campaign_harness.outreach.heard(BORIS)]
    assert any("Неясно, дошло ли: 3" in text and "завершена" in text for text in told)


async def test_a_life_that_ended_while_it_sent_repeats_nothing(campaign_harness: CampaignHarness) -> None:
    people = customers(30)
    await campaign_harness.store(*people)
    campaign = await campaign_harness.started()
    await campaign_harness.parts.campaigns.run_once()
    database = campaign_harness.outreach.harness.database

    def claim_ten(connection: Connection) -> None:
        """As far as an earlier life came before it was killed."""
        for row in campaign_harness.parts.outreach.post_page(connection).rows[:10]:
            assert outbox.claim(connection, row.id)

    await database.write(claim_ten)
    assert await database.write(give_up_claimed, campaign_harness.outreach.now) == 10
    await campaign_harness.run_until_settled(campaign)
    assert sum(len(campaign_harness.got(one)) for one in people) == 20
    states = await campaign_harness.states()
    assert states.count((PlanState.DROPPED, "uncertain")) == 10


async def test_a_service_message_needs_no_consent_and_passes_an_open_case(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA, ZOYA, consented=None)
    case = await campaign_harness.outreach.complain(ANNA)
    await campaign_harness.outreach.close(case, ANNA)
    database = campaign_harness.outreach.harness.database

    def name_cause(connection: Connection) -> None:
        connection.execute(tables.cases.update().values(cause="courier"))

    await database.write(name_cause)
    await campaign_harness.outreach.complain(ANNA)
    campaign = await campaign_harness.started(Audience(cause="courier"), kind=CampaignKind.SERVICE)
    await campaign_harness.run_until_settled(campaign)
    assert len(campaign_harness.got(ANNA)) == 1
    assert campaign_harness.got(ZOYA) == []


async def test_a_restored_copy_holds_it_and_dropping_what_waits_stops_it(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(*customers(3))
    campaign = await campaign_harness.started()
    now, database = campaign_harness.outreach.now, campaign_harness.outreach.harness.database
    await database.write(installation.store, Installation("one"))
    assert await database.write(hold.begin, CopySign.RESTORED, now)
    await campaign_harness.run_once()
    assert await campaign_harness.states() == []
    assert await database.write(hold.drop, now)
    row = await campaign_harness.run_until_settled(campaign)
    assert row["state"] == CampaignState.STOPPED
    assert await campaign_harness.states() == []


async def test_neither_staff_nor_who_came_later_get_it(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA)
    campaign = await campaign_harness.started()
    await campaign_harness.store(ZOYA)
    await campaign_harness.run_until_settled(campaign)
    assert [len(campaign_harness.got(one)) for one in (BORIS, ANNA, ZOYA)] == [0, 1, 0]


async def test_why_tells_of_a_campaign_as_of_anything_else(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(ANNA)
    await campaign_harness.store(ZOYA, consented=False)
    campaign = await campaign_harness.started()
    await campaign_harness.run_until_settled(campaign)
    await campaign_harness.outreach.say(BORIS, f"/why {ZOYA.id}")
    told = campaign_harness.outreach.heard(BORIS)[-1]["text"]
    assert "Новая кофейня" in told
    assert "нет согласия на предложения" in told


async def test_a_campaign_that_this_version_cannot_read_holds_up_no_other(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(ANNA)
    strange = await campaign_harness.started()

    def make_strange(connection: Connection) -> None:
        connection.execute(tables.campaigns.update().values(audience={"phase_of_the_moon": "full"}))

    await campaign_harness.outreach.harness.database.write(make_strange)
    campaign = await campaign_harness.started()
    await campaign_harness.run_until_settled(campaign)
    assert len(campaign_harness.got(ANNA)) == 1
    assert (await campaign_harness.row(strange))["state"] == CampaignState.RUNNING


async def test_who_was_removed_from_the_team_hears_no_more_of_their_campaign(
    campaign_harness: CampaignHarness,
) -> None:
    """Owners hear how it ended instead."""
    database, now = campaign_harness.outreach.harness.database, campaign_harness.outreach.now
    await database.write(staff.enroll, Staff(ZOYA.id, Role.MANAGER, now, ZOYA.name))
    await campaign_harness.store(*customers(3))
    campaign = await campaign_harness.started(created_by=ZOYA.id)
    await database.write(staff.revoke, ZOYA.id, now)
    await campaign_harness.run_until_settled(campaign)
    assert campaign_harness.outreach.heard(ZOYA) == []
    [told] = [body["text"] for body in campaign_harness.outreach.heard(BORIS)]
    assert "завершена" in told

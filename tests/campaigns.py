"""Campaigns over the harness of outreach: made and moved as the chat does, with people who can get them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, update

from handlers.manager.campaign_progress import place_of
from storage import tables
from storage.effects import addresses_of
from storage.outreach import campaigns
from storage.row_values import values_of
from storage.rows import Campaign, Consent, Customer, Place
from surveys.language.languages import Language
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.consents import ConsentKind
from tests.outreach_harness import OutreachHarness
from tests.updates import BORIS, Person

EVERYBODY = Audience()
WORDS = {"ru": "Открыли вторую кофейню!", "en": "We opened a second café!"}


@dataclass
class CampaignHarness:
    """A running harness with campaigns in it."""

    outreach: OutreachHarness

    @property
    def parts(self) -> Any:
        return self.outreach.harness.parts

    async def store(self, *people: Person, consented: bool | None = True, **columns: Any) -> None:
        """Customers in Telegram who allowed offers, or said nothing of them for None."""
        ids, now = self.outreach.harness.ids, self.outreach.now
        rows = [
            Customer(ids.next(), one.id, Language((one.language or "ru")[:2]), now, one.name, **columns)
            for one in people
        ]

        def write(connection: Connection) -> None:
            connection.execute(insert(tables.customers), [values_of(row) for row in rows])
            connection.execute(
                insert(tables.addresses), [values_of(one) for row in rows for one in addresses_of(row)]
            )
            if consented is not None:
                decided = [
                    Consent(ids.next(), row.id, ConsentKind.PROMOTION, consented, "test", now) for row in rows
                ]
                connection.execute(insert(tables.consents), [values_of(one) for one in decided])

        await self.outreach.harness.database.write(write)

    async def started(self, audience: Audience = EVERYBODY, **values: Any) -> int:
        """A campaign that was started just now; its id."""
        now = self.outreach.now
        given: dict[str, Any] = {
            "name": "Новая кофейня", "kind": CampaignKind.PROMOTION, "words": WORDS, "holdout": 0.0,
            "block_limit": 0.02, "complaint_limit": 0.01, "created_by": BORIS.id,
        } | values  # fmt: skip
        new_id = self.outreach.harness.ids.next()
        campaign = Campaign(
            new_id, created_at=now, audience=audience.to_json(), state=CampaignState.RUNNING, started_at=now,
            enrolled_below=new_id, **given,
        )  # fmt: skip
        await self.outreach.harness.database.write(campaigns.add, campaign)
        await self.outreach.store(Place(place_of(new_id), BORIS.id, None, 1, filled_at=now))
        return campaign.id

    async def move(self, campaign_id: int, before: CampaignState, after: CampaignState) -> bool:
        values = {} if after.is_under_way else {"ended_at": self.outreach.now}
        write = self.outreach.harness.database.write
        return await write(campaigns.move, campaign_id, [before], after, **values)

    async def resume(self, campaign_id: int) -> bool:
        return await self.outreach.harness.database.write(campaigns.resume, campaign_id, self.outreach.now)

    async def run_once(self) -> None:
        """A round of campaigns and one of outreach; what may go has gone."""
        await self.parts.campaigns.run_once()
        await self.outreach.run_once()

    async def run_until_settled(self, campaign_id: int, rounds: int = 50) -> Mapping[str, Any]:
        """Rounds until nothing of the campaign waits: its row."""
        for _ in range(rounds):
            await self.run_once()
            if (row := await self.row(campaign_id))["settled_at"] is not None:
                return row
        raise AssertionError("it goes on and on")

    async def row(self, campaign_id: int) -> Mapping[str, Any]:
        rows = await self.outreach.harness.rows(tables.campaigns)
        return next(row for row in rows if row["id"] == campaign_id)

    async def states(self) -> list[tuple[str, str | None]]:
        """How far each plan has come, and why."""
        return [(plan["state"], plan["why"]) for plan in await self.outreach.plans("campaign")]

    async def set_customer(self, person: Person, **values: Any) -> None:
        customer = (await self.outreach.customer(person))["id"]

        def write(connection: Connection) -> None:
            connection.execute(
                update(tables.customers).where(tables.customers.c.id == customer).values(**values)
            )

        await self.outreach.harness.database.write(write)

    def got(self, person: Person) -> list[str]:
        """The campaign's messages that reached a person."""
        texts = [body["text"] for body in self.outreach.heard(person)]
        return [text for text in texts if text in WORDS.values()]

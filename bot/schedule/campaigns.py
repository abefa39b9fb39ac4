"""Campaigns under way: who is next of the audience gets a plan, the breaker is asked, the end is told.

All of it is rows: what a crash interrupts goes on from where it was. The outreach sends these plans as it
does all others; so few of a campaign wait at a time that a pause, a stop or the breaker takes hold at once.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiogram.methods import EditMessageText, SendMessage

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from handlers.manager.campaign_progress import ended, name_of, place_of, progress
from handlers.manager.campaign_schedule import began
from handlers.outreach.campaign_enrolment import Enrolment, enrolment, unaskable
from handlers.outreach.policy_facts import looked_back
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing
from reports.screen import Screen
from storage import installation
from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.outreach import audiences, campaign_counts, campaigns, plans
from storage.outreach.campaign_counts import CampaignProgress
from storage.outreach.recipients import recipients
from storage.people import customers, staff
from storage.rows import Campaign, OutboxRow
from surveys.outreach.audience import Audience
from surveys.outreach.campaigns import LATE, BreakerLimits, CampaignState, breaker_reason
from surveys.outreach.urgency import Urgency

log = logging.getLogger(__name__)

WINDOW: Final = 500
"""How many messages of a campaign wait for nothing but their turn at most."""
_PAGE: Final = 100
"""How many people get their plans in one transaction."""
_SHOWN_EVERY: Final = timedelta(seconds=5)


@dataclass(slots=True)
class _LastShown:
    """What the one message about a campaign says, and since when."""

    shown: Screen
    at: datetime


class Campaigns:
    def __init__(
        self, database: Database, contexts: ContextStore, enqueuer: Enqueuer,
        offer: Callable[[Iterable[OutboxRow]], None], clock: Clock, ids: Ids,
    ) -> None:  # fmt: skip
        self._database = database
        self._contexts = contexts
        self._enqueuer = enqueuer
        self._offer = offer
        self._clock = clock
        self._ids = ids
        self._screens: dict[int, _LastShown] = {}

    async def run_once(self) -> None:
        """Start what is due, and bring every campaign that is not settled one step on; nothing in a copy.

        One that fails, as a newer version's may here, holds up no other.
        """
        due = await self._database.read(campaigns.due_to_start, self._clock.now())
        found = await self._database.read(campaigns.unsettled)
        if not (due or found) or await self._database.read(installation.is_held):
            return
        for campaign in [*due, *found]:
            try:
                await self._advance(campaign)
            except Exception as error:
                log.error("a campaign does not go on id=%d", campaign.id, exc_info=error)

    async def _advance(self, campaign: Campaign) -> None:
        if campaign.state is CampaignState.SCHEDULED:
            self._offer(await self._database.write(self._begin, campaign))
            return
        if campaign.state is CampaignState.RUNNING:
            await self._ask_breaker(campaign)
            await self._enroll(campaign)
        elif campaign.ended_at is not None:
            await self._cancel_waiting(campaign)
        counts = await self._database.read(campaign_counts.progress, campaign.id)
        await self._finish(campaign, counts)
        await self._show(campaign.id, counts)

    def _begin(self, connection: Connection, campaign: Campaign) -> list[OutboxRow]:
        """Start a campaign at its time, once, with the one message about it.

        Not if that was missed by too much, or whoever chose it is not in the team any more: a draft again.
        """
        now, language = self._clock.now(), self._reader(connection, campaign)
        is_late = campaign.starts_at is not None and now > campaign.starts_at + LATE
        before = [CampaignState.SCHEDULED]
        if language is None or is_late:
            if not campaigns.move(connection, campaign.id, before, CampaignState.DRAFT, starts_at=None):
                return []
            return self._tell_missed(connection, campaign, language)
        values = began(now, self._ids.next())
        if not campaigns.move(connection, campaign.id, before, CampaignState.RUNNING, **values):
            return []
        started = campaigns.find(connection, campaign.id) or campaign
        shown = progress(self._app, started, CampaignProgress(), language)
        method = SendMessage(
            chat_id=campaign.created_by, text=shown.text, reply_markup=keyboards.of_rows(shown.rows)
        )
        return self._post(connection, Outgoing(method, Urgency.SERVICE, fills=place_of(campaign.id)))

    def _tell_missed(
        self, connection: Connection, campaign: Campaign, language: str | None
    ) -> list[OutboxRow]:
        """Why it did not start, to whoever chose that, else to the owners."""
        readers = [campaign.created_by] if language is not None else sorted(self._app.owner_ids)
        spoken, why = language or self._app.language, "gone" if language is None else "late"
        text = self._app.texts.text(
            spoken, "campaign-not-begun", why=why, name=name_of(self._app, campaign, spoken)
        )
        rows = list[OutboxRow]()
        for chat_id in readers:
            rows += self._post(connection, Outgoing(SendMessage(chat_id=chat_id, text=text), Urgency.SERVICE))
        return rows

    # Who is next ----------------------------------------------------------------------------------

    async def _enroll(self, campaign: Campaign) -> None:
        """Give the next people of the audience their plans, until enough wait or all have theirs."""
        now = self._clock.now()
        room = WINDOW - await self._database.read(campaign_counts.due, campaign.id, now)
        while room > 0:
            found = await self._database.read(campaigns.find, campaign.id)
            if found is None or found.state is not CampaignState.RUNNING or found.enrolled_at is not None:
                return
            added = await self._enroll_page(found, now, min(room, _PAGE))
            if added is None:
                return
            room -= added

    async def _enroll_page(self, campaign: Campaign, now: datetime, limit: int) -> int | None:
        """How many new plans wait for their turn; None at the end of the audience."""
        audience, after, below = (
            Audience.from_json(campaign.audience),
            campaign.enrolled_to,
            campaign.enrolled_below,
        )
        members = await self._database.read(
            audiences.members, audience, now, after=after, below=below or after, limit=limit
        )
        app = self._contexts.current
        people = await self._database.read(recipients, members, now - looked_back(app))
        left_out = await self._database.read(unaskable, app, campaign, members, now)
        found = [people[one] for one in members if one in people]
        page = enrolment(app, campaign, found, now, self._ids, left_out)
        is_last = len(members) < limit
        to = members[-1] if members else campaign.enrolled_to
        is_ours = await self._database.write(_store, campaign, page, to, now if is_last else None)
        return None if is_last or not is_ours else page.waiting

    # What stops it --------------------------------------------------------------------------------

    async def _ask_breaker(self, campaign: Campaign) -> None:
        found = await self._database.read(campaign_counts.signals, campaign)
        at_least = self._contexts.current.breaker.at_least
        limits = BreakerLimits(campaign.block_limit, campaign.complaint_limit, at_least)
        why = breaker_reason(found, limits)
        if why is not None:
            self._offer(await self._database.write(self._end, campaign, CampaignState.BROKEN, broken_by=why))

    async def _cancel_waiting(self, campaign: Campaign) -> None:
        now = self._clock.now()
        while await self._database.write(campaigns.cancel_waiting, campaign.id, now, _PAGE):
            pass
        await self._database.write(campaigns.hasten, campaign.id, now)

    async def _finish(self, campaign: Campaign, counts: CampaignProgress) -> None:
        """A campaign is done once everybody has their plan and none is open; an ended one is settled then."""
        if counts.still_open:
            return
        if campaign.enrolled_at is not None:
            self._offer(await self._database.write(self._end, campaign, CampaignState.DONE))
        if await self._database.write(campaigns.settle, campaign.id, self._clock.now()):
            self._screens.pop(campaign.id, None)
            await self._show(campaign.id, counts)
            self._screens.pop(campaign.id, None)

    def _end(
        self, connection: Connection, /, campaign: Campaign, after: CampaignState, **values: object
    ) -> list[OutboxRow]:
        """End a running campaign and tell whoever started it, else the owners; nothing where it has ended."""
        now = self._clock.now()
        if not campaigns.move(
            connection, campaign.id, [CampaignState.RUNNING], after, ended_at=now, **values
        ):
            return []
        over = campaigns.find(connection, campaign.id) or campaign
        counts = campaign_counts.progress(connection, campaign.id)
        rows = list[OutboxRow]()
        reader = self._reader(connection, over)
        for chat_id in [over.created_by] if reader is not None else sorted(self._app.owner_ids):
            shown = ended(self._app, over, counts, reader or self._app.language)
            buttons = keyboards.of_rows(shown.rows)
            method = SendMessage(chat_id=chat_id, text=shown.text, reply_markup=buttons)
            rows += self._post(connection, Outgoing(method, Urgency.SERVICE))
        return rows

    # What is told ---------------------------------------------------------------------------------

    async def _show(self, campaign_id: int, counts: CampaignProgress) -> None:
        """Put how far it has come into its one message, if that says something else by now."""
        campaign = await self._database.read(campaigns.find, campaign_id)
        if campaign is None:
            return
        language = await self._database.read(self._reader, campaign)
        if language is None:
            return
        shown, now = progress(self._app, campaign, counts, language), self._clock.now()
        before = self._screens.get(campaign_id)
        if before is not None and (before.shown == shown or now < before.at + _SHOWN_EVERY):
            return
        self._screens[campaign_id] = _LastShown(shown, now)
        method = EditMessageText(
            chat_id=campaign.created_by, text=shown.text, reply_markup=keyboards.of_rows(shown.rows)
        )
        outgoing = Outgoing(method, Urgency.REPLY, at=place_of(campaign_id))
        self._offer(await self._database.write(self._post, outgoing))

    def _post(self, connection: Connection, outgoing: Outgoing) -> list[OutboxRow]:
        effects = Effects()
        row = self._enqueuer.post(outgoing, None, effects)
        flush(connection, [effects])
        return [row]

    def _reader(self, connection: Connection, campaign: Campaign) -> str | None:
        """The language of whoever started it; None where they may not read numbers any more."""
        telegram_id = campaign.created_by
        role = staff.roles_of(connection, [telegram_id]).get(telegram_id)
        if telegram_id not in self._app.owner_ids and (role is None or not role.reads_numbers):
            return None
        reader = customers.customer(connection, telegram_id)
        return reader.language if reader is not None else self._app.language

    @property
    def _app(self) -> AppContext:
        return self._contexts.current


def _store(
    connection: Connection, campaign: Campaign, page: Enrolment, to: int, enrolled_at: datetime | None
) -> bool:
    """Store the plans of a page; False, and none is stored, where the campaign moved on meanwhile."""
    if not campaigns.enrolled(connection, campaign, to, enrolled_at):
        return False
    plans.add_all(connection, page.plans)
    effects = Effects()
    for entry in page.entries:
        effects.add(entry)
    flush(connection, [effects])
    return True

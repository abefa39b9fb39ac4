"""Customers who cannot be reached while their case is open: staff are told, once each time."""

from aiogram import Bot

from bot.clock import Clock
from bot.posting import post
from bot.premises import Premises
from bot.sender import Sender
from handlers.house import House, SupportChat
from handlers.support import spots
from handlers.support.carrying import plain
from handlers.visit import Outgoing
from storage import cases, outbox
from storage.cases import Unreachable
from storage.database import Connection, Database
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import OutboxRow, Place
from surveys.urgency import Urgency


class Undelivered:
    """Telegram tells of a block before or after a message was lost to it; the case shows either."""

    def __init__(
        self, database: Database, sender: Sender, premises: Premises, bot: Bot, clock: Clock, ids: Ids
    ) -> None:
        self._database = database
        self._sender = sender
        self._premises = premises
        self._bot = bot
        self._clock = clock
        self._ids = ids

    async def go_round(self) -> None:
        house = self._premises.house
        if house.support is None:
            return
        found = await self._database.read(cases.out_of_reach)
        if found:
            self._sender.offer(await self._database.write(self._tell, house, house.support))

    def _tell(self, connection: Connection, house: House, support: SupportChat) -> list[OutboxRow]:
        found = {_spot(one): one for one in cases.out_of_reach(connection)}
        told = outbox.find_places(connection, found)
        effects = Effects()
        rows = [
            self._note(one, spot, house, support, effects) for spot, one in found.items() if spot not in told
        ]
        flush(connection, [effects])
        return rows

    def _note(
        self, one: Unreachable, spot: str, house: House, support: SupportChat, effects: Effects
    ) -> OutboxRow:
        effects.add(Place(spot))
        said = plain(support.id, house.texts.say(house.language, "support-left"))
        outgoing = Outgoing(said, Urgency.ESCALATION, fills=spot, at=spots.topic(one.case.number))
        return post(outgoing, one.customer, effects, self._bot, self._ids, self._clock.now())


def _spot(one: Unreachable) -> str:
    """A customer who comes back and leaves again is told of again."""
    return spots.said(one.case.number, f"left-{int(one.since.timestamp())}")

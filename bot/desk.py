"""The desk: one letter in, one decision out. It reads what the batch loaded and touches nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from bot import mail
from bot.clock import Clock
from bot.posting import post
from bot.premises import Premises
from handlers.house import House
from handlers.router import dispatcher
from handlers.visit import Reader, Visit
from storage.effects import Effects
from storage.ids import Ids
from storage.opening import Opened
from storage.rows import Customer, Letter, OutboxRow
from surveys.language import language_of
from surveys.roles import Role

_EVENTS: Mapping[str, type[TelegramObject]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
}


class UnknownKind(Exception):
    """An update of a kind that this version does not know."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a tap is answered with, best effort, so that the button stops spinning."""

    callback_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    letter: Letter
    effects: Effects
    rows: list[OutboxRow]
    acknowledgement: Acknowledgement | None = None
    refurnishes: bool = False


class Desk:
    def __init__(self, premises: Premises, bot: Bot, clock: Clock, ids: Ids) -> None:
        self.premises = premises
        self._dispatcher = dispatcher()
        self._bot = bot
        self._clock = clock
        self._ids = ids

    @property
    def _house(self) -> House:
        return self.premises.house

    async def decide(self, letter: Letter, opened: Opened, read: Reader) -> Decision:
        """Raises whatever the parser or the handler raises; then nothing of this letter is written."""
        event = self._parse(letter)
        person = mail.person_of(letter)
        if person is None:
            return Decision(letter, Effects(), [])
        visit = self._visit(letter, person, opened, read)
        try:
            # One floor below `feed_update`: its middlewares look for what the visit holds already.
            said = await self._dispatcher.propagate_event(
                letter.kind, event, bot=self._bot, visit=visit, house=self._house
            )
            rows = [
                post(outgoing, visit.customer, visit.effects, self._bot, self._ids, visit.now)
                for outgoing in visit.outgoing
            ]
        except Exception:
            await visit.undo()
            raise
        await visit.keep()
        acknowledgement = acknowledgement_of(letter, said if isinstance(said, str) else None)
        return Decision(letter, visit.effects, rows, acknowledgement, visit.refurnishes)

    def _parse(self, letter: Letter) -> TelegramObject:
        """The event alone: its update has nothing else that is not in the letter."""
        kind = _EVENTS.get(letter.kind)
        if kind is None:
            raise UnknownKind(letter.kind)
        _drop_our_keyboard(letter)
        return kind.model_validate((letter.payload or {})[letter.kind], context={"bot": self._bot})

    def _visit(self, letter: Letter, person: int, opened: Opened, read: Reader) -> Visit:
        now = self._clock.now()
        known = opened.people.get(person)
        customer = known.customer if known else self._stranger(letter, person)
        visit = Visit(now, self._house.zone, self._ids, read, customer, known.conversation if known else None)
        visit.role = self._role(letter, person, known.role if known else opened.roles.get(person))
        if mail.is_private(letter):
            self._meet(visit, letter, stranger=known is None)
        return visit

    def _role(self, letter: Letter, person: int, enrolled: Role | None) -> Role | None:
        """By the id of whoever wrote or pressed; who speaks in the name of a chat has none."""
        if mail.is_disguised(letter):
            return None
        return Role.OWNER if person in self._house.owner_ids else enrolled

    def _meet(self, visit: Visit, letter: Letter, *, stranger: bool) -> None:
        """Whoever comes to us is a customer from now on, and can be reached again."""
        if stranger:
            visit.effects.add(visit.customer)
        elif visit.customer.blocked_at is not None and letter.kind != "my_chat_member":
            visit.update_customer(blocked_at=None)

    def _stranger(self, letter: Letter, person: int) -> Customer:
        who = ((letter.payload or {}).get(letter.kind) or {}).get("from") or {}
        return Customer(
            id=self._ids.next(),
            telegram_id=person,
            name=who.get("first_name"),
            language=language_of(who.get("language_code"), self._house.language),
            joined_at=self._clock.now(),
        )


def _drop_our_keyboard(letter: Letter) -> None:
    """A tap carries the whole keyboard back to us who made it; parsing it costs more than the rest."""
    content = (letter.payload or {}).get("callback_query")
    message = content.get("message") if isinstance(content, dict) else None
    if isinstance(message, dict):
        message.pop("reply_markup", None)


def acknowledgement_of(letter: Letter, text: str | None = None) -> Acknowledgement | None:
    """Of any tap, also of one that could not be handled."""
    content = (letter.payload or {}).get("callback_query")
    callback_id = content.get("id") if isinstance(content, dict) else None
    return Acknowledgement(callback_id, text) if isinstance(callback_id, str) else None

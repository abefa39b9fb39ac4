"""One update in, one decision out. The processor reads what the batch loaded and touches nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.clock import Clock
from bot.config.context_store import ContextStore
from bot.delivery.enqueue import Enqueuer
from bot.processing import consent_gate
from bot.processing.events import album_of, event_of
from bot.processing.update_content import person_object, text_of
from bot.processing.updates import KINDS, is_disguised, is_private, person_of, thread_of, written_at
from handlers.router import dispatcher
from handlers.routes import Routes
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import Outgoing, Run, UpdateContext
from handlers.staff import usernames
from storage.delivery import inbox
from storage.delivery.batch import Opened
from storage.effects import Effects
from storage.ids import Ids
from storage.rows import Customer, InboxUpdate, OutboxRow
from storage.rows import Message as StoredMessage
from surveys.language.languages import language_of
from surveys.outreach.urgency import Urgency
from surveys.roles import Role


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a tap is answered with, best effort, so that the button stops spinning."""

    callback_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    update: InboxUpdate
    effects: Effects
    rows: list[OutboxRow]
    acknowledgement: Acknowledgement | None = None
    settings_changed: bool = False
    has_released: bool = False
    """What was held waits in the inbox now."""


_SAID = frozenset(["message", "edited_message", "callback_query"])
"""Kinds of updates in which somebody says something."""


class UpdateProcessor:
    def __init__(self, contexts: ContextStore, enqueuer: Enqueuer, bot: Bot, clock: Clock, ids: Ids) -> None:
        self.contexts = contexts
        self._routes = {kind: Routes(dispatcher(), kind) for kind in KINDS}
        self._enqueuer = enqueuer
        self._bot = bot
        self._clock = clock
        self._ids = ids

    @property
    def _app(self) -> AppContext:
        return self.contexts.current

    async def decide(self, update: InboxUpdate, opened: Opened, run: Run) -> Decision:
        """What is decided about an update; raises whatever the parser or the handler raises.

        Then nothing of this update is written.
        """
        event = event_of(update, self._bot)
        person = person_of(update)
        if person is None or await _changes_nothing(update, run):
            return Decision(update, Effects(), [])
        ctx = self._context(update, person, opened, run)
        typed = None
        if is_private(update):
            is_known = person in opened.people
            if await consent_gate.is_closed(ctx, update, event, is_known=is_known):
                typed = await consent_gate.typed_button(ctx, update, event)
                if typed is None:
                    return await self._hold(ctx, update, event)
            self._meet(ctx, update, stranger=not is_known)
        ctx.album = album_of(update, self._bot)
        ctx.press = partial(self._press, ctx, event)
        try:
            await usernames.remember(ctx, text_of(_sender(update), "username"))
            said = await (self._press(ctx, event, typed) if typed else self._handle(ctx, update, event))
            rows = [self._enqueuer.post(one, ctx.customer, ctx.effects) for one in ctx.outgoing]
        except Exception:
            await ctx.undo()
            raise
        await ctx.keep()
        opened.unread_cases.update(_cases_told_of(ctx.effects))
        acknowledgement = acknowledgement_of(update, said if isinstance(said, str) else None)
        return Decision(update, ctx.effects, rows, acknowledgement, ctx.settings_changed, ctx.has_released)

    async def _handle(self, ctx: UpdateContext, update: InboxUpdate, event: TelegramObject) -> object:
        return await self._routes[update.kind].handle(event, bot=self._bot, ctx=ctx, app=self._app)

    async def _hold(self, ctx: UpdateContext, update: InboxUpdate, event: TelegramObject) -> Decision:
        """Ask for consent; of whoever has not given it nothing is stored but what they said, as it came."""
        await consent_gate.hold(ctx, update, event)
        rows = [self._enqueuer.post(one, None, ctx.effects) for one in ctx.outgoing]
        return Decision(update, ctx.effects, rows, acknowledgement_of(update))

    async def _press(self, ctx: UpdateContext, event: TelegramObject, data: str) -> str | None:
        """What pops up at a button whose label was typed: a tap that names no message."""
        if not isinstance(event, Message) or event.from_user is None:
            return None
        query = CallbackQuery(id="", from_user=event.from_user, chat_instance="", data=data)
        said = await self._routes["callback_query"].handle(query, bot=self._bot, ctx=ctx, app=self._app)
        return said if isinstance(said, str) else None

    def apologize(self, update: InboxUpdate, opened: Opened) -> Decision | None:
        """What whoever wrote in private is told of an update that could not be handled; None for others."""
        person = person_of(update)
        if person is None or not is_private(update) or update.kind not in _SAID:
            return None
        known = opened.people.get(person)
        customer = known.customer if known else self._stranger(update, person)
        effects = Effects()
        said = SendMessage(chat_id=person, text=self._app.texts.text(customer.language, "update-kept"))
        row = self._enqueuer.post(Outgoing(said, Urgency.REPLY), known.customer if known else None, effects)
        return Decision(update, effects, [row])

    def _context(self, update: InboxUpdate, person: int, opened: Opened, run: Run) -> UpdateContext:
        now = self._clock.now()
        known = opened.people.get(person)
        customer = known.customer if known else self._stranger(update, person)
        ctx = UpdateContext(self._app, now, self._ids, run, customer, known.conversation if known else None)
        ctx.said_at = written_at(update, now)
        ctx.thread_id = thread_of(update) if is_private(update) else None
        ctx.unread_cases = opened.unread_cases
        ctx.role = self._role(update, person, known.role if known else opened.roles.get(person))
        return ctx

    def _role(self, update: InboxUpdate, person: int, enrolled: Role | None) -> Role | None:
        """The role of whoever wrote or pressed, by their id; None for who speaks in the name of a chat."""
        if is_disguised(update):
            return None
        return Role.OWNER if person in self._app.owner_ids else enrolled

    def _meet(self, ctx: UpdateContext, update: InboxUpdate, *, stranger: bool) -> None:
        """Whoever comes to us is a customer from now on, and can be reached again."""
        if stranger:
            ctx.customer = ctx.effects.add(_known_as(ctx.customer, ctx.role, ctx.written_at))
        elif ctx.customer.staff_since is not None and ctx.role is None:
            ctx.update_customer(staff_since=None, joined_at=ctx.written_at)
        if ctx.customer.blocked_at is not None and update.kind != "my_chat_member":
            ctx.update_customer(blocked_at=None)

    def _stranger(self, update: InboxUpdate, person: int) -> Customer:
        who = _sender(update)
        return Customer(
            id=self._ids.next(),
            telegram_id=person,
            name=text_of(who, "first_name"),
            language=language_of(text_of(who, "language_code"), self._app.language),
            joined_at=written_at(update, self._clock.now()),
        )


def _sender(update: InboxUpdate) -> dict[str, Any]:
    return person_object((update.payload or {}).get(update.kind))


def _known_as(customer: Customer, role: Role | None, now: datetime) -> Customer:
    """Who comes as one of the staff is none of the customers."""
    return customer if role is None else replace(customer, staff_since=now)


def _cases_told_of(effects: Effects) -> Iterator[int]:
    """The cases to which customers added words or files."""
    for row in effects.added:
        if isinstance(row, StoredMessage) and row.case_id is not None and row.staff_telegram_id is None:
            yield row.case_id


async def _changes_nothing(update: InboxUpdate, run: Run) -> bool:
    """Telegram calls a message edited whose link got a preview, too."""
    return update.kind == "edited_message" and await run(inbox.is_unchanged, update)


def acknowledgement_of(update: InboxUpdate, text: str | None = None) -> Acknowledgement | None:
    """The acknowledgement of a tap, also of one that could not be handled; None for any other update."""
    content = (update.payload or {}).get("callback_query")
    callback_id = content.get("id") if isinstance(content, dict) else None
    return Acknowledgement(callback_id, text) if isinstance(callback_id, str) else None

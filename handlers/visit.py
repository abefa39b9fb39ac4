"""One letter being handled: who wrote it, what is stored about them, and what is decided."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, ReplyParameters

from storage import savepoints, settings
from storage.effects import Effects
from storage.ids import Ids
from storage.rows import Conversation, Customer
from surveys.policy import Kind
from surveys.roles import Role
from surveys.urgency import Urgency

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call that was decided on. `fills` and `at` name places; see docs/glossary.md."""

    method: TelegramMethod[Any]
    urgency: Urgency
    fills: str | None = None
    at: str | None = None
    kind: Kind | None = None
    """Of a message that we start: the contact policy is asked once more before it is sent."""


class Reader(Protocol):
    """Runs a function of storage inside the transaction of the batch."""

    def __call__(
        self, work: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]: ...


@dataclass(slots=True)
class Visit:
    """Handlers read from it and decide into it. Nothing leaves before the batch is committed."""

    now: datetime
    zone: ZoneInfo
    ids: Ids
    read: Reader
    customer: Customer
    conversation: Conversation | None = None
    role: Role | None = None
    effects: Effects = field(default_factory=Effects)
    outgoing: list[Outgoing] = field(default_factory=list)
    refurnishes: bool = False
    """An owner chose something that every later letter must know."""
    _wrote: bool = False

    @property
    def language(self) -> str:
        return self.customer.language

    async def write(self, work: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """For what other letters of the batch must see at once, such as a one-time link or a case."""
        if self._wrote:
            return await self.read(work, *args, **kwargs)
        self._wrote = True
        return await self.read(savepoints.begun, work, *args, **kwargs)

    async def keep(self) -> None:
        """The letter was handled: what was written stands with the batch."""
        if self._wrote:
            await self.read(savepoints.keep)

    async def undo(self) -> None:
        """The handler raised: nothing of this letter is written."""
        if self._wrote:
            await self.read(savepoints.undo)

    async def choose(self, name: str, value: Any) -> None:
        """Store what an owner chose; see handlers.house."""
        await self.write(settings.put, name, value)
        self.refurnishes = True

    @property
    def today(self) -> date:
        """The day in the business's zone: the one that reports count by."""
        return self.now.astimezone(self.zone).date()

    def send(
        self,
        method: TelegramMethod[Any],
        urgency: Urgency = Urgency.REPLY,
        *,
        fills: str | None = None,
        at: str | None = None,
        kind: Kind | None = None,
    ) -> None:
        """Put a call into the outbox. It is posted after the commit, never awaited here."""
        self.outgoing.append(Outgoing(method, urgency, fills, at, kind))

    def reply(self, text: str, keyboard: InlineKeyboardMarkup | None = None, *, html: bool = False) -> None:
        """Answer in the person's own chat. Text is sent as it is; only reports of ours are HTML."""
        self.send(
            SendMessage(
                chat_id=self.customer.telegram_id or 0,
                text=text,
                reply_markup=keyboard,
                parse_mode="HTML" if html else None,
            )
        )

    def say(
        self,
        chat_id: int,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> None:
        """Answer where something was said, in a group for instance."""
        self.send(
            SendMessage(
                chat_id=chat_id,
                text=text,
                reply_markup=keyboard,
                message_thread_id=thread_id,
                reply_parameters=ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
                if reply_to
                else None,
            )
        )

    def update_customer(self, **values: Any) -> None:
        self.customer = self.effects.change(self.customer, **values)

    def update_conversation(self, **values: Any) -> None:
        if self.conversation is not None:
            self.conversation = self.effects.change(self.conversation, **values)

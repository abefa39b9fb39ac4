"""One update being handled: who wrote it, what is stored about them, and what is decided."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, Unpack

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Message, ReplyParameters

from handlers.shared.app_context import AppContext
from storage.effects import Effects, flush
from storage.engines import savepoints
from storage.ids import Ids
from storage.people import settings
from storage.rows import Conversation, ConversationChanges, Customer, CustomerChanges
from storage.states import Purpose
from surveys.language.languages import Language
from surveys.outreach.policy import ContactKind
from surveys.outreach.urgency import Urgency
from surveys.roles import Role

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call that was decided on. `fills` and `at` name places; see docs/glossary.md."""

    method: TelegramMethod[Any]
    urgency: Urgency
    fills: str | None = None
    at: str | None = None
    kind: ContactKind | None = None
    """What kind of message we start: the contact policy is asked once more before it is sent."""
    purpose: Purpose | None = None
    """What follows from its outcome; None where nothing does."""
    subject_id: int | None = None


ButtonCall = Callable[[str], Awaitable[str | None]]
"""Handles the data of a button as a tap on it; returns what pops up."""


class Run(Protocol):
    """Runs a function of storage inside the transaction of the batch."""

    def __call__(
        self, work: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]: ...


@dataclass(slots=True)
class UpdateContext:
    """Handlers read from it and decide into it. Nothing leaves before the batch is committed."""

    app: AppContext
    now: datetime
    ids: Ids
    run: Run
    customer: Customer
    conversation: Conversation | None = None
    role: Role | None = None
    effects: Effects = field(default_factory=Effects)
    outgoing: list[Outgoing] = field(default_factory=list)
    said_at: datetime | None = None
    """When it was written, as far as Telegram told that and it can be; else None."""
    thread_id: int | None = None
    """The topic of the private chat in which the person wrote or pressed; None where it has no topics."""
    album: Sequence[Message] = ()
    """The other messages of the album that this one is of, in their order."""
    press: ButtonCall | None = None
    """For buttons that were typed; None where nothing is routed."""
    listed: set[int] = field(default_factory=set)
    """Answers that were put on the list of what staff are to read: once an update is enough."""
    unread_cases: Collection[int] = frozenset()
    """The cases whose customers said something earlier in the batch, so that staff cannot know it yet."""
    settings_changed: bool = False
    """An owner chose something that every later update must know."""
    has_released: bool = False
    """Something that was held is now to be handled from the inbox."""
    _wrote: bool = False

    @property
    def language(self) -> Language:
        """The language of whoever wrote or pressed: `ru` or `en`."""
        return self.customer.language

    @property
    def chat_id(self) -> int:
        """The private chat with whoever wrote or pressed; Telegram gives it the person's own id."""
        return self.customer.telegram_id or 0

    def text(self, text_id: str, /, **values: Any) -> str:
        """The interface text of that id in the person's language; raises KeyError for an unknown id."""
        return self.app.texts.text(self.language, text_id, **values)

    async def write(self, work: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Write at once what other updates of the batch must see, such as a one-time link or a case."""
        if self._wrote:
            return await self.run(work, *args, **kwargs)
        self._wrote = True
        return await self.run(savepoints.begun, work, *args, **kwargs)

    def on_behalf_of(self, customer: Customer, conversation: Conversation | None = None) -> "UpdateContext":
        """The same update as if that customer had written: what is said and stored is theirs.

        For staff who begin a customer's case; something must have been written in the update before.
        """
        assert self._wrote, "the savepoint is this context's own"
        return replace(self, customer=customer, conversation=conversation, role=None, thread_id=None)

    async def write_person(self) -> None:
        """Write at once the customer and their conversation where they are new: something refers to them."""
        early = self.effects.split(Customer, Conversation)
        if early.added:
            await self.write(flush, [early])

    async def keep(self) -> None:
        """End the update's savepoint after its handler returned: what was written stands with the batch."""
        if self._wrote:
            await self.run(savepoints.keep)

    async def undo(self) -> None:
        """Go back to the update's savepoint after its handler raised: nothing of this update is written."""
        if self._wrote:
            await self.run(savepoints.undo)

    async def choose(self, name: str, value: Any) -> None:
        """Store what an owner chose; see handlers.shared.app_context."""
        await self.write(settings.store_setting, name, value)
        self.settings_changed = True

    @property
    def today(self) -> date:
        """The day of the update in the business's zone: the one that reports count by."""
        return self.written_at.astimezone(self.app.zone).date()

    @property
    def written_at(self) -> datetime:
        """The moment something was written or pressed, which may be long before it is handled."""
        return self.said_at or self.now

    def send(
        self,
        method: TelegramMethod[Any],
        urgency: Urgency = Urgency.REPLY,
        *,
        fills: str | None = None,
        at: str | None = None,
        kind: ContactKind | None = None,
        purpose: Purpose | None = None,
        subject_id: int | None = None,
    ) -> None:
        """Put a call into the outbox. It is posted after the commit, never awaited here."""
        self.outgoing.append(Outgoing(self._in_topic(method), urgency, fills, at, kind, purpose, subject_id))

    def _in_topic(self, method: TelegramMethod[Any]) -> TelegramMethod[Any]:
        """What goes back to the person goes to the topic in which they are."""
        is_reply = getattr(method, "chat_id", None) == self.chat_id
        if self.thread_id is None or not is_reply or getattr(method, "message_thread_id", 0) is not None:
            return method
        return method.model_copy(update={"message_thread_id": self.thread_id})

    def reply(
        self,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        html: bool = False,
        fills: str | None = None,
    ) -> None:
        """Answer in the person's own chat. Text is sent as it is; only reports of ours are HTML."""
        self.send(
            SendMessage(
                chat_id=self.customer.telegram_id or 0,
                text=text,
                reply_markup=keyboard,
                parse_mode="HTML" if html else None,
            ),
            fills=fills,
        )

    def send_text(
        self,
        chat_id: int,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> None:
        """Put a text into the outbox for the chat where something was said, in a group for instance."""
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

    def update_customer(self, **values: Unpack[CustomerChanges]) -> None:
        """Change columns of whoever wrote or pressed; they are stored with the batch."""
        self.customer = self.effects.change(self.customer, **values)

    def update_conversation(self, **values: Unpack[ConversationChanges]) -> None:
        """Change columns of the conversation; they are stored with the batch. Nothing happens without one."""
        if self.conversation is not None:
            self.conversation = self.effects.change(self.conversation, **values)

"""What was said in a soak of the desk, by whom, and everything that phones showed of it."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from playground import Chat, Group, Message, Person, Playground
from playground.bell import Bell

_TOKEN = re.compile(r"\bw(\d+)x(\d+)w\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a group something stands: a topic, or the message that the rest of a case replies to.

    None for the group itself.
    """

    chat_id: int
    root: int | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A phone shows words or a file. `at` is monotonic."""

    said: str
    message: Message
    at: float

    @property
    def form(self) -> tuple[str, int, bool]:
        """What may stand once in a chat: a digest names a file's words, and the file has them again."""
        return self.said, self.message.chat.id, self.message.media is not None


@dataclass(slots=True, eq=False)
class Complaint:
    """One case as its people lived it. Words are in the order in which they were written."""

    id: int
    customer: Person
    number: int | None = None
    told_at: float | None = None
    """When its customer had said what happened: monotonic. None until then."""
    story: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)
    """Answers that were said again, since it was told that nobody knows which case they are about."""
    notes: list[str] = field(default_factory=list)
    is_told: bool = False
    """Its customer adds nothing more."""
    is_settled: bool = False
    """Its agent has seen everything, and closed it since."""
    seen: list[Sighting] = field(default_factory=list)
    """In groups, at its places."""
    card_at: float | None = None
    _said: int = 0

    @property
    def written(self) -> list[str]:
        return [*self.story, *self.added]

    def token(self) -> str:
        """A word that nobody else says."""
        self._said += 1
        return f"w{self.id}x{self._said}w"

    def shown_in(self, group: Group) -> list[Message]:
        """What staff of that group may reply to, the oldest first."""
        return [one.message for one in self.seen if one.message.chat is group]

    def last_words(self) -> list[str]:
        """How it ends in the group that showed it last."""
        if not self.seen:
            return []
        last = self.seen[-1].message
        here = [one for one in last.chat.messages if place_of(one) == place_of(last)]
        return [
            f"{one.id} → {one.reply_to and one.reply_to.id}, {one.sender['first_name']}: {one.text[:80]}"
            for one in here[-6:]
        ]

    def unheard(self) -> list[str]:
        """The answers that its customer's phone does not show."""
        heard = {token for one in self.customer.chat.messages if one.from_bot for token in tokens(one.text)}
        return [token for token in self.answers if token not in heard]

    def unseen(self) -> list[str]:
        shown = {one.said for one in self.seen}
        return [token for token in self.written if token not in shown]


class Ledger:
    """Listens to all phones. `changed` rings with each message of the bot."""

    def __init__(self, telegram: Playground) -> None:
        self.complaints: list[Complaint] = []
        self.sightings: list[Sighting] = []
        self.changed = Bell()
        self._telegram = telegram
        self._known: set[tuple[int, int, str]] = set()
        self._cards: dict[int, float] = {}

    def begin(self, customer: Person) -> Complaint:
        complaint = Complaint(len(self.complaints), customer)
        self.complaints.append(complaint)
        return complaint

    async def watch(self) -> None:
        """Until cancelled."""
        with self._telegram.feed.subscribed() as changes:
            while True:
                change = await changes.get()
                if change.what in ("message", "edited") and change.message is not None:
                    if change.message.from_bot:
                        self._see(change.message)
                    self.changed.ring()

    def complaint_of(self, token: str) -> Complaint:
        found = _TOKEN.fullmatch(token)
        assert found is not None, token
        return self.complaints[int(found[1])]

    def unsettled(self) -> list[str]:
        """Who still waits, and for what."""
        return [
            f"{one.id} (case {one.number}) told={one.is_told} unseen={one.unseen()} answers={one.answers}; "
            f"the chat ends with {[message.text[:80] for message in one.customer.chat.messages[-3:]]}; "
            f"the case ends with {one.last_words()}"
            for one in self.complaints
            if not one.is_settled
        ]

    def _see(self, message: Message) -> None:
        at = time.monotonic()
        for said in tokens(message.text):
            sighting = Sighting(said, message, at)
            key = (message.chat.id, message.id, said)
            if key in self._known:
                continue
            self._known.add(key)
            self.sightings.append(sighting)
            if isinstance(message.chat, Group) and place_of(message).root is not None:
                self.complaint_of(said).seen.append(sighting)
        if isinstance(message.chat, Group) and (number := card_number(message)) is not None:
            self._cards.setdefault(number, at)

    @property
    def cards(self) -> dict[int, float]:
        """When the first card of each case was shown: monotonic, by the case's number."""
        return self._cards


def tokens(text: str) -> Iterator[str]:
    """The words of the ledger in a text, in their order."""
    return (found[0] for found in _TOKEN.finditer(text))


def place_of(message: Message) -> Place:
    """Where a message of a group stands."""
    if message.thread_id is not None and message.thread_id in message.chat.topics:
        return Place(message.chat.id, message.thread_id)
    root = message
    while root.reply_to is not None:
        root = root.reply_to
    return Place(message.chat.id, None if root is message else root.id)


def card_number(message: Message) -> int | None:
    """The number of the case whose card a message is; None for any other."""
    data = [button.data or "" for button in message.buttons]
    found = (re.match(r"case:(?:take|close):(\d+)$", one) for one in data)
    return next((int(one[1]) for one in found if one), None)


def heading_of(place: Place, chat: Chat) -> str:
    """The words that name the case of a place: the topic's title, or what everything replies to."""
    topic = chat.topics.get(place.root or 0)
    return topic.name if topic is not None else chat.history[place.root or 0].text

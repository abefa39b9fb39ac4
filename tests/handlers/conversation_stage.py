"""Two customers and their support on a stage that keeps account of every word that was said.

Each utterance carries a word of its own, so that it can be found again wherever it went: in a chat, in a
case, among the answers or in the list of what is still to be read.
"""

import asyncio
import itertools
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from handlers.cases import case_places, feedback_places
from playground import Message, Person, Playground, Topic, Update
from playground.chats import Chat
from storage import tables
from storage.engines.database import Database
from storage.engines.factory import open_database
from tests.handlers.support_harness import SupportHarness
from tests.harnesses import SharedProcess, empty

T = TypeVar("T")

_PATIENCE_S = 60
_LETTERS: Final = "абвгдежзик"
_PHOTO: Final = b"photo"


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that was said, by the word that it carries."""

    word: str
    author: Person
    reader: Person | None
    """The customer for whom staff meant it; None for what customers say and for what stays among staff."""
    messages: Sequence[Message] = ()
    """Where it was said: several of an album; none for what was said by an edit."""


class ConversationStage:
    """The support desk in a loop of its own, so that a machine of rules can play on it step by step.

    Plays follow one another on the same database, which each begins by emptying.
    """

    def __init__(self, database: Path, process: SharedProcess) -> None:
        self._database, self._process = database, process
        self._loop = asyncio.new_event_loop()
        self._cues: asyncio.Queue[bool] = asyncio.Queue()
        self._is_set = threading.Event()
        self._life = threading.Thread(target=self._loop.run_until_complete, args=[self._live()])
        self._life.start()

    def begin(self) -> None:
        """Set the stage for another play; returns when everybody is there."""
        self._words = itertools.count()
        self.utterances: list[Utterance] = []
        self.withdrawn: set[str] = set()
        self._is_set.clear()
        self._give_cue(True)
        if not self._is_set.wait(_PATIENCE_S):
            raise TimeoutError("the stage was not set in time")

    def end(self) -> None:
        """End the play."""
        self._give_cue(False)

    def close(self) -> None:
        """End the loop between two plays, and wait for its end."""
        self._give_cue(False)
        self._life.join(_PATIENCE_S)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this on the stage's loop and wait for its end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def _give_cue(self, begins: bool) -> None:
        self._loop.call_soon_threadsafe(self._cues.put_nowait, begins)

    async def _live(self) -> None:
        """Everything is opened and closed by one task."""
        async with open_database(f"sqlite:///{self._database}") as database:
            while await self._cues.get():
                await database.write(empty)
                await self._play(database)

    async def _play(self, database: Database) -> None:
        async with AsyncExitStack() as opened:
            telegram = await opened.enter_async_context(Playground(limits=False, seed=1))
            harness = SupportHarness(database, telegram, self._process)
            self.support = await opened.enter_async_context(harness.working())
            await self.support.reload(forum=True)
            self.bella, self.friend = telegram.person("Белла"), telegram.person("Глеб")
            await self.support.deliver(await self.bella.start())
            self._is_set.set()
            await self._cues.get()

    # Who and where --------------------------------------------------------------------------------

    @property
    def customers(self) -> Sequence[Person]:
        return (self.support.anna, self.bella)

    @property
    def staff(self) -> Sequence[Person]:
        return (self.support.vera, self.support.oleg)

    def topics(self) -> list[Topic]:
        return [topic for topic in self.support.group.topics.values() if not topic.deleted]

    def in_topic(self, topic: Topic | None) -> list[Message]:
        """What stands in a topic, or outside of all, oldest first."""
        thread_id = topic.id if topic else None
        return [one for one in self.support.group.messages if one.thread_id == thread_id]

    def shown_to(self, person: Person) -> list[Message]:
        """What the bot shows somebody in private, oldest first."""
        return [one for one in person.chat.messages if one.from_bot]

    def written_by(self, person: Person, chat: Chat) -> list[Message]:
        """What somebody wrote in words, oldest first."""
        return [one for one in chat.messages if one.sender["id"] == person.id and one.text]

    def written_in(self, message: Message) -> list[Utterance]:
        """What was said in a message or is quoted there."""
        return [one for one in self.utterances if one.word in message.text]

    async def reader_of(self, topic: Topic | None, reply_to: Message | None) -> Person | None:
        """The customer for whom something is that staff write there; None for what stays among staff.

        What stands in /inbox is answered wherever it is shown. A reply to what people wrote goes on to the
        customer only if that did.
        """
        if reply_to is not None and (topic is None or reply_to.id != topic.id):
            names = await self._places_of(reply_to)
            if entries := next(filter(None, map(feedback_places.entries_at, names)), None):
                return await self._author_of_entry(entries.first)
            if not any(case_places.number_in(name) is not None for name in names):
                return None
            if not reply_to.from_bot and not any(
                reply_to in one.messages and one.reader is not None for one in self.utterances
            ):
                return None
        return await self.customer_of(topic) if topic is not None else None

    async def customer_of(self, topic: Topic) -> Person | None:
        """The customer of the topic's case; None for a topic that is no case's."""
        number = number_of(topic)
        found = next(one for one in await self.support.all_cases() if one["number"] == number)
        return await self._customer(found["customer_id"])

    async def _author_of_entry(self, entry_id: int) -> Person | None:
        """The customer who said what stands in the list of /inbox; None where it is no longer there."""
        rows = await self.support.harness.rows(tables.feedback)
        found = next((row["customer_id"] for row in rows if row["id"] == entry_id), None)
        return await self._customer(found) if found is not None else None

    async def _customer(self, customer_id: int) -> Person:
        rows = await self.support.harness.customers()
        telegram_id = next(row["telegram_id"] for row in rows if row["id"] == customer_id)
        return next(one for one in self.customers if one.id == telegram_id)

    async def _places_of(self, message: Message) -> list[str]:
        rows = await self.support.harness.rows(tables.places)
        here = (message.chat.id, message.id)
        return [row["name"] for row in rows if (row["chat_id"], row["message_id"]) == here]

    async def _entries_in(self, chat: Chat) -> list[Message]:
        """The messages of a chat that show what stands in /inbox."""
        rows = await self.support.harness.rows(tables.places)
        numbers = {
            row["message_id"]
            for row in rows
            if row["chat_id"] == chat.id and feedback_places.entries_at(row["name"])
        }
        return [one for one in chat.messages if one.id in numbers]

    # What people say ------------------------------------------------------------------------------

    def _word(self) -> str:
        """A word that nobody has said yet, of six letters, so that none is a part of another."""
        number, letters = next(self._words), ""
        for _ in range(4):
            number, letter = divmod(number, len(_LETTERS))
            letters += _LETTERS[letter]
        return f"ню{letters}"

    def _phrased(self, phrase: str) -> tuple[str, str | None]:
        """The phrase with a word of its own in the place of the braces; without braces it is no utterance."""
        if "{}" not in phrase:
            return phrase, None
        word = self._word()
        return phrase.format(word), word

    async def _deliver(
        self, word: str | None, author: Person, *updates: Update, reader: Person | None = None
    ) -> None:
        if word is not None:
            said = [one.message for one in updates if one.message is not None and one.kind == "message"]
            self.utterances.append(Utterance(word, author, reader, said))
        await self.support.deliver(*updates)

    async def says(
        self,
        person: Person,
        phrase: str,
        reply_to: Message | None = None,
        *,
        to: Chat | None = None,
        topic: Topic | None = None,
        quotes: bool = False,
        reader: Person | None = None,
    ) -> None:
        said, word = self._phrased(phrase)
        quote = reply_to.text.split("\n")[0][:20].strip() if reply_to is not None and quotes else None
        update = await person.say(said, to=to, topic=topic, reply_to=reply_to, quote=quote or None)
        await self._deliver(word, person, update, reader=reader)

    async def sends_photo(self, person: Person, caption: str) -> None:
        said, word = self._phrased(caption)
        update = await person.photo(_PHOTO, said)
        await self._deliver(word, person, update)

    async def sends_album(
        self,
        person: Person,
        caption: str,
        *,
        to: Chat | None = None,
        topic: Topic | None = None,
        reader: Person | None = None,
    ) -> None:
        said, word = self._phrased(caption)
        updates = await person.album([_PHOTO, _PHOTO], said, to=to, topic=topic)
        await self._deliver(word, person, *updates, reader=reader)

    async def forwards(
        self, person: Person, phrase: str, *, to: Chat | None = None, topic: Topic | None = None
    ) -> None:
        """What a friend wrote elsewhere; it counts as said by whoever passes it on."""
        said, word = self._phrased(phrase)
        elsewhere = (await self.friend.say(said)).message
        assert elsewhere is not None
        update = await person.forward(elsewhere, to=to, topic=topic)
        await self._deliver(word, person, update)

    async def edits(self, person: Person, message: Message, phrase: str) -> None:
        """What stood there before is withdrawn: it need not be found any more."""
        self.withdrawn |= {one.word for one in self.written_in(message) if one.author is person}
        said, word = self._phrased(phrase)
        await self._deliver(word, person, await person.edit(message, said))

    async def taps(self, person: Person, message: Message, position: int) -> None:
        taps = [button.data for button in message.buttons if button.data is not None]
        for data in nth(taps, position):
            await self.support.deliver(await person.tap(message, data))

    async def writes(
        self,
        person: Person,
        topic: Topic | None,
        phrase: str,
        reply_to: Message | None = None,
        *,
        stays_inside: bool = False,
    ) -> None:
        """What staff write in the group is for the customer of its case or entry, unless it stays inside."""
        reader = None if stays_inside else await self.reader_of(topic, reply_to)
        await self.says(person, phrase, reply_to, to=self.support.group, topic=topic, reader=reader)

    async def answers_entry(
        self, person: Person, phrase: str, chat: Chat, which: int, *, stays_inside: bool
    ) -> None:
        """What is written in reply to what /inbox shows is for whoever said that."""
        for message in nth(await self._entries_in(chat), which):
            topic = self.support.group.topics.get(message.thread_id or 0)
            reader = None if stays_inside else await self.reader_of(topic, message)
            await self.says(person, phrase, message, to=chat, topic=topic, reader=reader)

    async def passes(self, **by: float) -> None:
        """Time passes and what was due happens."""
        harness = self.support.harness
        harness.fake_clock.move(**by)
        await self.support.settled()
        await harness.parts.outreach.run_once()
        await harness.parts.abandoned_forms.run_once()
        await self.support.settled()
        await self.support.pass_on_digests()


def number_of(topic: Topic) -> int:
    """The number of the case whose topic it is."""
    return int(topic.name.partition("#")[2].partition(" ")[0])


def nth(found: Sequence[T], position: int) -> Iterator[T]:
    """The one at that position counted from the end and around; nothing of nothing."""
    if found:
        yield found[-1 - position % len(found)]

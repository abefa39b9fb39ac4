"""Customers with complaints, and the agents who deal with them."""

import asyncio
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground import Group, Message, Person
from playground.people import Where
from surveys.language.languages import Language
from tests.e2e.customers import PATIENCE_S, Customer, contains, has_button
from tests.e2e.desk.ledger import Complaint, Ledger, card_number, place_of
from texts.catalogue import Texts

_AGAIN_S, _CLOSES = 5.0, 40
_CLOSED_ALREADY = "Обращение уже закрыто"
_TEXTS = Texts()
_UNKNOWN = [_TEXTS.text(Language.RU, name)[:40] for name in ("support-unknown-message", "support-elsewhere")]
"""How it is told that a reply went to nobody: in a group, and within a topic."""
_NUMBER = re.compile(r"this is case number (\d+)")
_ADDED_AT_MOST = 4
_ANSWERS_AT_MOST = 3


@dataclass(slots=True)
class Pace:
    """How long people take, in seconds at most; each time anything up to it."""

    between_complaints_s: float
    between_messages_s: float


@dataclass(slots=True)
class Desk:
    """What customers and agents share."""

    ledger: Ledger
    groups: list[Group]
    """It moved from each to the next."""
    pace: Pace
    is_closed: bool = False
    """Nobody complains anew."""

    @property
    def group(self) -> Group:
        """Where it is now."""
        return self.groups[-1]


class Complainer(Customer):
    """Complains, adds this and that, waits until the case is closed, and complains again."""

    share = 0.0

    def __init__(self, person: Person, dice: random.Random, desk: Desk) -> None:
        super().__init__(person, dice)
        self._desk = desk

    async def answer(self) -> None:
        """Until the desk is closed, and then until the last case is."""
        while await self._comes_again():
            await self._complain(self._desk.ledger.begin(self.person))

    async def _comes_again(self) -> bool:
        within = self._dice.uniform(0, self._desk.pace.between_complaints_s)
        return not await self._desk.ledger.changed.until(lambda: self._desk.is_closed, within)

    async def _complain(self, complaint: Complaint) -> None:
        question = await self._says("/complain", has_button("🚚 Delivery"))
        await self._tap(question, "🚚 Delivery", contains("Tell us what happened"))
        if self._dice.random() < 0.2:
            await self._send_photo(complaint, complaint.story)
        token = complaint.token()
        complaint.story.append(token)
        told = await self.person.say(f"The parcel is broken {token}")
        complaint.told_at = time.monotonic()
        received = await self._sees(contains("this is case number"), told.message)
        found = _NUMBER.search(received.text)
        assert found is not None
        complaint.number = int(found[1])
        own = told.message
        for _ in range(self._dice.randrange(_ADDED_AT_MOST + 1)):
            await self._waits()
            own = await self._add(complaint, own)
        complaint.is_told = True
        self._desk.ledger.changed.ring()
        settled = await self._desk.ledger.changed.until(lambda: complaint.is_settled, 3 * PATIENCE_S)
        assert settled, f"case {complaint.number} is not closed; unseen: {complaint.unseen()}"

    async def _add(self, complaint: Complaint, own: Message | None) -> Message | None:
        """Something more: in words, as a photo, as an album, or as an edit of the last words."""
        how = self._dice.choices(("say", "photo", "album", "edit"), (5, 2, 1, 2))[0]
        if how == "photo":
            await self._send_photo(complaint, complaint.added)
            return own
        token = complaint.token()
        complaint.added.append(token)
        if how == "album":
            files = [f"{token} {number}".encode() for number in range(3)]
            complaint.files += files
            await self.person.album(files, f"All of them {token}")
            return own
        if how == "edit" and own is not None and not own.media:
            await self.person.edit(own, f"I mean this {token}")
            return own
        return (await self.person.say(f"And one more thing {token}")).message

    async def _send_photo(self, complaint: Complaint, words: list[str]) -> None:
        token = complaint.token()
        words.append(token)
        complaint.files.append(token.encode())
        await self.person.photo(token.encode(), f"It looks so {token}")

    async def _waits(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, self._desk.pace.between_messages_s))


class Team:
    """Agents, each with their share of the cases."""

    def __init__(self, agents: Sequence[Person], desk: Desk, dice: random.Random) -> None:
        self._agents = agents
        self._desk = desk
        self._dice = dice

    async def run(self) -> None:
        """Until cancelled."""
        begun = 0
        async with asyncio.TaskGroup() as conversations:
            while True:
                for complaint in self._desk.ledger.complaints[begun:]:
                    conversations.create_task(self._deal_with(complaint))
                    begun += 1
                await self._desk.ledger.changed.wait(1.0)

    async def _deal_with(self, complaint: Complaint) -> None:
        agent = self._agents[complaint.id % len(self._agents)]
        if not await self._until(lambda: bool(complaint.seen), 100 * PATIENCE_S):
            return
        if self._dice.random() < 0.5:
            await self._take(agent, complaint)
        for _ in range(self._dice.randrange(1, _ANSWERS_AT_MOST + 1)):
            await self._thinks()
            await self._write(agent, complaint, complaint.answers, "We are looking into it")
            if self._dice.random() < 0.3:
                colleague = self._agents[(complaint.id + 1) % len(self._agents)]
                await self._write(colleague, complaint, complaint.notes, "// he always says so")
        if self._dice.random() < 0.3:  # before the customer has said everything
            await self._say_again(agent, complaint)
            await self._close(agent, complaint)
        await self._until(lambda: complaint.is_told and not complaint.unseen(), 100 * PATIENCE_S)
        await self._say_again(agent, complaint)
        complaint.is_settled = await self._close(agent, complaint)
        self._desk.ledger.changed.ring()

    async def _take(self, agent: Person, complaint: Complaint) -> None:
        """By the button of the card, else by the command."""
        cards = [one for one in self._desk.group.messages if card_number(one) == complaint.number]
        data = f"case:take:{complaint.number}"
        if cards and any(button.data == data for button in cards[-1].buttons):
            await agent.tap(cards[-1], data)
        else:
            await agent.say("/take", **await self._where(complaint))

    async def _write(self, agent: Person, complaint: Complaint, told: list[str], words: str) -> None:
        where, token = await self._where(complaint), complaint.token()
        told.append(token)
        await agent.say(f"{words} {token}", **where)

    async def _say_again(self, agent: Person, complaint: Complaint) -> None:
        """Say again what reached nobody, where that was told."""
        for _ in range(_CLOSES):
            if await self._until(lambda: not complaint.unheard(), _AGAIN_S):
                return
            for token in complaint.unheard():
                if self._is_told_unknown(token) and await self._is_shown(complaint, _AGAIN_S):
                    complaint.repeated.add(token)
                    await agent.say(f"Once more {token}", **await self._where(complaint))

    def _is_told_unknown(self, token: str) -> bool:
        """Whether it was answered that nobody knows its case; after a move that is no reply to it."""
        return any(
            any(one.text.startswith(words) for words in _UNKNOWN)
            and (one.reply_to is None or token in one.reply_to.text)
            for group in self._desk.groups
            for one in group.messages
        )

    async def _close(self, agent: Person, complaint: Complaint) -> bool:
        """Refused while words of the customer are on their way to the group.

        What was closed before the group moved is not shown where it is now.
        """
        commands: list[Message] = []
        chat, notice = complaint.customer.chat, f"We've closed case {complaint.number}"
        before = chat.messages[-1].id

        def is_told(since: int) -> bool:
            return any(one.id > since and one.from_bot and notice in one.text for one in chat.messages)

        def is_closed() -> bool:
            return is_told(before) or any(map(_is_closed_already, commands))

        for _ in range(_CLOSES):
            if await self._is_shown(complaint, _AGAIN_S):
                said = await agent.say("/close delivery", **await self._where(complaint))
                assert said.message is not None
                commands.append(said.message)
            elif is_told(max(one.id for one in chat.messages if not one.from_bot)):
                return True
            if await self._until(is_closed, _AGAIN_S):
                return True
        return False

    async def _where(self, complaint: Complaint) -> Where:
        """The newest message of the case where the group is now, or its topic."""
        assert await self._is_shown(complaint, PATIENCE_S), f"case {complaint.number} is not shown"
        group = self._desk.group
        shown = complaint.shown_in(group)
        message = shown[-1] if self._dice.random() < 0.7 else self._dice.choice(shown)
        topic = group.topics.get(place_of(message).root or 0)
        if topic is None:
            return {"to": group, "reply_to": message}
        return {"to": group, "topic": topic, "reply_to": message if self._dice.random() < 0.3 else None}

    async def _is_shown(self, complaint: Complaint, within: float) -> bool:
        return await self._until(lambda: bool(complaint.shown_in(self._desk.group)), within)

    async def _until(self, condition: Callable[[], bool], within: float) -> bool:
        return await self._desk.ledger.changed.until(condition, within)

    async def _thinks(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, self._desk.pace.between_messages_s))


def _is_closed_already(command: Message) -> bool:
    """Whether it was answered so, in the same case."""
    chat, place = command.chat, place_of(command)
    return any(
        one.id > command.id and _CLOSED_ALREADY in one.text and place_of(one) == place
        for one in chat.messages[-300:]
    )

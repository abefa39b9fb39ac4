"""Customers of every kind at once, and the staff member who answers them."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from playground import Group, Message, Person, Playground, Topic
from tests.e2e.customers import (
    PATIENCE_S,
    Complainer,
    Customer,
    Forgetful,
    Leaver,
    Rater,
    answer_to,
    last_line,
)

KINDS = (Rater, Complainer, Leaver, Forgetful)

C = TypeVar("C", bound=Customer)


_CLOSES, _AGAIN_S = 24, 5.0


def _is_told_of_end(person: Person) -> bool:
    return any("We've closed case" in one.text for one in person.chat.messages if one.from_bot)


class Crowd:
    """So many customers at once; whoever is done makes room for the next one."""

    def __init__(self, telegram: Playground, size: int, dice: random.Random) -> None:
        self.customers: list[Customer] = []
        self._telegram = telegram
        self._size = size
        self._dice = dice
        self._closed = False

    def of(self, kind: type[C]) -> list[C]:
        return [customer for customer in self.customers if isinstance(customer, kind)]

    async def run(self) -> None:
        """Until `close`, and then until everybody who came has been served."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._size):
                group.create_task(self._queue())

    def close(self) -> None:
        self._closed = True

    async def _queue(self) -> None:
        for customer in self._newcomers():
            await customer.answer()

    def _newcomers(self) -> Iterator[Customer]:
        while not self._closed:
            person = self._telegram.person(f"Канарейкина {len(self.customers)}", language="en")
            [kind] = self._dice.choices(KINDS, [kind.share for kind in KINDS])
            customer = kind(person, random.Random(self._dice.random()))
            self.customers.append(customer)
            yield customer


@dataclass(slots=True)
class Agent:
    """Of the support staff: answers every complaint in its topic and closes it, once each."""

    person: Person
    group: Group
    crowd: Crowd
    answered: set[str] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as conversations:
            while True:
                for story, customer in self._new_stories():
                    self.answered.add(customer.words)
                    conversations.create_task(self._deal_with(story, customer))
                await self.group.changed.wait(1.0)

    def _new_stories(self) -> Iterator[tuple[Message, Complainer]]:
        waiting = {one.words: one for one in self.crowd.of(Complainer) if one.words not in self.answered}
        for message in self.group.messages:
            told = last_line(message)
            if message.from_bot and told in waiting:
                yield message, waiting.pop(told)

    async def _deal_with(self, story: Message, customer: Complainer) -> None:
        topic = self._topic_of(story)
        said = await self.person.say(answer_to(customer.words), to=self.group, topic=topic)
        await customer.person.sees(answer_to(customer.words), within=PATIENCE_S)
        assert said.message is not None
        for _ in range(_CLOSES):  # refused while words of the customer are on their way to the topic
            await self.person.say("/close delivery", to=self.group, topic=topic)
            if await customer.person.chat.changed.until(lambda: _is_told_of_end(customer.person), _AGAIN_S):
                return

    def _topic_of(self, story: Message) -> Topic | None:
        return self.group.topics.get(story.thread_id) if story.thread_id is not None else None

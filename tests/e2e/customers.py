"""Customers who rate a company on their phones, and wait for what they are asked next whatever happens."""

import asyncio
import random
from collections.abc import Callable, Iterator

from playground import Message, Person, Playground, Update

PATIENCE_S = 60.0  # then a customer is left without the next question, and the test fails
GLANCE_S = 1.0  # how often somebody looks whether a button has stopped spinning in vain
THINKING_S = 0.1

Looks = Callable[[Message], bool]


class Customer:
    """One flow: /rate, a score, sometimes tapped twice or changed, and why in words."""

    def __init__(self, person: Person, dice: random.Random) -> None:
        self.person = person
        self.changes_mind = dice.random() < 0.2
        self.taps_twice = not self.changes_mind and dice.random() < 0.2
        first, self.score = dice.sample(range(11), 2)
        self.first_score = first if self.changes_mind else self.score
        self.words = f"Канарейка поёт {person.id}"
        self.expired: list[Update] = []
        self._dice = dice

    async def answer(self) -> None:
        """Raises AssertionError when the phone does not show what has to come next."""
        await self._thinks()
        said = await self.person.say("/rate")
        question = await self._sees(_is_question, said.message)
        await self._tap(question, str(self.first_score), _is_receipt(self.first_score))
        if self.changes_mind:
            question = await self._tap(question, "✏️ Change my score", _is_question)
            await self._tap(question, str(self.score), _is_receipt(self.score))
        await self._thinks()
        said = await self.person.say(self.words)
        await self._sees(_is_thanks, said.message)

    async def _tap(self, message: Message, button: str, shows: Looks) -> Message:
        """A tap that Telegram forgot unseen is tapped again, as people do."""
        await self._thinks()
        tap = await self.person.tap(message, button)
        if self.taps_twice:
            await self.person.tap(message, button)
        while not await self._shown(lambda: shows(message) or tap.dropped is not None):
            raise AssertionError(f"{self.person.id} tapped {button!r}; the message says {message.text!r}")
        if not shows(message):
            self.expired.append(tap)
            return await self._tap(message, button, shows)
        return message

    async def _sees(self, looks: Looks, after: Message | None) -> Message:
        return await self.person.sees(looks, within=PATIENCE_S, after=after)

    async def _shown(self, looks: Callable[[], bool]) -> bool:
        for _ in range(int(PATIENCE_S / GLANCE_S)):
            if await self.person.chat.changed.until(looks, GLANCE_S):
                return True
        return False

    async def _thinks(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, THINKING_S))


class Crowd:
    """So many customers at once; whoever is done makes room for the next one."""

    def __init__(self, telegram: Playground, size: int, dice: random.Random) -> None:
        self.customers: list[Customer] = []
        self._telegram = telegram
        self._size = size
        self._dice = dice
        self._closed = False

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
            customer = Customer(person, random.Random(self._dice.random()))
            self.customers.append(customer)
            yield customer


def _is_question(message: Message) -> bool:
    return len(message.buttons) == 11


def _is_receipt(score: int) -> Looks:
    return lambda message: message.text.partition("\n")[0] == f"Your score: {score}"


def _is_thanks(message: Message) -> bool:
    return message.text.startswith("Thank you")

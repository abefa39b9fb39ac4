"""Customers on their phones, who wait for what comes next whatever happens to the process."""

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from playground import Message, Person, Update

PATIENCE_S = 120.0  # then a customer is left without what has to come, and the test fails
GLANCE_S = 1.0  # how often somebody looks whether a button has stopped spinning in vain
THINKING_S = 0.1

Looks = Callable[[Message], bool]


class Customer(ABC):
    """One person and what they came for."""

    share: ClassVar[float]
    """Of those who come."""

    def __init__(self, person: Person, dice: random.Random) -> None:
        self.person = person
        self.taps_twice = False
        self.words = f"Канарейка поёт {person.id}"
        self.expired: list[Update] = []
        self._dice = dice

    @abstractmethod
    async def answer(self) -> None:
        """Raises AssertionError when the phone does not show what has to come."""

    async def _says(self, text: str, looks: Looks) -> Message:
        """Write, and wait for the message that answers."""
        await self._thinks()
        said = await self.person.say(text)
        return await self._sees(looks, said.message)

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

    async def _sees(self, looks: Looks, after: Message | None = None) -> Message:
        return await self.person.sees(looks, within=PATIENCE_S, after=after)

    async def _shown(self, looks: Callable[[], bool]) -> bool:
        for _ in range(int(PATIENCE_S / GLANCE_S)):
            if await self.person.chat.changed.until(looks, GLANCE_S):
                return True
        return False

    async def _thinks(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, THINKING_S))


class Rater(Customer):
    """/rate, a score, sometimes tapped twice or changed, and why in words."""

    share = 0.5

    def __init__(self, person: Person, dice: random.Random) -> None:
        super().__init__(person, dice)
        self.changes_mind = dice.random() < 0.2
        self.taps_twice = not self.changes_mind and dice.random() < 0.2
        first, self.score = dice.sample(range(11), 2)
        self.first_score = first if self.changes_mind else self.score

    async def answer(self) -> None:
        question = await self._says("/rate", is_question)
        await self._tap(question, str(self.first_score), is_receipt(self.first_score))
        if self.changes_mind:
            question = await self._tap(question, "✏️ Change my score", is_question)
            await self._tap(question, str(self.score), is_receipt(self.score))
        await self._says(self.words, begins("Thank you"))


class Complainer(Customer):
    """/complain, what about, what happened; then waits until staff have answered and closed the case."""

    share = 0.2

    async def answer(self) -> None:
        question = await self._says("/complain", has_button("🚚 Delivery"))
        await self._tap(question, "🚚 Delivery", contains("Tell us what happened"))
        received = await self._says(self.words, contains("this is case number"))
        await self._sees(contains(answer_to(self.words)), received)
        await self._sees(contains("We've closed case"), received)


class Leaver(Customer):
    """/leave, two taps, and yes to offers."""

    share = 0.2

    async def answer(self) -> None:
        question = await self._says("/leave", has_button("💰 Price and value"))
        await self._tap(question, "💰 Price and value", has_button("Too expensive"))
        await self._tap(question, "Too expensive", has_button("Skip"))
        await self._tap(question, "Skip", contains("Thank you for being frank"))
        consent = await self._sees(has_button("Yes, you may"))
        await self._tap(consent, "Yes, you may", contains("We'll only write"))


class Forgetful(Customer):
    """/rate, and no answer before the reminder."""

    share = 0.1

    def __init__(self, person: Person, dice: random.Random) -> None:
        super().__init__(person, dice)
        self.score = dice.randrange(7, 11)

    async def answer(self) -> None:
        question = await self._says("/rate", is_question)
        await self._sees(contains("You haven't answered yet"))
        await self._tap(question, str(self.score), is_receipt(self.score))


def answer_to(words: str) -> str:
    """What staff write to whoever complained in these words."""
    return f"We are sorry about: {words}"


def last_line(message: Message) -> str:
    """What a customer said, below the name that it is shown under."""
    return message.text.rpartition("\n")[2]


def is_question(message: Message) -> bool:
    """The scores, and a button that keeps the one that was given."""
    return len(message.buttons) >= 11


def is_receipt(score: int) -> Looks:
    return begins(f"Your score: {score}")


def begins(words: str) -> Looks:
    return lambda message: message.text.partition("\n")[0].startswith(words)


def contains(words: str) -> Looks:
    return lambda message: words in message.text


def has_button(label: str) -> Looks:
    return lambda message: any(button.text == label for button in message.buttons)

"""Made-up customers and their orders: who came when, how often they buy, when they were gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.data.company import CUSTOMERS, DELIVERY, INCIDENT, NORTH, RETAIL, SEASON, SOUTH, SUBSCRIPTION, YEAR
from demo.data.phrases import NAMES
from demo.data.writer import Writer
from storage.rows import Customer, Order
from surveys.language.text import Text

_MONTH = timedelta(days=30.4)
_LEAVES_A_MONTH = 0.019
_LEAVES_AFTER_FAILURE = 0.13
_ORDERS_A_MONTH = {RETAIL: 0.8, SUBSCRIPTION: 1.7}
_MARGIN = 0.36
_FIRST = 1001


@dataclass(slots=True)
class Person:
    id: int
    number: int
    """As the company counts its customers."""
    joined_at: datetime
    segment: Text
    home: Text
    """The branch they go to when they do not order delivery."""
    delivered: float
    """Share of their orders that are delivered."""
    left_at: datetime | None = None
    orders: list[tuple[datetime, Text]] = field(default_factory=list)
    monthly_margin_minor: int = 0
    row: Customer | None = None
    """None until they are settled."""

    def is_with_us(self, moment: datetime) -> bool:
        """Whether the person is a customer at that moment."""
        return self.joined_at <= moment and (self.left_at is None or moment < self.left_at)


class People:
    def __init__(self, writer: Writer) -> None:
        self._pen = writer

    def __iter__(self) -> Iterator[Person]:
        for number in range(_FIRST, _FIRST + CUSTOMERS):
            person = self._person(number)
            self._shop(person)
            yield person

    def _person(self, number: int) -> Person:
        writer, dice = self._pen, self._pen.dice
        days = dice.uniform(365, 700) if writer.chance(0.55) else dice.uniform(3, 365)
        subscribed = writer.chance(0.3)
        return Person(
            id=writer.ids.next(),
            number=number,
            joined_at=writer.awake(writer.now - timedelta(days=days)),
            segment=SUBSCRIPTION if subscribed else RETAIL,
            home=NORTH if writer.chance(0.55) else SOUTH,
            delivered=0.8 if subscribed else dice.choice((0.0, 0.1, 0.5)),
        )

    def _shop(self, person: Person) -> None:
        """Month by month: order, and perhaps leave at its end."""
        writer = self._pen
        moment = max(person.joined_at, writer.now - YEAR)
        while moment < writer.now and person.left_at is None:
            until = min(moment + _MONTH, writer.now)
            suffered = self._month(person, moment, until)
            risk = _LEAVES_A_MONTH + (_LEAVES_AFTER_FAILURE if suffered else 0)
            if writer.chance(risk * ((until - moment) / _MONTH)):
                person.left_at = writer.awake(until - timedelta(days=writer.dice.uniform(0.5, 9)))
            moment = until
        person.orders = sorted((at, where) for at, where in person.orders if person.is_with_us(at))

    def _month(self, person: Person, start: datetime, end: datetime) -> bool:
        """Add the orders of a month; whether a delivery of the bad weeks was among them."""
        writer = self._pen
        wanted = _ORDERS_A_MONTH[person.segment] * SEASON[start.month - 1] * ((end - start) / _MONTH)
        suffered = False
        for _ in range(int(wanted * 2 * writer.dice.random() + 0.5)):
            at = writer.awake(start + (end - start) * writer.dice.random())
            delivered = writer.chance(person.delivered)
            suffered |= delivered and INCIDENT[1] <= writer.now - at <= INCIDENT[0]
            person.orders.append((at, DELIVERY if delivered else person.home))
        return suffered


def settle(writer: Writer, person: Person) -> None:
    """Add the person and their orders as rows, and work out their monthly margin in minor units."""
    amounts = [max(19_000, int(writer.dice.gauss(62_000, 18_000))) for _ in person.orders]
    months = max((writer.now - max(person.joined_at, writer.now - YEAR)) / _MONTH, 1.0)
    person.monthly_margin_minor = int(sum(amounts) * _MARGIN / months)
    person.row = writer.effects.add(
        Customer(
            id=person.id,
            telegram_id=None,
            language=writer.language,
            name=writer.say(writer.one_of(NAMES)),
            external_id=str(person.number),
            segment=writer.say(person.segment),
            joined_at=person.joined_at,
            left_at=person.left_at,
            monthly_margin_minor=person.monthly_margin_minor,
        )
    )
    for (at, where), amount in zip(person.orders, amounts, strict=True):
        writer.effects.add(order(writer, person, at, where, amount))


def order(writer: Writer, person: Person, at: datetime, where: Text, amount_minor: int) -> Order:
    """A finished order of a person, in minor units; the caller adds it."""
    return Order(
        id=writer.ids.next(),
        customer_id=person.id,
        ordered_at=at,
        amount_minor=amount_minor,
        currency="RUB",
        margin_minor=int(amount_minor * _MARGIN),
        touchpoint=writer.say(where),
        status="done",
    )

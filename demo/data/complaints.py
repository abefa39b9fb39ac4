"""Made-up complaints: told within a day of the order, mostly answered within an hour, solved within a day."""

from datetime import datetime, timedelta

from demo.data.company import DELIVERY, service_level
from demo.data.customers import Person
from demo.data.phrases import STORIES
from demo.data.writer import Writer
from storage.rows import Case
from surveys.cases.lifecycle import Status
from surveys.cases.overdue_steps import OverdueStep
from surveys.cases.source import CaseSource
from surveys.language.text import Text

_OF_DELIVERY = {"delivery": 62, "wrong-item": 16, "quality": 9, "refund": 7, "app": 6}
_OF_BRANCH = {"service": 34, "quality": 33, "payment": 16, "wrong-item": 12, "refund": 5}
_CAUSES = {
    "delivery": "delivery",
    "quality": "defect",
    "wrong-item": "picking",
    "service": "staff",
    "payment": "payment",
    "refund": "payment",
    "app": "website",
}
_REMEDIES = {
    "delivery": ("apology", "gift"),
    "defect": ("refund", "replacement"),
    "picking": ("replacement", "refund"),
    "staff": ("apology", "explanation"),
    "payment": ("refund", "explanation"),
    "website": ("explanation", "nothing"),
}
"""What is done about a cause, in turns."""
_REOPENS = 0.07
_RECENT = timedelta(days=3)
_OVERLOOKED = 0.7
"""Share of the newest cases that still wait, or the list of open cases would be empty."""


def complain(writer: Writer, person: Person) -> None:
    """Add the cases that a person's orders led to."""
    for at, where in person.orders:
        if writer.chance(service_level(where, writer.now - at).complaints):
            _open(writer, person, writer.awake(at + writer.soon(8)), where)


def _open(writer: Writer, person: Person, at: datetime, where: Text) -> None:
    weights = _OF_DELIVERY if where is DELIVERY else _OF_BRANCH
    [category] = writer.dice.choices(list(weights), list(weights.values()))
    overlooked = writer.now - at < _RECENT and writer.chance(_OVERLOOKED)
    replied = None if overlooked else _past(writer, at + writer.soon(0.7, 1.3))
    solved = _past(writer, replied + writer.soon(8)) if replied is not None else None
    again = solved is not None and writer.chance(_REOPENS)
    closed = _past(writer, solved + writer.soon(20)) if solved is not None and again else solved
    number, cause = writer.next_case(), _CAUSES[category]
    status = Status.CLOSED if closed else Status.ANSWERED if replied else Status.OPEN
    waits = status is Status.OPEN
    writer.effects.add(
        Case(
            id=writer.ids.next(),
            number=number,
            customer_id=person.id,
            source=CaseSource.COMPLAINT,
            status=status,
            day=writer.day(at),
            opened_at=at,
            category=category,
            touchpoint=writer.say(where),
            segment=writer.say(person.segment),
            words=writer.say(writer.one_of(STORIES[category])),
            cause=cause if closed else None,
            remedy=_REMEDIES[cause][number % 2] if closed else None,
            first_reply_at=replied,
            last_reply_at=replied,
            solved_at=solved,
            closed_at=closed,
            reopened=int(again),
            shown_at=at,
            awaiting_since=at if waits else None,
            # Whoever was to be called about it was: the demo begins with the case that the page shows.
            overdue_step=OverdueStep.OWNERS if waits else None,
        )
    )


def _past(writer: Writer, moment: datetime) -> datetime | None:
    return moment if moment < writer.now else None

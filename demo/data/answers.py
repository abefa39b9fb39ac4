"""Made-up NPS answers: most say a number, many a few words."""

from datetime import datetime, timedelta

from demo.data.company import service_level
from demo.data.conversations import converse, give
from demo.data.customers import Person
from demo.data.phrases import BLAME, MIDDLING, PRAISE
from demo.data.writer import Writer
from surveys.language.text import Text
from surveys.questions.kinds.score import SCORE
from surveys.questions.kinds.text import TEXT
from surveys.questions.question import Value

_ANSWERS_AN_ORDER = 0.17
_SAYS_MORE = 0.45
_WHY = {"promoters": "why-high", "passives": "why-middle", "detractors": "why-low"}
_SCORES = {"promoters": (9, 10, 10), "passives": (7, 8), "detractors": (1, 3, 4, 5, 6)}


def answer(writer: Writer, person: Person) -> None:
    """Add a person's NPS answers: they are asked after an order, at most once in sixty days."""
    last: datetime | None = None
    for at, where in person.orders:
        if (last is None or at - last > timedelta(days=60)) and writer.chance(_ANSWERS_AN_ORDER):
            last = at
            _rate(writer, person, writer.awake(at + writer.soon(20)), where)


def _rate(writer: Writer, person: Person, at: datetime, where: Text) -> None:
    felt = service_level(where, writer.now - at)
    weights = (felt.promoters, felt.passives, felt.detractors)
    [group] = writer.dice.choices(list(_SCORES), weights)
    score = writer.one_of(_SCORES[group])
    words = writer.say(_words(writer, group, where)) if writer.chance(_SAYS_MORE) else None
    given: dict[str, Value] = {"score": score}
    if words is not None:
        given[_WHY[group]] = words
    talk = converse(writer, person, "nps", at, given, where=where, is_finished=words is not None)
    give(writer, talk, "score", SCORE, at, score=score)
    if words is not None:
        give(writer, talk, _WHY[group], TEXT, at + timedelta(minutes=1), words=words)


def _words(writer: Writer, group: str, where: Text) -> Text:
    known = {"promoters": PRAISE[where], "passives": MIDDLING, "detractors": BLAME[where]}
    return writer.one_of(known[group])

"""Made-up NPS answers: most say a number, many a few words."""

from datetime import datetime, timedelta

from demo.data.company import mood
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


def answer(pen: Writer, person: Person) -> None:
    """Asked after an order, at most once in sixty days."""
    last: datetime | None = None
    for at, where in person.orders:
        if (last is None or at - last > timedelta(days=60)) and pen.chance(_ANSWERS_AN_ORDER):
            last = at
            _rate(pen, person, pen.awake(at + pen.soon(20)), where)


def _rate(pen: Writer, person: Person, at: datetime, where: Text) -> None:
    felt = mood(where, pen.now - at)
    weights = (felt.promoters, felt.passives, felt.detractors)
    [group] = pen.dice.choices(list(_SCORES), weights)
    score = pen.one_of(_SCORES[group])
    words = pen.say(_words(pen, group, where)) if pen.chance(_SAYS_MORE) else None
    given: dict[str, Value] = {"score": score}
    if words is not None:
        given[_WHY[group]] = words
    talk = converse(pen, person, "nps", at, given, where=where, is_finished=words is not None)
    give(pen, talk, "score", SCORE, at, score=score)
    if words is not None:
        give(pen, talk, _WHY[group], TEXT, at + timedelta(minutes=1), words=words)


def _words(pen: Writer, group: str, where: Text) -> Text:
    known = {"promoters": PRAISE[where], "passives": MIDDLING, "detractors": BLAME[where]}
    return pen.one_of(known[group])

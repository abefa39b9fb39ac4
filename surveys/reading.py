"""The value that an input gives to a question, or what to say when it gives none."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, assert_never

from surveys.date_text import day_in
from surveys.duration import duration
from surveys.inputs import Input, NotText, Reply, Sent, Tap, Typed
from surveys.score_text import leading_number
from surveys.survey import SKIP, SKIPPED, Option, Question, QuestionKind, Value

OTHER: Final = "OTHER"
"""The reason under which a customer's own words count."""

_WORDS: Final = re.compile(r"\w+")


def read(question: Question, given: Input, now: datetime) -> Value | Reply:
    """`now` in the customer's zone decides which day is today."""
    if question.skip is not None and given == Tap(SKIP):
        return SKIPPED
    match question.kind:
        case QuestionKind.SCORE:
            return _score(question, given)
        case QuestionKind.CHOICE | QuestionKind.REASON:
            return _option(question, given)
        case QuestionKind.DATE:
            return _date(question, given, now.date())
        case QuestionKind.TEXT:
            return _text(given)
        case QuestionKind.MEDIA:
            return _media(question, given)
        case _:
            assert_never(question.kind)


def _score(question: Question, given: Input) -> Value | Reply:
    match given:
        case Tap(option):
            return int(option) if option in question.options else Reply.UNKNOWN_OPTION
        case Typed(text):
            number = leading_number(text)
            if number is None:
                return Reply.NOT_A_SCORE
            return number if number in question.values else Reply.OUT_OF_RANGE
        case Sent() | NotText():
            return Reply.NOT_A_SCORE
        case _:
            assert_never(given)


def _option(question: Question, given: Input) -> Value | Reply:
    """Whoever writes a button's words has pressed it; other words are a reason of their own."""
    match given:
        case Tap(option):
            return option if option in question.values else Reply.UNKNOWN_OPTION
        case Typed(text):
            meant = _named(question.all_options, text)
            if meant in question.values:
                return meant
            own_words = question.kind is QuestionKind.REASON and OTHER in question.values
            return OTHER if own_words and _WORDS.search(text) else Reply.NOT_AN_OPTION
        case Sent() | NotText():
            return Reply.NOT_AN_OPTION
        case _:
            assert_never(given)


def _date(question: Question, given: Input, today: date) -> Value | Reply:
    match given:
        case Tap(option):
            if option not in question.options:
                return Reply.UNKNOWN_OPTION
            return (today + duration(option)).isoformat()
        case Typed(text):
            day = day_in(text, today)
            return day.isoformat() if day else Reply.NOT_A_DATE
        case Sent() | NotText():
            return Reply.NOT_A_DATE
        case _:
            assert_never(given)


def _text(given: Input) -> Value | Reply:
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text):
            return text.strip() or Reply.NOT_TEXT
        case Sent() | NotText():
            return Reply.NOT_TEXT
        case _:
            assert_never(given)


def _media(question: Question, given: Input) -> Value | Reply:
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text):
            return text.strip() or Reply.NOT_ACCEPTED
        case Sent(kind, file_id):
            return file_id if kind in question.accepts else Reply.NOT_ACCEPTED
        case NotText():
            return Reply.NOT_ACCEPTED
        case _:
            assert_never(given)


def _named(options: Iterable[Option], text: str) -> str:
    words = _plain(text)
    return next(
        (one.id for one in options if words and words in map(_plain, (one.label.ru, one.label.en))), ""
    )


def _plain(text: str) -> tuple[str, ...]:
    """Without signs, case and the dots over ё."""
    return tuple(_WORDS.findall(text.casefold().replace("ё", "е")))

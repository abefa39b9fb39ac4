"""What the scales have in common: a score that is tapped, or written in figures or a word."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, assert_never

from surveys.language.score_text import score_in
from surveys.language.text import Text
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed, UncertainValue
from surveys.questions.question import Option, Question, Value

Reading = Value | Reply | Hint | UncertainValue
NO_SIGNS: Final[Callable[[str], int | None]] = lambda words: None  # noqa: E731  # it is a value here


def buttons(first: int, last: int) -> tuple[Option, ...]:
    """A button with its figure for each score of a scale."""
    return tuple(Option(str(score), Text(str(score), str(score))) for score in range(first, last + 1))


def reader(
    not_a_score: Hint, out_of_range: Hint, signs: Callable[[str], int | None] = NO_SIGNS
) -> Callable[[Question, Input, datetime], Reading]:
    """How a scale reads what a customer gives, with what it says to what is no score and to what is off it.

    `signs` reads what says a score without figures, such as stars; None where it says none.
    """

    def read(question: Question, given: Input, now: datetime) -> Reading:
        match given:
            case Tap(option):
                return int(option) if option in map(str, question.values) else Reply.UNKNOWN_OPTION
            case Typed(words) | SentFile(words=words):
                return read_words(question, words or "")
            case NotText():
                return not_a_score
            case _:
                assert_never(given)

    def read_words(question: Question, words: str) -> Reading:
        """The score in a message, or under a picture."""
        if (value := signs(words)) is not None:
            return value
        found = score_in(words, max(int(one) for one in question.values))
        if found is None:
            return not_a_score
        is_on_scale = found.value in question.values
        if found.is_sure:
            return found.value if is_on_scale else out_of_range
        return UncertainValue(found.value) if is_on_scale else not_a_score

    return read

"""Choosing several options: tap by tap until "done", or all at once in words."""

import re
from collections.abc import Iterable
from typing import Final

from surveys.questions.inputs import Hint, Reply
from surveys.questions.question import DONE, Question, Value

TOO_FEW: Final = "options-too-few"
TOO_MANY: Final = "options-too-many"
"""Ids of the texts that say how many are to be chosen."""
_BETWEEN: Final = re.compile(r"\s*[,;\n]\s*")

Picked = tuple[str, ...]


def pick(
    question: Question, picked: Picked, option: str, given: Value | None
) -> Picked | Value | Hint | Reply:
    """What a tap makes of the options chosen so far: those with it or without it, or at "done" the answer.

    "Done" without a new choice is the answer that was `given` before, if there is one.
    """
    if option == DONE:
        return given if given is not None and not picked else answer_of(question, picked)
    if question.choice(option) is None:
        return Reply.UNKNOWN_OPTION
    if option in picked:
        return tuple(one for one in picked if one != option)
    chosen = (*picked, option)
    return Hint(TOO_MANY, question.at_most) if len(chosen) > question.at_most else chosen


def answer_of(question: Question, picked: Iterable[str]) -> Value | Hint:
    """The answer that these options are, in the order of the file; a hint where they are too few or many."""
    chosen = [choice.id for choice in question.choices if choice.id in set(picked)]
    if len(chosen) < question.at_least:
        return Hint(TOO_FEW, question.at_least)
    return Hint(TOO_MANY, question.at_most) if len(chosen) > question.at_most else ",".join(chosen)


def options_in(value: Value | None) -> Picked:
    """The options of an answer; none for a question that was not answered, or skipped."""
    return tuple(str(value).split(",")) if value else ()


def named_in(question: Question, words: str) -> Picked | None:
    """The options that words name by their labels, commas between; None where some name none."""
    named = [question.option_named(one) for one in _BETWEEN.split(words.strip()) if one]
    known = {choice.id for choice in question.choices}
    return tuple(one for one in named if one) if named and known.issuperset(named) else None

"""How far somebody has come in a long survey: "2 of 5"."""

from collections.abc import Mapping
from typing import Final

from surveys.questions.engine import path_of
from surveys.questions.question import Question, Value
from surveys.questions.survey import Survey

_TOO_FEW: Final = 3
"""In a survey of so few questions nobody needs to be told how far they are."""


def progress(survey: Survey, answers: Mapping[str, Value], question: Question) -> tuple[int, int] | None:
    """Which question of how many it is, on the longest way that is still open.

    None where a survey asks three questions at most, and for one that is not on the branch.
    """
    path = path_of(survey, answers)
    if question not in path or _longest_from(survey, survey.first) <= _TOO_FEW:
        return None
    place = path.index(question)
    return place + 1, place + _longest_from(survey, question)


def _longest_from(survey: Survey, question: Question) -> int:
    """Questions on the longest way from that one to the end, itself among them; branches never loop."""
    onward = (survey.question(rule.to) for rule in question.next)
    return 1 + max((_longest_from(survey, one) for one in onward if one is not None), default=0)

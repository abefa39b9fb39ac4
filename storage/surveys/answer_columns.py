"""The columns of a stored answer that its value fills."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from surveys.questions.engine import GivenAnswer
from surveys.questions.picking import options_in
from surveys.questions.question import SKIP, SKIPPED, AnswerColumn, Question


def columns_of(question: Question, given: GivenAnswer) -> dict[str, Any]:
    """Values of an answer's columns by name.

    What was given stands in one column, a file in two, and `words` holds what was said with it.
    """
    if given.value == SKIPPED:
        return {"score": None, "option": SKIP, "options": None, "words": None}
    if given.media is not None:
        return {"media": given.media, "file_id": str(given.value), "words": given.said}
    columns: dict[str, Any] = {"score": None, "option": None, "options": None, "words": given.said}
    column = question.kind.column
    return {**columns, column.value: _AS_STORED.get(column, str)(given.value)}


_AS_STORED: Final[Mapping[AnswerColumn, Callable[[Any], Any]]] = {
    AnswerColumn.SCORE: int,
    AnswerColumn.OPTIONS: lambda value: list(options_in(value)),
}
